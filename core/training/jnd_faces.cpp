// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/jnd_faces.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "base/hash.h"
#include "codecs/stored_codec.h"
#include "labelling/embedding_matrix.h"

namespace limen {

namespace {

/// Every person's share of `most` images, chosen by file hash; all when there are no more.
std::set<ImageId> chosenImages(const std::vector<ImageRecord>& images, std::optional<std::size_t> most) {
    std::map<std::int64_t, std::vector<const ImageRecord*>> people;
    for (const ImageRecord& image : images)
        people[image.identityId].push_back(&image);
    std::set<ImageId> chosen;
    for (auto& [identity, own] : people) {
        std::sort(
            own.begin(), own.end(), [](const auto* a, const auto* b) { return a->fileHash < b->fileHash; });
        const std::size_t count = most && images.size() > *most
                                      ? std::max<std::size_t>(1, own.size() * *most / images.size())
                                      : own.size();
        for (std::size_t i = 0; i < count; ++i)
            chosen.insert(own[i]->id);
    }
    return chosen;
}

Json describe(Study& study, const LabelSet& labels, const JndFaces& faces, const std::string& hash) {
    Json description = {{"study", study.name()},
                        {"codec", EncodingTable(study).codec(labels.key.codec).identity},
                        {"recognizer", EmbeddingTable(study).recognizer(labels.key.recognizer).identity},
                        {"far", labels.key.farRequested},
                        {"reading", readingName(labels.key.reading)},
                        {"threshold", labels.threshold},
                        {"images", faces.faces.size()}};
    std::set<std::int64_t> people;
    for (const JndFace& face : faces.faces)
        people.insert(face.identityId);
    description["people"] = people.size();
    description["sha256"] = hash;
    return description;
}

}  // namespace

JndFaces loadJndFaces(Study& study,
                      const LabelSet& labels,
                      std::optional<std::size_t> mostImages,
                      const JobContext& context) {
    JndFaces result;
    result.threshold = labels.threshold;
    std::unordered_map<ImageId, int> points;
    for (const Label& label : LabelTable(study).labels(labels.id)) {
        if (label.level)
            points.emplace(label.image, *label.level);
        else
            ++result.leftOut[label.flag];
    }
    const ImageTable table(study);
    std::vector<ImageRecord> images = table.withRole(Role::Probe);
    std::erase_if(images, [&points](const ImageRecord& image) { return !points.contains(image.id); });
    if (images.empty())
        throwBadInput(fmt::format("No image of the study {} has a JND point.", study.name()),
                      "Run `limen label` first; `limen info` shows what it found.");
    std::unordered_map<ImageId, std::vector<float>> embeddings;
    for (auto& [image, embedding] : EmbeddingTable(study).originals(labels.key.recognizer))
        embeddings.emplace(image, std::move(embedding));

    const CodecRecord record = EncodingTable(study).codec(labels.key.codec);
    const std::unique_ptr<Codec> codec =
        openStoredCodec(record.setting, record.identity, record.levels).codec;
    const EncodingTable encodings(study);
    const std::set<ImageId> chosen = chosenImages(images, mostImages);
    Sha256 hash;
    std::uint64_t read = 0;
    for (const ImageRecord& image : images) {
        context.throwIfStopped();
        context.progress(++read, images.size(), "reading faces and their JND images");
        if (!chosen.contains(image.id))
            continue;
        const int level = points.at(image.id);
        auto jnd = encodings.reconstruction(record.id, image.id, level, *codec);
        const auto embedding = embeddings.find(image.id);
        if (!jnd || embedding == embeddings.end())
            throwFailure(fmt::format("The study {} has a JND point of {}/{}, but no longer its encoding.",
                                     study.name(),
                                     image.identity,
                                     image.stem),
                         "Run `limen label` again.");
        result.faces.push_back({image.id,
                                image.identityId,
                                image.identity,
                                image.stem,
                                level,
                                table.face(image.id),
                                *std::move(jnd),
                                std::move(embedding->second)});
        hash.add(fmt::format("{}\n{}\n{}\n{}\n", image.identity, image.stem, image.fileHash, level));
    }
    result.description = describe(study, labels, result, hash.hexDigest());
    return result;
}

std::vector<std::optional<std::size_t>> mostDifferentMates(const JndFaces& faces,
                                                           std::span<const std::size_t> chosen) {
    std::map<std::int64_t, std::vector<std::size_t>> people;  // places in `chosen`
    for (std::size_t i = 0; i < chosen.size(); ++i)
        people[faces.faces[chosen[i]].identityId].push_back(i);
    std::vector<std::optional<std::size_t>> mates(chosen.size());
    for (const auto& [identity, places] : people) {
        EmbeddingMatrix matrix(static_cast<int>(faces.faces[chosen[places.front()]].embedding.size()));
        for (const std::size_t place : places)
            matrix.append(faces.faces[chosen[place]].embedding);
        std::vector<double> cosines(places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            matrix.cosines(0, faces.faces[chosen[places[i]]].embedding, cosines);
            double smallest = 2.0;
            for (std::size_t j = 0; j < places.size(); ++j)
                if (j != i && cosines[j] > faces.threshold && cosines[j] < smallest) {
                    smallest = cosines[j];
                    mates[places[i]] = chosen[places[j]];
                }
        }
    }
    return mates;
}

}  // namespace limen
