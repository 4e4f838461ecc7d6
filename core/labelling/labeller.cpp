// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/labeller.h"

#include <atomic>
#include <set>

#include "base/threads.h"
#include "labelling/jnd_walk.h"
#include "labelling/label_summary.h"

namespace limen {

namespace {

std::vector<float> originalOf(const Gallery& gallery, ImageId image) {
    return gallery.probeEmbeddings().row(gallery.rowOf(image));
}

/// JND point of one image from its stored grid.
std::optional<int> jndFromGrid(const JndTask& task,
                               const Label& original,
                               const std::map<int, bool>& satisfies,
                               Reading reading) {
    if (original.flag != LabelFlag::NoLevel)
        return std::nullopt;
    JndSearch search(task.levels, reading);
    while (const auto level = search.nextLevel())
        search.record(satisfies.at(*level));
    return search.jndLevel();
}

std::size_t countDifferingReadings(const JndTask& task,
                                   const Observation& observation,
                                   const std::vector<ImageRecord>& probes,
                                   const JobContext& context) {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    std::atomic<std::size_t> differing = 0;
    runWorkers(context.workers(), context.stop(), [&](int, const std::stop_token& stop) {
        Study reader = Study::open(observation.study, Study::Access::ReadOnly);
        const EmbeddingTable embeddings(reader);
        for (std::size_t i = next++; i < probes.size(); i = next++) {
            if (stop.stop_requested())
                return;
            const Label original = startLabel(task, probes[i].id, originalOf(task.gallery, probes[i].id));
            const RecognitionCount before{
                original.genuinePairs, original.genuineAccepted, original.impostorsAccepted, 0.0};
            std::map<int, bool> satisfies;
            for (const auto& [level, embedding] :
                 embeddings.levelsOf(observation.recognizer, observation.codec, probes[i].id))
                satisfies[level] =
                    keepsRecognition(before, task.gallery.count(probes[i].id, embedding, task.threshold));
            differing += jndFromGrid(task, original, satisfies, Reading::Largest) !=
                                 jndFromGrid(task, original, satisfies, Reading::Contiguous)
                             ? 1
                             : 0;
            context.progress(++done, probes.size(), "comparing the readings");
        }
    });
    context.throwIfStopped();
    return differing;
}

LabelSet openLabelSet(Study& study,
                      const Observation& observation,
                      const OperatingPoint& point,
                      Reading reading) {
    const ImageTable images(study);
    LabelSet set;
    set.key = {observation.codec,
               observation.recognizer,
               point.farRequested,
               reading,
               images.setHash(Role::Probe),
               images.setHash(Role::Distractor)};
    set.threshold = point.threshold;
    set.far = point.far;
    set.tar = point.tar;
    set.tarByIdentity = point.tarByIdentity;
    set.impostorPairs = point.impostorPairs;
    return LabelTable(study).open(set);
}

std::vector<ImageRecord> withoutLabel(Study& study,
                                      const std::vector<ImageRecord>& probes,
                                      std::int64_t set) {
    std::set<ImageId> labelled;
    for (const Label& label : LabelTable(study).labels(set))
        labelled.insert(label.image);
    std::vector<ImageRecord> missing;
    for (const ImageRecord& probe : probes)
        if (!labelled.contains(probe.id))
            missing.push_back(probe);
    return missing;
}

}  // namespace

Observation observe(Study& study,
                    const std::string& codecSetting,
                    const std::string& recognizer,
                    const RecognizerOptions& options) {
    const auto codec = createCodec(codecSetting);
    const auto network = openRecognizer(recognizer, options);
    return {study.folder(),
            codecSetting,
            EncodingTable(study).idOf(*codec, codecSetting),
            recognizer,
            EmbeddingTable(study).idOf(*network, recognizer, options),
            options};
}

LabelReport labelStudy(const Observation& observation,
                       const LabelRequest& request,
                       const JobContext& context) {
    Study study = Study::open(observation.study, Study::Access::ReadWrite);
    const CodecLevels levels = EncodingTable(study).codec(observation.codec).levels;
    const int dimension = openRecognizer(observation.recognizerName, observation.options)->dimension();

    StudyWriter writer(observation.study);
    embedOriginals(observation, writer, context.part(0.0, 0.1));
    writer.finish();
    const Gallery gallery = loadGallery(study, observation.recognizer, dimension);

    LabelReport report;
    report.point = findOperatingPoint(gallery, request.far, context.part(0.1, 0.15));
    report.set = openLabelSet(study, observation, report.point, request.reading);

    const JndTask task{gallery, report.point.threshold, request.reading, levels};
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
    const JobContext search = context.part(0.15, request.exhaustive ? 0.95 : 1.0);
    if (request.exhaustive) {
        report.made = fillGrid(observation, probes, levels.all(), writer, search);
        writer.finish();
    }
    const std::vector<ImageRecord> missing = withoutLabel(study, probes, report.set.id);
    const auto makeWalk = [&](const ImageRecord& image) {
        return std::make_unique<JndWalk>(
            task,
            image.id,
            originalOf(gallery, image.id),
            [&writer, set = report.set.id](const Label& label) {
                writer.submit([set, label](Study& target) { LabelTable(target).add(set, {label}); });
            });
    };
    const WalkTotals made = walkLevels(observation,
                                       missing,
                                       makeWalk,
                                       writer,
                                       request.exhaustive ? context.part(0.95, 0.97) : search,
                                       "finding JND points");
    report.made.encoded += made.encoded;
    report.made.embedded += made.embedded;
    writer.finish();
    if (request.exhaustive)
        report.differs = countDifferingReadings(task, observation, probes, context.part(0.97, 1.0));
    const LabelSummary summary = summarizeLabels(LabelTable(study).labels(report.set.id), levels);
    report.labelled = summary.labelled;
    report.flags = summary.flags;
    report.histogram = summary.histogram;
    return report;
}

}  // namespace limen
