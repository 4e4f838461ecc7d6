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

constexpr double learningRate = 1e-4;
constexpr double lambdaId = 0.5, lambdaPixel = 5.0, lambdaContent = 0.1;  // Tian 2022, eq. (4)

/// How far a loss may be from the alternative's, relative: sums of fp32 in another order; values of bf16 with
/// 8 bits of mantissa.
double toleranceOf(const std::string& precision) {
    return precision == "fp32" ? 1e-4 : 0.02;
}

/// How much of the content loss there is.
struct ContentMode {
    std::string name;
    Json options;  ///< models/content_features.h; null: no content loss
    int every = 1;
};

/// Noise of a batch's pictures; `count` is even. Each of its two people has one original for all their
/// places: the negatives are then the same, whatever derangement a step draws.
models::TensorMap madeBatch(std::size_t count, std::uint64_t seed) {
    constexpr std::size_t size = std::size_t{3} * alignedSize * alignedSize;
    const std::size_t half = count / 2;
    const auto places = static_cast<std::int64_t>(count);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> value(-1.0F, 1.0F);
    models::TensorMap batch;
    for (const char* name : {"images", "jnd", "positives"}) {
        FloatTensor& tensor = batch[name] = {{places, 3, alignedSize, alignedSize}, {}};
        tensor.values.resize(count * size);
        std::generate(tensor.values.begin(), tensor.values.end(), [&] { return value(random); });
    }
    std::vector<float>& images = batch["images"].values;
    for (FloatTensor* list : {&batch["identities"], &batch["matched"], &batch["negatives"]})
        list->shape = {places};
    for (std::size_t place = 0; place < count; ++place) {
        const std::size_t person = place / half;
        std::copy_n(images.begin() + static_cast<std::ptrdiff_t>(person * half * size),
                    size,
                    images.begin() + static_cast<std::ptrdiff_t>(place * size));
        batch["identities"].values.push_back(static_cast<float>(person));
        batch["matched"].values.push_back(1.0F);
        // Of plain PyTorch, which draws none.
        batch["negatives"].values.push_back(static_cast<float>((place + half) % count));
    }
    return batch;
}

/// The losses of the first step, Limen's by precision against the alternative's.
class LossCheck {
public:
    /// `what`: is trained, for messages.
    explicit LossCheck(std::string what) : m_what(std::move(what)) {}

    void add(const std::string& precision, std::map<std::string, double> losses) {
        m_limen[precision] = std::move(losses);
    }

    /// Throws Error (Failure) where they differ by more than the tolerance.
    void compare(const Json& answer) {
        for (const char* layout : {"default", "channels_last"}) {
            m_plain = answer.at(layout).at("losses");
            for (const auto& [precision, losses] : m_limen)
                for (const auto& [name, value] : m_plain.items())
                    compare(precision,
                            name,
                            losses.contains(name) ? losses.at(name) : std::nan(""),
                            value.get<double>(),
                            layout);
        }
    }

    Json json() const {
        Json result = {{"losses", {{"plain_pytorch", m_plain}}}};
        for (const auto& [precision, losses] : m_limen) {
            result["losses"]["limen_" + precision] = losses;
            result["largest_difference"][precision] =
                m_largest.contains(precision) ? Json(m_largest.at(precision)) : Json();
            result["tolerance"][precision] = toleranceOf(precision);
        }
        return result;
    }

private:
    void compare(const std::string& precision,
                 const std::string& name,
                 double own,
                 double theirs,
                 const char* layout) {
        const double difference = std::abs(own - theirs) / std::max(std::abs(theirs), 1e-12);
        m_largest[precision] = std::max(m_largest[precision], difference);
        if (!(difference <= toleranceOf(precision)))
            throwFailure(
                fmt::format("In the first step of {} the term {} is {:.7g} in {}, but {:.7g} in plain "
                            "PyTorch ({}): they do not compute the same.",
                            m_what,
                            name,
                            own,
                            precision,
                            theirs,
                            layout),
                "Their times cannot be compared. Please report it with both versions.");
    }

    std::string m_what;
    std::map<std::string, std::map<std::string, double>> m_limen;
    Json m_plain;
    std::map<std::string, double> m_largest;  ///< difference, by precision
};

/// Everything that is the same for all of a bench's measurements.
struct Bench {
    const PlainPytorch& plain;
    const models::TensorMap& batch;
    const ScratchFolder& scratch;
    int images, rounds, steps;
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
    BenchComparison comparison(bench.plain, {.unit = "step", .images = bench.images}, steps);
    const fs::path weights = bench.scratch.path() / "weights.safetensors";
    LossCheck check(what);
    for (const std::string& precision : benchPrecisions(context)) {
        context.throwIfStopped();
        const std::shared_ptr<models::NetworkTrainer> trainer = modelsLibrary().createTrainer(
            "jnd", settings, options.seed, {options.device, precision, context.workers()});
        if (precision == "fp32")
            writeSafetensors(weights, trainer->weights());
        check.add(precision, trainer->step(bench.batch, learningRate));
        comparison.add(precision, [trainer, &bench] { trainer->step(bench.batch, learningRate); });
    }
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
                   {"batch", bench.images},
                   {"threads", context.workers()},
                   {"content", content.name},
                   {"steps_per_round", steps}};
    result.update(comparison.json());
    result["first_step"] = check.json();
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
        missing =
            "No model of the task content-features (VGG-19) is installed; training then looks with a "
            "recognizer, for which there is no alternative to compare with.";
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
    const long images = params.integer("batch");
    if (images % 2 != 0)
        throwBadInput(fmt::format("`bench train` cannot make a batch of {} images.", images),
                      "Half of it is of one person, half of another: name an even number.");
    const PlainPytorch plain(context.stop());
    const ScratchFolder scratch;
    const models::TensorMap batch = madeBatch(static_cast<std::size_t>(images), context.options().seed);
    writeSafetensors(scratch.path() / "batch.safetensors", batch);
    const Bench bench = {plain,
                         batch,
                         scratch,
                         static_cast<int>(images),
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
