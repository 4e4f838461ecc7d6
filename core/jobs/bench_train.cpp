// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

#include "base/error.h"
#include "base/safe_file.h"
#include "image/rgb_image.h"
#include "jobs/bench.h"
#include "jobs/bench_comparison.h"
#include "jobs/bench_networks.h"
#include "recognition/models_library.h"
#include "training/content_choice.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

constexpr int batchSize = 12;  // Tian 2022
constexpr double learningRate = 1e-4;
constexpr double lambdaId = 0.5, lambdaPixel = 5.0, lambdaContent = 0.1;  // Tian 2022, eq. (4)
/// Of a loss, relative: how far sums of fp32 in another order may lead.
constexpr double tolerance = 1e-4;

/// How much of the content loss there is.
struct ContentMode {
    std::string name;
    Json options;  ///< models/content_features.h; null: no content loss
    int every = 1;
};

/// Noise of a batch's pictures. Each of its two people has one original for all their places: the negatives
/// are then the same, whatever derangement a step draws.
models::TensorMap madeBatch(std::uint64_t seed) {
    constexpr std::size_t size = std::size_t{3} * alignedSize * alignedSize;
    constexpr std::size_t half = batchSize / 2;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> value(-1.0F, 1.0F);
    models::TensorMap batch;
    for (const char* name : {"images", "jnd", "positives"}) {
        FloatTensor& tensor = batch[name] = {{batchSize, 3, alignedSize, alignedSize}, {}};
        tensor.values.resize(batchSize * size);
        std::generate(tensor.values.begin(), tensor.values.end(), [&] { return value(random); });
    }
    std::vector<float>& images = batch["images"].values;
    for (FloatTensor* list : {&batch["identities"], &batch["matched"], &batch["negatives"]})
        list->shape = {batchSize};
    for (std::size_t place = 0; place < batchSize; ++place) {
        const std::size_t person = place / half;
        std::copy_n(images.begin() + static_cast<std::ptrdiff_t>(person * half * size),
                    size,
                    images.begin() + static_cast<std::ptrdiff_t>(place * size));
        batch["identities"].values.push_back(static_cast<float>(person));
        batch["matched"].values.push_back(1.0F);
        // Of plain PyTorch, which draws none.
        batch["negatives"].values.push_back(static_cast<float>((place + half) % batchSize));
    }
    return batch;
}

/// The losses of the alternative's first step as far as Limen's differ; throws where they do by more than
/// `tolerance`.
class LossCheck {
public:
    LossCheck(std::map<std::string, double> own, std::string what)
        : m_own(std::move(own)), m_what(std::move(what)) {}

    void compare(const Json& answer) {
        for (const char* layout : {"default", "channels_last"}) {
            const Json& losses = answer.at(layout).at("losses");
            for (const auto& [name, value] : losses.items()) {
                const auto found = m_own.find(name);
                const double theirs = value.get<double>();
                const double own = found != m_own.end() ? found->second : std::nan("");
                const double difference = std::abs(own - theirs) / std::max(std::abs(theirs), 1e-12);
                m_largest = std::max(m_largest, difference);
                if (!(difference <= tolerance))
                    throwFailure(
                        fmt::format("In the first step of {} the term {} is {:.7g}, but {:.7g} in plain "
                                    "PyTorch ({}): they do not compute the same.",
                                    m_what,
                                    name,
                                    own,
                                    theirs,
                                    layout),
                        "Their times cannot be compared. Please report it with both versions.");
            }
            m_plain = losses;
        }
    }
    Json json() const {
        return {{"limen", m_own},
                {"plain_pytorch", m_plain},
                {"largest_difference", m_plain.is_null() ? Json() : Json(m_largest)},
                {"tolerance", tolerance}};
    }

private:
    std::map<std::string, double> m_own;
    std::string m_what;
    Json m_plain;
    double m_largest = 0.0;
};

/// Everything that is the same for all of a bench's measurements.
struct Bench {
    const PlainPytorch& plain;
    const models::TensorMap& batch;
    const ScratchFolder& scratch;
    int rounds, steps;
};

