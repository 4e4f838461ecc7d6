// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "hvs/trained_eye_model.h"
#include "jobs/bench.h"
#include "jobs/bench_faces.h"
#include "jobs/bench_timing.h"
#include "jobs/model_lists.h"

namespace limen {

namespace {

constexpr int largeWidth = 1920;
constexpr int largeHeight = 1080;
constexpr int facesInARound = 8;  // one is over too soon for the clock of processors

/// Faces side by side: the texture of photographs, of which the times of some models depend.
GreyImage mosaic(const std::vector<GreyImage>& faces, int width, int height) {
    GreyImage large(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int place = y / alignedSize * (width / alignedSize + 1) + x / alignedSize;
            const GreyImage& face = faces[static_cast<std::size_t>(place) % faces.size()];
            large.row(y)[x] = face.at(x % alignedSize, y % alignedSize);
        }
    return large;
}

struct ModelTimes {
    std::string name;
    std::shared_ptr<const EyeModel> model;
    RoundTimes small;
    RoundTimes large;
};

std::vector<std::string> askedModels(const Params& params) {
    if (params.has("eye-models"))
        return namesOf(params, "eye-models");
    std::vector<std::string> names;
    for (const EyeModelInfo& info : eyeModels())
        names.push_back(info.name);
    return names;
}

}  // namespace

Json benchHvs(const Params& params, JobContext& context) {
    std::vector<ModelTimes> models;
    for (const std::string& name : askedModels(params))
        models.push_back({name, openEyeModel(name, {.device = context.options().device}), {}, {}});
    const BenchFaces chosen = benchFaces(params, context, static_cast<std::size_t>(params.integer("count")));
    std::vector<GreyImage> faces;
    for (const RgbImage& face : chosen.faces)
        faces.push_back(greyOf(face));
    const GreyImage large = mosaic(faces, largeWidth, largeHeight);

    for (const ModelTimes& times : models)
        times.model->map(faces.front());  // makes its tables
    const auto rounds = static_cast<int>(params.integer("rounds"));
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < models.size(); ++i) {
            const auto total = static_cast<std::uint64_t>(rounds) * models.size();
            context.progress(
                static_cast<std::uint64_t>(round) * models.size() + i, total, "measuring " + models[i].name);
            context.throwIfStopped();
            ModelTimes& times = models[i];
            std::size_t next = 0;
            times.small.measure(facesInARound, [&] { times.model->map(faces[next++ % faces.size()]); });
            context.throwIfStopped();
            times.large.measure(1, [&] { times.model->map(large); });
        }

    Json list = Json::array();
    for (const ModelTimes& times : models) {
        Json entry = {{"model", times.name}};
        entry["face_ms"] = times.small.milliseconds();
        entry["face_cpu_ms"] = times.small.computed();
        entry["large_ms"] = times.large.milliseconds();
        entry["large_cpu_ms"] = times.large.computed();
        list.push_back(std::move(entry));
    }
    return {{"bench", "hvs"},
            {"faces", {{"source", chosen.source}, {"count", faces.size()}}},
            {"face", fmt::format("{0}x{0}", alignedSize)},
            {"large", fmt::format("{}x{}", largeWidth, largeHeight)},
            {"rounds", rounds},
            {"threads", 1},
            {"models", std::move(list)}};
}

}  // namespace limen
