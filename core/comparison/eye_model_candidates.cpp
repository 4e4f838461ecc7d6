// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/ordered_workers.h"
#include "comparison/candidate.h"
#include "comparison/eye_jnd_image.h"
#include "hvs/jnd_injection.h"

namespace limen {

namespace {

CandidateAnswers injected(const EyeModel& model,
                          std::uint64_t seed,
                          const ComparedPart& part,
                          const JobContext& context) {
    CandidateAnswers answers;
    computeInOrder<RgbImage>(
        context.workers(),
        part.size(),
        context.stop(),
        [&](int) {
            return [&](std::size_t i) {
                const JndFace& face = part.face(i);
                return eyeJndImage(model, face.original, face.image, seed);
            };
        },
        [&](std::size_t, RgbImage image) {
            answers.faces.push_back({std::move(image)});
            context.progress(answers.faces.size(), part.size(), "computing JND maps");
        });
    answers.note = "author's program, published injection";
    return answers;
}

}  // namespace

RgbImage eyeJndImage(const EyeModel& model, const RgbImage& original, ImageId image, std::uint64_t seed) {
    const Injection injection{.seed = seed + static_cast<std::uint64_t>(image)};
    return injectJnd(model, original, EyeColour::Luma, injection);
}

std::vector<Candidate> eyeModelCandidates(std::uint64_t seed) {
    std::vector<Candidate> candidates;
    for (const EyeModelInfo& info : eyeModels()) {
        const std::shared_ptr<const EyeModel> model = createEyeModel(info.name);
        candidates.push_back({info.name,
                              CandidateKind::EyeModel,
                              {{"eye_model", info.name}, {"variant", "author"}, {"seed", seed}},
                              [model, seed](const ComparedPart& part, const JobContext& context) {
                                  return injected(*model, seed, part, context);
                              }});
    }
    return candidates;
}

}  // namespace limen
