// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/quality_faces.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

#include "base/error.h"
#include "base/hash.h"
#include "training/sample_random.h"

namespace limen {

namespace {

/// Of the streams of random numbers of one seed.
constexpr std::uint64_t levelStream = 3;

std::vector<int> drawnLevels(const CodecLevels& levels, int copies, std::uint64_t seed, ImageId image) {
    SampleRandom random(seed, static_cast<std::uint64_t>(image), levelStream);
    std::vector<int> drawn;
    for (int copy = 0; copy < copies; ++copy) {
        const int from = copy * levels.count() / copies;
        const int to = (copy + 1) * levels.count() / copies;
        drawn.push_back(levels.level(from + random.below(to - from)));
    }
    return drawn;
}

}  // namespace

QualityFaces qualityFaces(Study& study,
                          const CodecLevels& levels,
                          const std::set<std::string>& heldOut,
                          const QualityFaceOptions& options) {
    if (options.copies > levels.count())
        throwBadInput(fmt::format("{} copies cannot be made at {} levels.", options.copies, levels.count()),
                      "Take fewer --copies.");
    std::vector<ImageRecord> records = ImageTable(study).withRole(Role::Distractor);
    std::map<std::int64_t, int> imagesOf;
    std::set<std::int64_t> out;
    for (const ImageRecord& record : records) {
        ++imagesOf[record.identityId];
        if (heldOut.contains(record.identity))
            out.insert(record.identityId);
    }
    const std::size_t distractors = imagesOf.size();
    std::erase_if(imagesOf, [&](const auto& entry) {
        return entry.second < options.leastImages || out.contains(entry.first);
    });
    QualityFaces faces;
    faces.people = imagesOf.size();
    if (faces.people < leastQualityPeople)
        throwBadInput(
            fmt::format("Of the {} distractors of the study {}, {} have at least {} photographs and are not "
                        "held out; {} such people are needed.",
                        distractors,
                        study.name(),
                        faces.people,
                        options.leastImages,
                        leastQualityPeople),
            "Import distractors with several photographs each: a face is rated by how the recognizer tells "
            "the photographs of its person from those of others.");
    Sha256 hash;
    std::size_t copies = 0;
    for (const ImageRecord& record : records) {
        if (!imagesOf.contains(record.identityId))
            continue;
        faces.photographs.push_back(
            {record.id, record.identityId, drawnLevels(levels, options.copies, options.seed, record.id)});
        copies += faces.photographs.back().levels.size();
        hash.add(fmt::format("{}\n{}\n{}\n{}\n",
                             record.identity,
                             record.stem,
                             record.fileHash,
                             fmt::join(faces.photographs.back().levels, ",")));
    }
    faces.description = {{"study", study.name()},
                         {"distractors", distractors},
                         {"people", faces.people},
                         {"photographs", faces.photographs.size()},
                         {"compressed_copies", copies},
                         {"sha256", hash.hexDigest()}};
    return faces;
}

}  // namespace limen
