// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <barrier>
#include <chrono>
#include <functional>
#include <memory>
#include <random>

#include "base/error.h"
#include "base/safetensors.h"
#include "base/threads.h"
#include "jobs/bench.h"
#include "jobs/bench_timing.h"
#include "recognition/model_card.h"
#include "recognition/models_library.h"
#include "recognition/recognizer.h"

namespace limen {

namespace {

constexpr int rounds = 5;
constexpr int batch = Recognizer::batchSize;

/// One way of running one recognizer: what each worker calls per batch.
struct Variant {
    std::string name;
    int workers = 1;
    std::vector<std::function<void()>> runBatch;  ///< one per worker
    std::vector<double> milliseconds;             ///< per face, one per round
};

/// Milliseconds per face over all workers together. Every worker warms up before the clock starts.
double measure(const Variant& variant, int batches, const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    Clock::time_point start;
    std::barrier begin(variant.workers, [&start]() noexcept { start = Clock::now(); });
    Clock::time_point end;
    std::barrier finish(variant.workers, [&end]() noexcept { end = Clock::now(); });
    runWorkers(variant.workers, stop, [&](int worker, const std::stop_token&) {
        const auto& runBatch = variant.runBatch[static_cast<std::size_t>(worker)];
        try {
            runBatch();
        } catch (...) {
            begin.arrive_and_drop();  // the others must not wait for this one
            finish.arrive_and_drop();
            throw;
        }
        begin.arrive_and_wait();
        for (int i = 0; i < batches; ++i)
            runBatch();
        finish.arrive_and_wait();
    });
    const double elapsed = std::chrono::duration<double, std::milli>(end - start).count();
    return elapsed / (static_cast<double>(batches) * batch * variant.workers);
}

std::vector<float> randomInput(const ModelInput& input, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> value(-1.0F, 1.0F);
    std::vector<float> values(static_cast<std::size_t>(batch) * 3 *
                              static_cast<std::size_t>(input.width * input.height));
    std::generate(values.begin(), values.end(), [&] { return value(random); });
    return values;
}

Variant networkVariant(const ModelCard& card,
                       const std::map<std::string, FloatTensor>& weights,
                       std::shared_ptr<const std::vector<float>> input,
                       const std::string& name,
                       int workers,
                       const models::ExecutionOptions& execution) {
    Variant variant{name, workers, {}, {}};
    for (int worker = 0; worker < workers; ++worker) {
        const std::shared_ptr<models::EmbeddingNetwork> network = modelsLibrary().createEmbeddingNetwork(
            card.architecture, card.options, weights, card.input.width, card.input.height, execution);
        auto output = std::make_shared<std::vector<float>>(static_cast<std::size_t>(batch) *
                                                           static_cast<std::size_t>(network->dimension()));
        variant.runBatch.emplace_back([network, output, input] { network->forward(*input, batch, *output); });
    }
    return variant;
}

/// The same cores as workers with one thread each, and as one worker with all of them as its threads.
std::vector<Variant> networkVariants(const ModelCard& card, const RunOptions& options, int cores) {
    const auto weights = readSafetensors(card.files.front());
    const auto input = std::make_shared<const std::vector<float>>(randomInput(card.input, options.seed));
    std::vector<Variant> variants;
    const auto add = [&](const std::string& name, const std::string& precision, bool optimised) {
        variants.push_back(networkVariant(
            card, weights, input, name + "_workers", cores, {options.device, precision, 1, optimised}));
        if (cores > 1)
            variants.push_back(networkVariant(
                card, weights, input, name + "_threads", 1, {options.device, precision, cores, optimised}));
    };
    add("eager_fp32", "fp32", false);
    add("fp32", "fp32", true);
    if (options.device == "cuda" || modelsLibrary().bf16Available())
        add("bf16", "bf16", true);
    return variants;
}

/// A recognizer that has one way to run: its embed(), faces included.
std::vector<Variant> recognizerVariants(const ModelCard& card, std::uint64_t seed, int cores) {
    std::mt19937_64 random(seed);
    auto faces = std::make_shared<std::vector<RgbImage>>(batch, RgbImage(alignedSize, alignedSize));
    for (RgbImage& face : *faces)
        std::generate(
            face.pixels.begin(), face.pixels.end(), [&] { return static_cast<std::uint8_t>(random()); });
    Variant variant{"fp32_workers", cores, {}, {}};
    for (int worker = 0; worker < cores; ++worker) {
        const std::shared_ptr<Recognizer> recognizer =
            openRecognizer(card.cardFile.empty() ? card.name : card.cardFile.string(), {});
        variant.runBatch.emplace_back([recognizer, faces] { recognizer->embed(*faces); });
    }
    return {variant};
}

Json ratio(const Json& of, const char* slow, const char* fast) {
    return of.contains(slow) && of.contains(fast) ? Json(of[slow].get<double>() / of[fast].get<double>())
                                                  : Json(nullptr);
}

Json benchRecognizer(const ModelCard& card, int batches, const JobContext& context) {
    const int cores = context.workers();
    const bool network = card.format == "safetensors";
    if (network)
        card.verifyFiles();
    std::vector<Variant> variants = network ? networkVariants(card, context.options(), cores)
                                            : recognizerVariants(card, context.options().seed, cores);
    const auto steps = static_cast<std::uint64_t>(rounds) * variants.size();
    std::uint64_t step = 0;
    for (int round = 0; round < rounds; ++round) {  // alternating, so that a busy moment meets every variant
        for (Variant& variant : variants) {
            context.progress(step++, steps, "measurements of " + card.name);
            context.throwIfStopped();
            variant.milliseconds.push_back(measure(variant, batches, context.stop()));
        }
    }
    Json medians = Json::object();
    Json all = Json::object();
    for (const Variant& variant : variants) {
        medians[variant.name] = median(variant.milliseconds);
        all[variant.name] = variant.milliseconds;
    }
    Json result = {{"recognizer", card.name},
                   {"format", card.format},
                   {"batch", batch},
                   {"cores", cores},
                   {"milliseconds_per_face", medians},
                   {"rounds", all}};
    if (network) {
        // Each against the better of its rival's two ways of using the cores.
        const auto best = [&](const std::string& name) {
            Json found = medians[name + "_workers"];
            if (medians.contains(name + "_threads"))
                found = std::min(found.get<double>(), medians[name + "_threads"].get<double>());
            return found;
        };
        Json bests = {{"eager", best("eager_fp32")}, {"fp32", best("fp32")}};
        if (medians.contains("bf16_workers"))
            bests["bf16"] = best("bf16");
        result["fp32_over_eager"] = ratio(bests, "eager", "fp32");
        result["bf16_over_eager"] = ratio(bests, "eager", "bf16");
        result["bf16_over_fp32"] = ratio(bests, "fp32", "bf16");
        result["fp32_over_eager_workers"] = ratio(medians, "eager_fp32_workers", "fp32_workers");
        result["library"] = modelsLibrary().libraryVersion();
        if (!medians.contains("bf16_workers"))
            result["bf16_reason"] = "this processor does not compute in bf16";
    }
    return result;
}

/// The recognizer that was named, or every installed one.
std::vector<ModelCard> chosen(const Params& params) {
    if (params.has("recognizer"))
        return {findModel(params.text("recognizer"), "face-recognition")};
    std::vector<ModelCard> cards;
    for (ModelCard& card : installedModels())
        if (card.task == "face-recognition")
            cards.push_back(std::move(card));
    return cards;
}

}  // namespace

Json benchEmbed(const Params& params, JobContext& context) {
    const auto faces = params.integer("count");
    const int batches = static_cast<int>(std::max<long>(1, (faces + batch - 1) / batch / context.workers()));
    const std::vector<ModelCard> cards = chosen(params);
    Json results = Json::array();
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const auto count = static_cast<double>(cards.size());
        const JobContext part =
            context.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        try {
            results.push_back(benchRecognizer(cards[i], batches, part));
        } catch (const Error& error) {
            if (cards.size() == 1)
                throw;
            results.push_back({{"recognizer", cards[i].name},
                               {"milliseconds_per_face", nullptr},
                               {"reason", error.what()}});
        }
    }
    return results;
}

}  // namespace limen
