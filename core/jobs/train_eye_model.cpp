// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/train_eye_model.h"

#include "comparison/candidate.h"
#include "hvs/trained_eye_model.h"
#include "jobs/model_lists.h"
#include "jobs/train_params.h"

namespace limen {

std::vector<ParamSpec> eyeModelTrainingParams() {
    return {numberParam("surrogate-ssim",
                        ParamType::Real,
                        "shen21: SSIM to the original that a coded patch must have to stand for what an eye "
                        "does not notice; the coarsest level that has it is learned",
                        StructuralVisibilityOptions{}.leastSsim,
                        0.0,
                        1.0)};
}

bool isEyeModelTraining(const Params& params) {
    return params.text("model") == shen21Name;
}

StructuralVisibilityOptions eyeModelTrainingOptionsOf(const Params& params) {
    StructuralVisibilityOptions options;
    options.leastSsim = params.real("surrogate-ssim");
    if (params.has("width"))
        options.width = std::stod(params.text("width"));
    if (params.has("batch"))
        options.batch = static_cast<int>(params.integer("batch"));
    options.rate = params.real("rate");
    options.schedule = trainScheduleOf(params, options.schedule);
    options.flip = !params.flag("no-flip");
    options.checkpointEvery = params.integer("checkpoint-every");
    return options;
}

std::vector<RgbImage> eyeModelImages(const JndFaces& faces,
                                     const std::vector<std::size_t>& places,
                                     const std::filesystem::path& card,
                                     const JobContext& context) {
    const TrainedEyeModel trained = openTrainedEyeModel(card.string(), {.device = context.options().device});
    return jndImagesOf(*trained.model, faces, places, context.options().seed, context);
}

}  // namespace limen
