// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "agreement/mate_halves.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "labelling/jnd_search.h"

namespace limen {

namespace {

int acceptedOf(const std::vector<bool>& accepted, std::span<const std::size_t> mates) {
    return static_cast<int>(
        std::count_if(mates.begin(), mates.end(), [&accepted](std::size_t mate) { return accepted[mate]; }));
}

Label labelBy(std::span<const std::size_t> half,
              ImageId image,
              const MateDecisions& mates,
              const std::vector<bool>& distractors,
              const CodecLevels& levels,
              Reading reading) {
    Label label;
    label.image = image;
    label.genuinePairs = static_cast<int>(half.size());
    label.genuineAccepted = acceptedOf(mates.uncompressed, half);
    label.flag = label.genuineAccepted == 0 ? LabelFlag::Unrecognised : LabelFlag::NoLevel;
    if (label.flag == LabelFlag::Unrecognised)
        return label;
    JndSearch search(levels, reading);
    while (const auto level = search.nextLevel()) {
        const auto place = static_cast<std::size_t>(levels.indexOf(*level));
        search.record(distractors[place] && acceptedOf(mates.levels[place], half) >= label.genuineAccepted);
    }
    label.level = search.jndLevel();
    if (label.level)
        label.flag = LabelFlag::Ok;
    return label;
}

}  // namespace

std::optional<HalfLabels> labelsByHalves(ImageId image,
                                         const MateDecisions& mates,
                                         const std::vector<bool>& distractors,
                                         const CodecLevels& levels,
                                         Reading reading,
                                         std::uint64_t seed) {
    const std::size_t count = mates.uncompressed.size();
    if (count < 2)
        return std::nullopt;
    std::seed_seq sequence{seed, static_cast<std::uint64_t>(image)};
    std::mt19937_64 random(sequence);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Not std::shuffle: what it draws differs between libraries.
    for (std::size_t i = count - 1; i > 0; --i)
        std::swap(order[i], order[random() % (i + 1)]);
    const std::size_t first = count / 2 + (count % 2 == 1 ? random() % 2 : 0);
    const std::span<const std::size_t> all(order);
    return HalfLabels{labelBy(all.first(first), image, mates, distractors, levels, reading),
                      labelBy(all.subspan(first), image, mates, distractors, levels, reading)};
}

std::vector<HalfLabels> labelsByMateHalves(Study& study,
                                           const LabelSet& set,
                                           const std::vector<Label>& labels,
                                           const ConstraintGrid& grid,
                                           const JobContext& context) {
    const CodecRecord codec = EncodingTable(study).codec(set.key.codec);
    const RecognizerRecord recognizer = EmbeddingTable(study).recognizer(set.key.recognizer);
    const Gallery gallery = loadGallery(study, recognizer.id, recognizer.dimension);
    std::vector<ImageId> images;
    for (const Label& label : labels)
        if (label.flag == LabelFlag::Ok)
            images.push_back(label.image);
    const auto label = [&](Study& reader, ImageId image) {
        MateDecisions mates;
        mates.uncompressed =
            gallery.acceptedMates(image, gallery.probeEmbeddings().row(gallery.rowOf(image)), set.threshold);
        mates.levels.resize(static_cast<std::size_t>(codec.levels.count()));
        std::size_t found = 0;
        for (const auto& [level, embedding] :
             EmbeddingTable(reader).levelsOf(recognizer.id, codec.id, image)) {
            const auto place = static_cast<std::size_t>(codec.levels.indexOf(level));
            mates.levels.at(place) = gallery.acceptedMates(image, embedding, set.threshold);
            ++found;
        }
        if (found != mates.levels.size())
            throwFailure("The study lacks levels of some probes.", "`limen accuracy` makes what is missing.");
        return labelsByHalves(
            image, mates, grid.at(image).distractors, codec.levels, set.key.reading, context.options().seed);
    };
    std::vector<HalfLabels> result;
    computeInOrder<std::optional<HalfLabels>>(
        context.workers(),
        images.size(),
        context.stop(),
        [&](int) {
            const auto reader = std::make_shared<Study>(Study::open(study.folder(), Study::Access::ReadOnly));
            return [&, reader](std::size_t i) { return label(*reader, images[i]); };
        },
        [&](std::size_t i, std::optional<HalfLabels> halves) {
            if (halves)
                result.push_back(*std::move(halves));
            context.progress(i + 1, images.size(), "finding JND points by half of the mates");
        });
    return result;
}

}  // namespace limen
