// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "jobs/aligned_file.h"
#include "jobs/jobs.h"
#include "recognition/default_recognizer.h"
#include "recognition/recognizer.h"

namespace limen {

namespace {

Outcome run(const Params& params, JobContext& context) {
    const std::vector<std::string> files = params.texts("images");
    const auto recognizer =
        openRecognizer(params.has("recognizer") ? params.text("recognizer") : defaultRecognizer(),
                       {.device = context.options().device,
                        .precision = context.options().precision,
                        .threads = context.workers()});
    Json embeddings = Json::array();
    for (std::size_t first = 0; first < files.size(); first += Recognizer::batchSize) {
        context.progress(first, files.size(), "faces");
        context.throwIfStopped();
        const std::size_t end = std::min(files.size(), first + Recognizer::batchSize);
        std::vector<RgbImage> faces;
        for (std::size_t i = first; i < end; ++i)
            faces.push_back(readAligned(files[i]));
        const auto vectors = recognizer->embed(faces);
        for (std::size_t i = first; i < end; ++i)
            embeddings.push_back({{"file", files[i]}, {"vector", vectors[i - first]}});
    }
    context.progress(files.size(), files.size(), "faces");
    return Outcome::succeeded({{"recognizer", recognizer->name()},
                               {"dimension", recognizer->dimension()},
                               {"embeddings", std::move(embeddings)}});
}

}  // namespace

Job embedJob() {
    ParamSpec recognizer;
    recognizer.name = "recognizer";
    recognizer.type = ParamType::Recognizer;
    recognizer.help =
        "Installed recognizer or the path of a model card; left out: your first, or Limen's own";
    ParamSpec images;
    images.name = "images";
    images.type = ParamType::InputFile;
    images.help = "Aligned faces of 112x112 pixels";
    images.required = true;
    images.positional = true;
    images.repeated = true;
    Job job;
    job.id = "embed";
    job.title = "Embed aligned faces";
    job.help =
        "Gives the unit embedding of each aligned face. The cosine of two of them is their similarity.";
    job.params = {recognizer, images};
    job.run = run;
    return job;
}

}  // namespace limen
