// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/image_file.h"
#include "jobs/aligned_file.h"
#include "jobs/jobs.h"
#include "jobs/run_name.h"
#include "quality/face_quality.h"
#include "quality/ser_fiq.h"

namespace limen {

namespace {

Outcome run(const Params& params, JobContext& context) {
    QualityOptions options;
    options.device = context.options().device;
    options.threads = context.workers();
    options.seed = context.options().seed;
    if (params.has("dropout"))
        options.dropout = params.real("dropout");
    const std::vector<std::string> files = params.texts("images");
    const std::string model = params.has("study")
                                  ? qualityModelNamed(params.text("study"), params.text("model"))
                                  : params.text("model");
    const auto quality = openFaceQuality(model, options);
    Json scores = Json::array();
    for (std::size_t i = 0; i < files.size(); ++i) {
        context.progress(i, files.size(), "faces");
        context.throwIfStopped();
        const QualityScore score = quality->rate(readAligned(files[i]));
        Json entry = {{"file", files[i]}, {"score", score.score}};
        if (score.distance)
            entry["distance"] = *score.distance;
        if (score.mapped)
            entry["mapped"] = *score.mapped;
        scores.push_back(std::move(entry));
    }
    context.progress(files.size(), files.size(), "faces");
    Json result = {{"model", quality->model()},
                   {"method", quality->method()},
                   {"shown_as", qualityTitle(findModel(model, ""))}};
    if (const auto dropout = quality->dropout()) {
        result["dropout"] = *dropout;
        result["patterns"] = serFiqPatterns;
        result["seed"] = options.seed;
    }
    result["scores"] = std::move(scores);
    return Outcome::succeeded(std::move(result));
}

}  // namespace

Job qualityJob() {
    Job job;
    job.id = "quality";
    job.title = "Rate faces";
    job.help =
        "Says how well aligned faces can be recognised; higher is better. With a recognizer that was trained "
        "with dropout (limen-fr-s is one) by SER-FIQ: `distance` is the mean distance d between the unit "
        "embeddings under 100 patterns of dropout, the same for every face and decided by --seed; `score` is "
        "q = 2 / (1 + exp(d)), and `mapped` spreads it as the authors' program does, 1 / (1 + exp(-130 (q - "
        "0.88))). With a model of the task face-quality, such as LightQNet, `score` is what its network "
        "says; with one that `limen train-quality` taught (shown as SDD*), it is on the scale of its labels, "
        "0 to 100, which it may leave a little. "
        "Scores of different models are on different scales.";
    job.params = {
        {.name = "model",
         .help = "Recognizer trained with dropout or model of the task face-quality: name or card, or a run "
                 "of --study",
         .required = true},
        {.name = "study",
         .type = ParamType::Study,
         .help = "The study that --model is a run of (`limen train-quality`)"},
        {.name = "images",
         .type = ParamType::InputFile,
         .help = "Aligned faces of 112x112 pixels",
         .required = true,
         .positional = true,
         .repeated = true},
        {.name = "dropout",
         .type = ParamType::Real,
         .help = "Share that SER-FIQ leaves out, instead of the one the recognizer was trained with",
         .minimum = 0.001,
         .maximum = 0.999}};
    job.run = run;
    return job;
}

}  // namespace limen