Json measure(const Json& network, const ContentMode& content, const Bench& bench, const JobContext& context) {
    const RunOptions& options = context.options();
    const std::string what =
        fmt::format("training at width {:g}, content loss: {}", network["width"].get<double>(), content.name);
    Json settings = {{"network", network},
                     {"lambda_id", lambdaId},
                     {"lambda_pixel", lambdaPixel},
                     {"lambda_content", lambdaContent},
                     {"share_every", 0}};
    if (!content.options.is_null())
        settings["content"] = content.options;
    const int steps = (bench.steps + content.every - 1) / content.every * content.every;
    BenchComparison comparison(bench.plain, {.unit = "step", .images = batchSize}, steps);
    const fs::path weights = bench.scratch.path() / "weights.safetensors";
    std::map<std::string, std::map<std::string, double>> first;  // losses, by precision
    for (const std::string& precision : benchPrecisions(context)) {
        context.throwIfStopped();
        const std::shared_ptr<models::NetworkTrainer> trainer = modelsLibrary().createTrainer(
            "jnd", settings, options.seed, {options.device, precision, context.workers()});
        if (precision == "fp32")
            writeSafetensors(weights, trainer->weights());
        first[precision] = trainer->step(bench.batch, learningRate);
        comparison.add(precision, [trainer, &bench] { trainer->step(bench.batch, learningRate); });
    }
    LossCheck check(first.at("fp32"), what);
    comparison.compareWith(
        {{"job", "train"},
         {"network", network},
         {"weights", weights.string()},
         {"batch", (bench.scratch.path() / "batch.safetensors").string()},
         {"lambdas", {{"identity", lambdaId}, {"pixel", lambdaPixel}, {"content", lambdaContent}}},
         {"rate", learningRate},
         {"content", content.options},
         {"seed", options.seed},
         {"threads", context.workers()},
         {"device", options.device}},
        [&check](const Json& answer) { check.compare(answer); });
    comparison.run(bench.rounds, what, context);
    Json result = {{"network", network},
                   {"batch", batchSize},
                   {"threads", context.workers()},
                   {"content", content.name},
                   {"steps_per_round", steps}};
    result.update(comparison.json());
    result["first_step"] = check.json();
    if (first.contains("bf16"))
        result["first_step"]["bf16"] = first.at("bf16");
    return result;
}

/// Without the content loss and, where the network of the paper is installed, with it. `missing`: why it is
/// not.
std::vector<ContentMode> contentModes(std::string& missing) {
    std::vector<ContentMode> modes = {{"none", {}}};
    ContentChoice content;
    try {
        content = chooseContent("auto");
    } catch (const Error& error) {
        missing = error.what();
        return modes;
    }
    if (!content.trainerOptions.contains("vgg19")) {
        missing = "no model of the task content-features is installed";
        return modes;
    }
    Json options = content.trainerOptions;
    options["every"] = 1;
    options["crop"] = 0;
    modes.push_back({"VGG-19, every step, whole pictures", options, 1});
    options["every"] = 4;
    options["crop"] = 56;
    modes.push_back({"VGG-19, every 4th step, squares of 56 pixels", options, 4});
    return modes;
}

}  // namespace

Json benchTrain(const Params& params, JobContext& context) {
    const PlainPytorch plain(context.stop());
    const ScratchFolder scratch;
    const models::TensorMap batch = madeBatch(context.options().seed);
    writeSafetensors(scratch.path() / "batch.safetensors", batch);
    const Bench bench = {plain,
                         batch,
                         scratch,
                         static_cast<int>(params.integer("rounds")),
                         static_cast<int>(params.integer("steps"))};
    const std::vector<Json> networks = benchNetworks(params, "0.25");
    std::string missing;
    const std::vector<ContentMode> modes = contentModes(missing);
    const auto parts = static_cast<double>(networks.size() * modes.size());
    Json runs = Json::array();
    for (const Json& network : networks) {
        for (const ContentMode& content : modes) {
            const auto done = static_cast<double>(runs.size());
            runs.push_back(
                measure(network, content, bench, context.part(done / parts, (done + 1.0) / parts)));
        }
    }
    Json result = {{"library", modelsLibrary().libraryVersion()}, {"runs", std::move(runs)}};
    if (!missing.empty())
        result["content_reason"] = missing;
    return result;
}

}  // namespace limen
