// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "hvs/jnd_injection.h"
#include "hvs/trained_eye_model.h"
#include "image/colour_map.h"
#include "image/float_tiff.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "jobs/output_file.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// Everything that is asked for, known to be possible before the work begins.
struct Outputs {
    fs::path map;
    fs::path picture;  ///< empty: not wanted
    fs::path image;
};

Outputs outputsOf(const Params& params) {
    Outputs outputs;
    outputs.map = params.text("out");
    requireExtension(outputs.map, {".tiff", ".tif"}, "The JND map is written as TIFF");
    std::error_code ignored;
    std::set<fs::path> taken = {fs::weakly_canonical(params.text("in"), ignored)};
    const auto take = [&](const fs::path& file) {
        requireWritable(file);
        if (!taken.insert(fs::weakly_canonical(file, ignored)).second)
            throwBadInput(fmt::format("{} is named twice.", file.string()),
                          "Give each file a name of its own.");
    };
    take(outputs.map);
    for (const auto& [name, file] : {std::pair{"picture", &outputs.picture}, {"image", &outputs.image}}) {
        if (!params.has(name))
            continue;
        *file = params.text(name);
        requireExtension(*file, {".png"}, "Pictures are written as PNG");
        take(*file);
    }
    return outputs;
}

/// A published model, or the trained one and its card.
TrainedEyeModel modelOf(const Params& params, const JobContext& context) {
    const std::string name = params.text("model");
    const bool paper = params.text("variant") == "paper";
    if (name == shen21Name) {
        if (paper)
            throwBadInput("shen21 has no variant \"paper\" of its own.",
                          "Leave the variant out: the authors' program is followed.");
        return openTrainedEyeModel(params.has("card") ? params.text("card") : name,
                                   {.device = context.options().device, .threads = context.workers()});
    }
    if (params.has("card"))
        throwBadInput(fmt::format("{} needs no weights, so that --card has no meaning.", name),
                      "Leave it out, or give --model shen21.");
    EyeModelOptions options;
    options.variant = paper ? EyeModelVariant::Paper : EyeModelVariant::Author;
    options.frame = params.text("border") == "reflect" ? FrameRule::Mirror : FrameRule::Zero;
    return {{}, createEyeModel(name, options)};
}

Injection injectionOf(const Params& params, std::uint64_t seed) {
    Injection injection;
    const std::string rule = params.text("inject");
    injection.rule = rule == "subtract" ? InjectionRule::Subtract
                     : rule == "noise"  ? InjectionRule::Noise
                                        : InjectionRule::Published;
    if (params.has("gain"))
        injection.gain = params.real("gain");
    if (params.has("mse"))
        injection.meanSquare = params.real("mse");
    injection.seed = seed;
    return injection;
}

/// One map of the grey image, or one of each channel.
std::vector<Plane> mapsOf(const EyeModel& model,
                          const RgbImage& image,
                          EyeColour colour,
                          const JobContext& context) {
    if (colour == EyeColour::Luma)
        return {model.map(greyOf(image))};
    std::vector<Plane> maps;
    for (int channel = 0; channel < 3; ++channel) {
        context.throwIfStopped();
        maps.push_back(model.map(channelOf(image, channel)));
    }
    return maps;
}

/// Pixel by pixel, the channels beside each other.
std::vector<float> interleaved(const std::vector<Plane>& maps) {
    std::vector<float> values;
    values.reserve(maps.size() * maps.front().values.size());
    for (std::size_t i = 0; i < maps.front().values.size(); ++i)
        for (const Plane& map : maps)
            values.push_back(static_cast<float>(map.values[i]));
    return values;
}

/// White for 0, full orange from `range` grey levels on; of several channels their mean.
RgbImage pictureOf(const std::vector<Plane>& maps, double range) {
    const DivergingMap colours(DivergingMap::Centre::Light);
    RgbImage picture(maps.front().width, maps.front().height);
    for (std::size_t i = 0; i < maps.front().values.size(); ++i) {
        double sum = 0.0;
        for (const Plane& map : maps)
            sum += map.values[i];
        const Rgb8 colour = colours(sum / static_cast<double>(maps.size()) / range);
        picture.pixels[3 * i] = colour.red;
        picture.pixels[3 * i + 1] = colour.green;
        picture.pixels[3 * i + 2] = colour.blue;
    }
    return picture;
}

