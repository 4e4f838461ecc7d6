// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/ordered_workers.h"
#include "comparison/candidate.h"
#include "comparison/eye_jnd_image.h"
#include "hvs/jnd_injection.h"
#include "hvs/trained_eye_model.h"

namespace limen {

namespace {

Candidate candidateOf(std::string name,
                      std::shared_ptr<const EyeModel> model,
                      Json source,
                      std::string note,
                      std::uint64_t seed) {
    source["seed"] = seed;
    return {std::move(name),
            CandidateKind::EyeModel,
            std::move(source),
            [model = std::move(model), note = std::move(note), seed](const ComparedPart& part,
                                                                     const JobContext& context) {
                CandidateAnswers answers;
                for (RgbImage& image : jndImagesOf(*model, *part.faces, part.measured, seed, context))
                    answers.faces.push_back({std::move(image)});
                answers.note = note;
                return answers;
            }};
}

}  // namespace

std::vector<RgbImage> jndImagesOf(const EyeModel& model,
                                  const JndFaces& faces,
                                  const std::vector<std::size_t>& places,
                                  std::uint64_t seed,
                                  const JobContext& context) {
    std::vector<RgbImage> images;
    computeInOrder<RgbImage>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return [&](std::size_t i) {
                const JndFace& face = faces.faces[places[i]];
                return eyeJndImage(model, face.original, face.image, seed);
            };
        },
        [&](std::size_t, RgbImage image) {
            images.push_back(std::move(image));
            context.progress(images.size(), places.size(), "computing JND maps");
        });
    return images;
}

RgbImage eyeJndImage(const EyeModel& model, const RgbImage& original, ImageId image, std::uint64_t seed) {
    const Injection injection{.seed = seed + static_cast<std::uint64_t>(image)};
    return injectJnd(model, original, EyeColour::Luma, injection);
}

std::vector<Candidate> eyeModelCandidates(std::uint64_t seed) {
    std::vector<Candidate> candidates;
    for (const EyeModelInfo& info : eyeModels())
        candidates.push_back(candidateOf(info.name,
                                         createEyeModel(info.name),
                                         {{"eye_model", info.name}, {"variant", "author"}},
                                         "author's program, published injection",
                                         seed));
    return candidates;
}

Candidate trainedEyeModelCandidate(const std::string& nameOrCard,
                                   const std::string& device,
                                   std::uint64_t seed,
                                   const std::string& name) {
    const TrainedEyeModel trained = openTrainedEyeModel(nameOrCard, {.device = device});
    return candidateOf(TrainedEyeModel::nameInTables(name.empty() ? trained.card.name : name),
                       trained.model,
                       {{"card", trained.card.name}, {"sha256", trained.card.sha256}, {"device", device}},
                       trained.note(),
                       seed);
}

}  // namespace limen
