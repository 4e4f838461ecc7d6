// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/recognition_grid.h"

#include <fmt/format.h>
#include <map>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "labelling/gallery.h"

namespace limen {

namespace {

/// Whatever a study keeps of each level of one image.
template <class Value>
const Value& atLevel(const std::map<int, Value>& values, int level, const Study& study) {
    const auto found = values.find(level);
    if (found == values.end())
        throwFailure(fmt::format("The study {} lacks level {} of a probe.", study.name(), level),
                     "`limen accuracy` makes what is missing.");
    return found->second;
}

}  // namespace

RecognitionGrid recognitionGrid(Study& study, const LabelSet& set, const JobContext& context) {
    const CodecRecord codec = EncodingTable(study).codec(set.key.codec);
    const RecognizerRecord recognizer = EmbeddingTable(study).recognizer(set.key.recognizer);
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
    const Gallery gallery = loadGallery(study, recognizer.id, recognizer.dimension);
    RecognitionGrid grid;
    grid.recognizer = recognizer.name;
    grid.threshold = set.threshold;
    grid.distractors = gallery.distractors();
    grid.levels = codec.levels.all();

    const auto read = [&](Study& reader, const ImageRecord& image) {
        std::map<int, RecognitionCount> counts;
        for (const auto& [level, embedding] :
             EmbeddingTable(reader).levelsOf(recognizer.id, codec.id, image.id))
            counts[level] = gallery.count(image.id, embedding, set.threshold);
        std::map<int, std::size_t> bytes;
        for (const EncodingRecord& record : EncodingTable(reader).records(codec.id, image.id))
            bytes[record.level] = record.bytes;
        ProbeGrid probe;
        probe.image = image.id;
        probe.identity = image.identityId;
        for (const int level : grid.levels) {
            const RecognitionCount& count = atLevel(counts, level, study);
            probe.genuinePairs = count.genuinePairs;
            probe.genuineAccepted.push_back(count.genuineAccepted);
            probe.impostorsAccepted.push_back(count.impostorsAccepted);
            probe.bytes.push_back(atLevel(bytes, level, study));
        }
        return probe;
    };
    computeInOrder<ProbeGrid>(
        context.workers(),
        probes.size(),
        context.stop(),
        [&](int) {
            const auto reader = std::make_shared<Study>(Study::open(study.folder(), Study::Access::ReadOnly));
            return [&, reader](std::size_t i) { return read(*reader, probes[i]); };
        },
        [&](std::size_t, ProbeGrid probe) {
            grid.probes.push_back(std::move(probe));
            context.progress(grid.probes.size(), probes.size(), "counting accepted pairs");
        });
    context.throwIfStopped();
    return grid;
}

GridCoverage gridCoverage(Study& study, const CodecRecord& codec, RecognizerId recognizer) {
    const auto probes = static_cast<std::size_t>(ImageTable(study).counts(Role::Probe).images);
    return {EmbeddingTable(study).levelCount(recognizer, codec.id),
            probes * static_cast<std::size_t>(codec.levels.count())};
}

}  // namespace limen
