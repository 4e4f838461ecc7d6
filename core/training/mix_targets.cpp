// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/mix_targets.h"

#include <fmt/format.h>
#include <functional>
#include <unordered_map>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "prediction/codec_mix_predictor.h"
#include "recognition/recognizer.h"

namespace limen {

namespace {

JndFaces withDistractors(Study& study,
                         const LabelSet& labels,
                         const JndFaces& faces,
                         const std::set<std::string>& heldOut,
                         const JobContext& context) {
    JndFaces all = faces;
    std::unordered_map<ImageId, std::vector<float>> embeddings;
    for (auto& [image, embedding] : EmbeddingTable(study).originals(labels.key.recognizer))
        embeddings.emplace(image, std::move(embedding));
    const ImageTable table(study);
    for (const ImageRecord& image : table.withRole(Role::Distractor)) {
        context.throwIfStopped();
        const auto embedding = embeddings.find(image.id);
        if (heldOut.contains(image.identity) || embedding == embeddings.end())
            continue;
        JndFace face;
        face.image = image.id;
        face.identityId = image.identityId;
        face.identity = image.identity;
        face.stem = image.stem;
        face.original = table.face(image.id);
        face.embedding = std::move(embedding->second);
        all.faces.push_back(std::move(face));
    }
    return all;
}

/// The mix of one face; an object of its own for each thread.
using MixMaker = std::function<RgbImage(const JndFace&)>;

MixMaker mixByShares(const Study& study, const CodecRecord& codec, const std::vector<double>& shares) {
    return [reader = std::make_shared<LevelReader>(study.folder(), codec), &shares](const JndFace& face) {
        return mixOfLevels(face.image, *reader, shares);
    };
}

MixMaker mixByTeacher(const Study& study,
                      const CodecRecord& codec,
                      const CodecMixCard& teacher,
                      const JobContext& context) {
    const RunOptions& options = context.options();
    return [reader = std::make_shared<LevelReader>(study.folder(), codec),
            recognizer = std::shared_ptr<Recognizer>(
                openRecognizer(teacher.recognizer, {options.device, options.precision, 1})),
            &teacher](const JndFace& face) {
        return predictFrom(storedFace(*reader, face.image, face.original), teacher, *recognizer).jnd;
    };
}

CodecMixCard teacherFrom(const ModelCard& card, const CodecRecord& codec) {
    card.verifyFiles();
    if (card.architecture != codecMixArchitecture)
        throwBadInput(fmt::format("The model {} knows nothing of levels.", card.name),
                      "Name one that `limen train --model mix` made.");
    CodecMixCard teacher = readCodecMixCard(card);
    if (!(teacher.levels == codec.levels))
        throwBadInput(fmt::format("The model {} knows other levels than {} has.", card.name, codec.setting));
    return teacher;
}

}  // namespace

MixTargets mixTargets(Study& study,
                      const LabelSet& labels,
                      const std::shared_ptr<const JndFaces>& faces,
                      const TrainingSplit& split,
                      const MixTargetOptions& options,
                      const std::set<std::string>& heldOut,
                      const JobContext& context) {
    MixTargets targets;
    targets.faces =
        options.distractors
            ? std::make_shared<const JndFaces>(withDistractors(study, labels, *faces, heldOut, context))
            : faces;
    for (std::size_t place = faces->faces.size(); place < targets.faces->faces.size(); ++place)
        targets.distractors.push_back(place);
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    std::vector<int> points;
    for (const std::size_t place : split.train)
        points.push_back(faces->faces[place].level);
    const std::vector<double> shares = shareOfLevels(codec.levels, points);
    std::optional<CodecMixCard> teacher;
    if (options.teacher) {
        const ModelCard card = findModel(*options.teacher, jndTask);
        teacher = teacherFrom(card, codec);
        targets.teacher = fmt::format("{}; {}", card.name, card.hash);
    }
    std::vector<std::size_t> places = split.train;
    places.insert(places.end(), targets.distractors.begin(), targets.distractors.end());
    auto images = std::make_shared<std::map<std::size_t, RgbImage>>();
    computeInOrder<RgbImage>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return [&,
                    mix = teacher ? mixByTeacher(study, codec, *teacher, context)
                                  : mixByShares(study, codec, shares)](std::size_t i) {
                return mix(targets.faces->faces[places[i]]);
            };
        },
        [&](std::size_t i, RgbImage mix) {
            images->emplace(places[i], std::move(mix));
            context.progress(i + 1, places.size(), "mixing levels");
        });
    targets.images = std::move(images);
    return targets;
}

}  // namespace limen
