// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/accuracy_curve.h"

#include <algorithm>
#include <map>

#include "base/error.h"

namespace limen {

namespace {

AccuracyPoint pointAt(const RecognitionGrid& grid, std::size_t place) {
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> byIdentity;  // pairs, accepted
    std::int64_t impostors = 0;
    std::size_t bytes = 0;
    for (const ProbeGrid& probe : grid.probes) {
        auto& [pairs, accepted] = byIdentity[probe.identity];
        pairs += probe.genuinePairs;
        accepted += probe.genuineAccepted[place];
        impostors += probe.impostorsAccepted[place];
        bytes += probe.bytes[place];
    }
    std::int64_t pairs = 0;
    std::int64_t accepted = 0;
    double shares = 0.0;
    int identities = 0;
    for (const auto& [identity, counts] : byIdentity) {
        if (counts.first == 0)
            continue;
        pairs += counts.first;
        accepted += counts.second;
        shares += static_cast<double>(counts.second) / static_cast<double>(counts.first);
        ++identities;
    }
    const auto images = static_cast<double>(grid.probes.size());
    return {.level = grid.levels[place],
            .bpp = bitsPerPixel(bytes, alignedSize, alignedSize) / images,
            .accuracy = static_cast<double>(accepted) / static_cast<double>(pairs),
            .byIdentity = shares / identities,
            .far = static_cast<double>(impostors) / (images * static_cast<double>(grid.distractors))};
}

JndAccuracy atJndPoints(const RecognitionGrid& grid, const std::map<ImageId, Label>& labels) {
    JndAccuracy jnd;
    std::size_t bytes = 0;
    std::int64_t pairs = 0;
    std::int64_t accepted = 0;
    std::int64_t original = 0;
    for (const ProbeGrid& probe : grid.probes) {
        const auto found = labels.find(probe.image);
        if (found == labels.end() || !found->second.level)
            continue;
        const auto level = std::find(grid.levels.begin(), grid.levels.end(), *found->second.level);
        const auto place = static_cast<std::size_t>(level - grid.levels.begin());
        ++jnd.images;
        bytes += probe.bytes.at(place);
        pairs += probe.genuinePairs;
        accepted += probe.genuineAccepted[place];
        original += found->second.genuineAccepted;
    }
    if (jnd.images == 0)
        return jnd;
    jnd.bpp = bitsPerPixel(bytes, alignedSize, alignedSize) / static_cast<double>(jnd.images);
    jnd.accuracy = static_cast<double>(accepted) / static_cast<double>(pairs);
    jnd.originalAccuracy = static_cast<double>(original) / static_cast<double>(pairs);
    return jnd;
}

}  // namespace

AccuracyReport accuracyOfStored(Study& study, const LabelSet& set, const JobContext& context) {
    AccuracyReport report;
    report.point.threshold = set.threshold;
    report.point.farRequested = set.key.farRequested;
    report.point.far = set.far;
    report.point.tar = set.tar;
    report.point.tarByIdentity = set.tarByIdentity;
    report.point.impostorPairs = set.impostorPairs;
    std::map<ImageId, Label> byImage;
    for (const Label& label : LabelTable(study).labels(set.id)) {
        report.point.genuinePairs += label.genuinePairs;
        byImage.emplace(label.image, label);
    }

    const RecognitionGrid grid = recognitionGrid(study, set, context);
    for (std::size_t place = 0; place < grid.levels.size(); ++place)
        report.curve.push_back(pointAt(grid, place));
    report.jnd = atJndPoints(grid, byImage);
    return report;
}

AccuracyReport measureAccuracy(const Observation& observation,
                               const LabelRequest& request,
                               const JobContext& context) {
    Study study = Study::open(observation.study, Study::Access::ReadWrite);
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
    if (probes.empty())
        throwFailure("The study has no probes.", "Import photographs with --role probe.");
    const std::vector<int> levels = EncodingTable(study).codec(observation.codec).levels.all();
    WalkTotals made;
    {
        StudyWriter writer(observation.study);
        made = fillGrid(observation, probes, levels, writer, context.part(0.0, 0.8));
        writer.finish();
    }
    const LabelReport labels = labelStudy(observation, request, context.part(0.8, 0.9));
    AccuracyReport report = accuracyOfStored(study, labels.set, context.part(0.9, 1.0));
    report.made = made;
    return report;
}

}  // namespace limen
