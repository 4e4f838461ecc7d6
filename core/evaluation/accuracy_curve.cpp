// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/accuracy_curve.h"

#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "base/error.h"
#include "base/threads.h"

namespace limen {

namespace {

/// Accepted pairs of one level, kept per identity for the identity average.
struct LevelSums {
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> genuine;  // identity -> pairs, accepted
    std::int64_t impostorPairs = 0;
    std::int64_t impostorsAccepted = 0;
    double bpp = 0.0;
    std::size_t images = 0;
};

AccuracyPoint pointOf(int level, const LevelSums& sums) {
    AccuracyPoint point;
    point.level = level;
    point.bpp = sums.bpp / static_cast<double>(sums.images);
    point.far = static_cast<double>(sums.impostorsAccepted) / static_cast<double>(sums.impostorPairs);
    std::int64_t pairs = 0;
    std::int64_t accepted = 0;
    double shares = 0.0;
    int identities = 0;
    for (const auto& [identity, counts] : sums.genuine) {
        if (counts.first == 0)
            continue;
        pairs += counts.first;
        accepted += counts.second;
        shares += static_cast<double>(counts.second) / static_cast<double>(counts.first);
        ++identities;
    }
    point.accuracy = static_cast<double>(accepted) / static_cast<double>(pairs);
    point.byIdentity = shares / identities;
    return point;
}

/// What the grid holds of one image: level -> counts and size.
struct ImageGrid {
    std::map<int, RecognitionCount> counts;
    std::map<int, std::size_t> bytes;
};

ImageGrid readGrid(
    Study& study, CodecId codec, RecognizerId recognizer, const Gallery& gallery, double t0, ImageId image) {
    ImageGrid grid;
    for (const auto& [level, embedding] : EmbeddingTable(study).levelsOf(recognizer, codec, image))
        grid.counts[level] = gallery.count(image, embedding, t0);
    for (const EncodingRecord& record : EncodingTable(study).records(codec, image))
        grid.bytes[record.level] = record.bytes;
    return grid;
}

class Measurement {
public:
    Measurement(const Gallery& gallery, std::vector<int> levels, std::map<ImageId, Label> labels)
        : m_gallery(gallery), m_levels(std::move(levels)), m_labels(std::move(labels)) {}

    void add(const ImageRecord& image, const ImageGrid& grid) {
        const std::lock_guard lock(m_mutex);
        for (const int level : m_levels) {
            const RecognitionCount& count = grid.counts.at(level);
            LevelSums& sums = m_sums[level];
            auto& [pairs, accepted] = sums.genuine[image.identityId];
            pairs += count.genuinePairs;
            accepted += count.genuineAccepted;
            sums.impostorPairs += static_cast<std::int64_t>(m_gallery.distractors());
            sums.impostorsAccepted += count.impostorsAccepted;
            // Sizes are whole bytes: their sum does not depend on the order of the workers.
            m_bytes[level] += grid.bytes.at(level);
            ++sums.images;
        }
        const auto found = m_labels.find(image.id);
        if (found == m_labels.end() || !found->second.level)
            return;
        const RecognitionCount& atJnd = grid.counts.at(*found->second.level);
        ++m_jndImages;
        m_jndBytes += grid.bytes.at(*found->second.level);
        m_jndPairs += atJnd.genuinePairs;
        m_jndAccepted += atJnd.genuineAccepted;
        m_jndOriginal += found->second.genuineAccepted;
    }

    void finish(AccuracyReport& report) {
        for (const int level : m_levels) {
            LevelSums& sums = m_sums[level];
            sums.bpp = bitsPerPixel(m_bytes[level], alignedSize, alignedSize);
            report.curve.push_back(pointOf(level, sums));
        }
        report.jnd.images = m_jndImages;
        if (m_jndImages == 0)
            return;
        report.jnd.bpp =
            bitsPerPixel(m_jndBytes, alignedSize, alignedSize) / static_cast<double>(m_jndImages);
        report.jnd.accuracy = static_cast<double>(m_jndAccepted) / static_cast<double>(m_jndPairs);
        report.jnd.originalAccuracy = static_cast<double>(m_jndOriginal) / static_cast<double>(m_jndPairs);
    }

private:
    const Gallery& m_gallery;
    std::vector<int> m_levels;
    std::map<ImageId, Label> m_labels;
    std::mutex m_mutex;  // guards the sums
    std::map<int, LevelSums> m_sums;
    std::map<int, std::size_t> m_bytes;
    std::size_t m_jndImages = 0;
    std::size_t m_jndBytes = 0;
    std::int64_t m_jndPairs = 0;
    std::int64_t m_jndAccepted = 0;
    std::int64_t m_jndOriginal = 0;
};

}  // namespace

GridCoverage gridCoverage(Study& study, const CodecRecord& codec, RecognizerId recognizer) {
    const auto probes = static_cast<std::size_t>(ImageTable(study).counts(Role::Probe).images);
    return {EmbeddingTable(study).levelCount(recognizer, codec.id),
            probes * static_cast<std::size_t>(codec.levels.count())};
}

AccuracyReport accuracyOfStored(Study& study, const LabelSet& set, const JobContext& context) {
    const CodecRecord codec = EncodingTable(study).codec(set.key.codec);
    const RecognizerRecord recognizer = EmbeddingTable(study).recognizer(set.key.recognizer);
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
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

    const Gallery gallery = loadGallery(study, recognizer.id, recognizer.dimension);
    Measurement measurement(gallery, codec.levels.all(), std::move(byImage));
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    runWorkers(context.workers(), context.stop(), [&](int, const std::stop_token& stop) {
        Study reader = Study::open(study.folder(), Study::Access::ReadOnly);
        for (std::size_t i = next++; i < probes.size() && !stop.stop_requested(); i = next++) {
            measurement.add(probes[i],
                            readGrid(reader, codec.id, recognizer.id, gallery, set.threshold, probes[i].id));
            context.progress(++done, probes.size(), "counting accepted pairs");
        }
    });
    context.throwIfStopped();
    measurement.finish(report);
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