Outcome run(const Params& params, JobContext& context) {
    const Outputs outputs = outputsOf(params);
    const TrainedEyeModel used = modelOf(params, context);
    const std::shared_ptr<const EyeModel>& model = used.model;
    const Injection injection = injectionOf(params, context.options().seed);
    if (injection.gain && injection.meanSquare)
        throwBadInput("--gain and --mse exclude each other.", "Give one of them.");
    const EyeColour colour = params.text("color") == "rgb_each" ? EyeColour::PerChannel : EyeColour::Luma;
    const RgbImage image = readImage(params.text("in"));

    const std::uint64_t steps = outputs.image.empty() ? 1 : 2;
    context.progress(0, steps, "JND map");
    const std::vector<Plane> maps = mapsOf(*model, image, colour, context);
    const std::vector<float> values = interleaved(maps);
    context.throwIfStopped();
    Json result = {{"model", params.text("model")},
                   {"variant", params.text("variant")},
                   {"width", image.width},
                   {"height", image.height}};
    if (!used.card.name.empty()) {
        result["title"] = shen21Title;
        result["card"] = used.card.name;
        result["note"] = used.note();
    }
    double sum = 0.0;
    for (const float value : values)
        sum += value;
    result["mean"] = sum / static_cast<double>(values.size());
    result["min"] = *std::min_element(values.begin(), values.end());
    result["max"] = *std::max_element(values.begin(), values.end());
    result["map"] = outputs.map.string();
    RgbImage jnd;
    if (!outputs.image.empty()) {
        context.progress(1, steps, "JND image");
        jnd = injectJnd(*model, image, colour, injection);
        context.throwIfStopped();
        const double decibels = psnr(image, jnd);
        result["image"] = outputs.image.string();
        result["inject"] = params.text("inject");
        result["seed"] = injection.seed;
        result["psnr"] = std::isfinite(decibels) ? Json(decibels) : Json(nullptr);
    }
    writeFloatTiff(outputs.map, image.width, image.height, static_cast<int>(maps.size()), values);
    if (!outputs.picture.empty()) {
        writePng(outputs.picture, pictureOf(maps, params.real("range")));
        result["picture"] = outputs.picture.string();
        result["picture_range"] = params.real("range");
    }
    if (!outputs.image.empty())
        writePng(outputs.image, jnd);
    context.progress(steps, steps, "done");
    return Outcome::succeeded(std::move(result));
}

std::vector<std::string> modelNames() {
    std::vector<std::string> names;
    for (const EyeModelInfo& info : eyeModels())
        names.push_back(info.name);
    names.push_back(shen21Name);
    return names;
}

}  // namespace

Job jndMapJob() {
    Job job;
    job.id = "jnd-map";
    job.title = "JND map of the human eye";
    job.help =
        "What the human eye just does not notice, after a published model: writes the JND of each pixel in "
        "grey "
        "levels as 32-bit float TIFF and, on request, a picture of it and the JND image. The models follow "
        "their "
        "authors' programs, or with --variant paper what is printed. zhang05 has one threshold for each "
        "coefficient "
        "of an 8x8 DCT, written at the coefficient's place in its block. A grey image is used as it is; of a "
        "colour "
        "image the luma, or with --color rgb_each every channel (three channels in the TIFF). The JND image "
        "is made "
        "as published: every threshold added or taken away, decided by --seed; of jiang22 the image that the "
        "model "
        "itself makes. The result holds the map's mean, min and max in grey levels, and the PSNR of the JND "
        "image in "
        "dB over all pixels and channels (null when nothing changed).";
    job.params = {
        {.name = "in",
         .type = ParamType::InputFile,
         .help = "Image of any size",
         .required = true,
         .positional = true},
        {.name = "out",
         .type = ParamType::OutputFile,
         .help = "TIFF file for the map, floats in grey levels",
         .required = true,
         .positional = true},
        {.name = "model",
         .type = ParamType::Choice,
         .help = "JND model of the human eye",
         .required = true,
         .choices = modelNames()},
        {.name = "card",
         .help = "shen21: its weights, an installed model or a card; left out: the installed model shen21"},
        {.name = "variant",
         .type = ParamType::Choice,
         .help = "Whether the authors' program or their paper is followed where they differ",
         .defaultValue = "author",
         .choices = {"author", "paper"}},
        {.name = "color",
         .type = ParamType::Choice,
         .help = "What of a colour image the model looks at",
         .defaultValue = "luma",
         .choices = {"luma", "rgb_each"}},
        {.name = "border",
         .type = ParamType::Choice,
         .help =
             "What lies beyond the frame for the background and gradient filters: black as in the authors' "
             "programs, or the mirrored image",
         .defaultValue = "zero",
         .choices = {"zero", "reflect"}},
        {.name = "picture",
         .type = ParamType::OutputFile,
         .help = "PNG file for the map in colours, white for 0"},
        {.name = "range",
         .type = ParamType::Real,
         .help = "JND that has the full colour in the picture",
         .defaultValue = 20.0,
         .minimum = 0.01,
         .maximum = 255.0,
         .unit = "grey levels"},
        {.name = "image", .type = ParamType::OutputFile, .help = "PNG file for the JND image"},
        {.name = "inject",
         .type = ParamType::Choice,
         .help = "How the JND image is made: as published, with noise, or by taking every threshold away",
         .defaultValue = "published",
         .choices = {"published", "noise", "subtract"}},
        {.name = "gain",
         .type = ParamType::Real,
         .help = "Factor on what is injected instead of the published one (wu17: 0.7, others: 1)",
         .minimum = 0.0,
         .maximum = 100.0},
        {.name = "mse",
         .type = ParamType::Real,
         .help = "Choose the gain so that the mean squared change before rounding is this",
         .minimum = 0.0,
         .maximum = 65025.0,
         .unit = "grey levels squared"},
    };
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
