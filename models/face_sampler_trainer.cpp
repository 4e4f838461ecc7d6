// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/error.h"
#include "models/adam.h"
#include "models/autocast.h"
#include "models/face_critic.h"
#include "models/face_generator.h"
#include "models/frozen_recognizer.h"
#include "models/named_tensors.h"
#include "models/squeeze_net.h"
#include "models/tensor_source.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

constexpr std::int64_t windowSide = 112;
constexpr double averaging = 0.999;  ///< of the generator's weights over the steps

/// What the generator's losses weigh.
struct Weights {
    double fooled = 1.5;      ///< the critic's verdict, mean over its scales
    double perceptual = 4.0;  ///< LPIPS to the photograph
    double coarse = 5.0;      ///< 1/4 resolution, against the photograph
    double layout = 2.0;      ///< 1/16 resolution, against the layout of a person who does not exist
    double identity = 8.0;
};

NamedTensors parametersOf(torch::nn::Module& module) {
    NamedTensors result;
    for (const auto& item : module.named_parameters())
        result[item.key()] = item.value();
    return result;
}

void useChannelsLast(torch::nn::Module& module) {
    for (at::Tensor& parameter : module.parameters())
        if (parameter.dim() == 4)
            parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
}

void setTrainable(const NamedTensors& parameters, bool trainable) {
    for (const auto& [name, parameter] : parameters)
        parameter.requires_grad_(trainable);
}

SqueezeNet readTrunk(const Json& options, at::Device device) {
    // Without a file: random features, enough to test what surrounds them.
    if (!options.contains("features")) {
        InitialTensors initial(1, 1);
        return {initial, device};
    }
    const TensorMap weights = readSafetensors(options.at("features").get<std::string>());
    StoredTensors stored(weights, "lpips-squeeze");
    return {stored, device};
}

at::Tensor meanOver(const std::vector<at::Tensor>& scales,
                    const std::function<at::Tensor(const at::Tensor&)>& loss) {
    at::Tensor total;
    for (const at::Tensor& logits : scales)
        total = total.defined() ? total + loss(logits) : loss(logits);
    return total / static_cast<double>(scales.size());
}

/// Without the first or last row and column. The trunk halves the resolution at once: a pattern of every
/// second pixel looks like an even surface to it, unless it is seen from the other pixel too.
at::Tensor shifted(const at::Tensor& picture, std::int64_t shift) {
    const std::int64_t x = shift % 2;
    const std::int64_t y = shift / 2;
    return picture.slice(2, y, picture.size(2) - 1 + y).slice(3, x, picture.size(3) - 1 + x);
}

/// 1 - cosine of unit vectors, mean.
at::Tensor angleLoss(const at::Tensor& a, const at::Tensor& b) {
    return 1 - (a * b).sum(1).mean();
}

class FaceSamplerTrainer final : public NetworkTrainer {
public:
    FaceSamplerTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution)
        : m_seed(seed),
          m_execution(execution),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_trunk(readTrunk(options, m_device)) {
        torch::manual_seed(seed);
        const FaceGeneratorOptions sizes = faceGeneratorOptions(options.value("generator", Json::object()));
        m_generator = FaceGenerator(sizes);
        m_average = FaceGenerator(sizes);
        m_critic = FaceCritic();
        for (torch::nn::Module* module : {static_cast<torch::nn::Module*>(m_generator.get()),
                                          static_cast<torch::nn::Module*>(m_average.get()),
                                          static_cast<torch::nn::Module*>(m_critic.get())}) {
            module->to(m_device);
            useChannelsLast(*module);
        }
        m_generated = parametersOf(*m_generator);
        m_averaged = parametersOf(*m_average);
        m_criticised = parametersOf(*m_critic);
        for (const auto& item : m_critic->named_buffers())
            m_followed[item.key()] = item.value();
        const at::NoGradGuard guard;
        for (auto& [name, parameter] : m_averaged)
            parameter.copy_(m_generated.at(name));
        m_generatorAdam = std::make_unique<Adam>(m_generated, Adam::Options{0.0, 0.99, 1e-8, 0.0});
        m_criticAdam = std::make_unique<Adam>(m_criticised, Adam::Options{0.0, 0.99, 1e-8, 0.0});
        for (const Json& judge : options.value("judges", Json::array()))
            m_judges.emplace_back(judge, m_device);
    }

    std::map<std::string, double> step(const TensorMap& batch, double learningRate) override;

    TensorMap evaluate(const TensorMap& batch) override {
        useThreads(m_execution.threads);
        const at::NoGradGuard guard;
        const Autocast autocast(m_execution.precision, m_device);
        const at::Tensor place = batchTensor(batch, "place", {2});
        at::Generator generator = at::detail::createCPUGenerator(m_seed);
        const at::Tensor photo = m_average(batchTensor(batch, "map", {-1, 3, -1, -1}).to(m_device),
                                           batchTensor(batch, "embedding", {-1, -1}).to(m_device),
                                           static_cast<std::int64_t>(place[0].item<float>()),
                                           static_cast<std::int64_t>(place[1].item<float>()),
                                           generator);
        return {{"photo", toFloatTensor(photo)}};
    }

    TensorMap weights() const override {
        TensorMap result;
        appendTensors(result, "", m_averaged);
        return result;
    }

    TensorMap state() const override {
        TensorMap result;
        appendTensors(result, "generator.", m_generated);
        appendTensors(result, "average.", m_averaged);
        appendTensors(result, "critic.", m_criticised);
        appendTensors(result, "critic.", m_followed);
        m_generatorAdam->appendState(result, "generator.adam.");
        m_criticAdam->appendState(result, "critic.adam.");
        return result;
    }

    void restore(const TensorMap& state) override {
        assignTensors(m_generated, "generator.", state);
        assignTensors(m_averaged, "average.", state);
        assignTensors(m_criticised, "critic.", state);
        assignTensors(m_followed, "critic.", state);
        m_generatorAdam->restore(state, "generator.adam.");
        m_criticAdam->restore(state, "critic.adam.");
    }

private:
    struct Window {
        at::Tensor photo, map, embedding, place;
        std::int64_t left = 0, top = 0, count = 0;
        bool central = false;  ///< the aligned face, which is what the judges know
    };

    Window read(const TensorMap& batch) const {
        Window window;
        const at::Tensor place = batchTensor(batch, "place", {2});
        window.left = static_cast<std::int64_t>(place[0].item<float>());
        window.top = static_cast<std::int64_t>(place[1].item<float>());
        window.photo = batchTensor(batch, "photo", {-1, 3, windowSide, windowSide}).to(m_device);
        window.count = window.photo.size(0);
        window.map =
            batchTensor(batch, "map", {2 * window.count, 3, windowSide / 4, windowSide / 4}).to(m_device);
        window.embedding = batchTensor(batch, "embedding", {2 * window.count, -1}).to(m_device);
        const std::int64_t middle = (m_generated.at("position").size(3) - windowSide / 4) / 2;
        window.central = window.left == middle && window.top == middle;
        // Where in the canvas the critic looks, as two channels.
        const at::Tensor cells = (at::arange(windowSide, at::kFloat) / 4 - windowSide / 8.0) / 16.0;
        const double x = static_cast<double>(window.left - middle) / 16.0;
        const double y = static_cast<double>(window.top - middle) / 16.0;
        window.place = at::stack({(cells + x).view({1, -1}).expand({windowSide, windowSide}),
                                  (cells + y).view({-1, 1}).expand({windowSide, windowSide})})
                           .unsqueeze(0)
                           .to(m_device);
        return window;
    }

    at::Tensor identityLoss(const Window& window, const at::Tensor& made) const {
        // One judge a step, and a quarter of the pictures: its gradient is the dearest of all.
        const std::size_t turn = static_cast<std::size_t>(m_generatorAdam->steps()) % m_judges.size();
        const std::int64_t part = std::max<std::int64_t>(1, window.count / 4);
        const auto chosen = [&](const at::Tensor& all) {
            return at::cat({all.slice(0, 0, part), all.slice(0, window.count, window.count + part)});
        };
        const std::int64_t width = window.embedding.size(1) / static_cast<std::int64_t>(m_judges.size());
        const std::int64_t from = static_cast<std::int64_t>(turn) * width;
        return angleLoss(m_judges[turn].embed(chosen(made)),
                         chosen(window.embedding).slice(1, from, from + width));
    }

    std::uint64_t m_seed;
    ExecutionOptions m_execution;
    at::Device m_device;
    SqueezeNet m_trunk;
    FaceGenerator m_generator = nullptr, m_average = nullptr;
    FaceCritic m_critic = nullptr;
    NamedTensors m_generated, m_averaged, m_criticised, m_followed;
    std::unique_ptr<Adam> m_generatorAdam, m_criticAdam;
    std::vector<FrozenRecognizer> m_judges;
    Weights m_weights;
};

std::map<std::string, double> FaceSamplerTrainer::step(const TensorMap& batch, double learningRate) {
    useThreads(m_execution.threads);
    const Window window = read(batch);
    at::Generator random = at::detail::createCPUGenerator(
        m_seed * 1000003 + static_cast<std::uint64_t>(m_generatorAdam->steps()));
    std::map<std::string, double> losses;
    std::vector<at::Tensor> real, made;  // features
    {
        const Autocast autocast(m_execution.precision, m_device);
        setTrainable(m_criticised, false);
        m_generatorAdam->clearGradients();
        const at::Tensor pictures =
            m_generator(window.map, window.embedding, window.left, window.top, random).to(at::kFloat);
        const at::Tensor remade = pictures.slice(0, 0, window.count);
        const at::Tensor invented = pictures.slice(0, window.count);
        const std::int64_t shift = m_generatorAdam->steps() % 4;
        {
            const at::NoGradGuard guard;
            real = m_trunk.features(shifted(window.photo, shift));
        }
        made = m_trunk.features(shifted(pictures, shift));
        std::vector<at::Tensor> madeAgain;
        for (const at::Tensor& feature : made)
            madeAgain.push_back(feature.slice(0, 0, window.count));

        const at::Tensor fooled =
            meanOver(m_critic(made, window.place), [](const at::Tensor& logits) { return -logits.mean(); });
        const at::Tensor perceptual = m_trunk.distance(madeAgain, real).mean();
        const at::Tensor coarse = at::l1_loss(at::avg_pool2d(remade, 4), at::avg_pool2d(window.photo, 4));
        const at::Tensor layout =
            at::l1_loss(at::avg_pool2d(invented, 16), at::avg_pool2d(window.map.slice(0, window.count), 4));
        at::Tensor total = m_weights.fooled * fooled + m_weights.perceptual * perceptual +
                           m_weights.coarse * coarse + m_weights.layout * layout;
        if (window.central && !m_judges.empty()) {
            const at::Tensor identity = identityLoss(window, pictures);
            total = total + m_weights.identity * identity;
            losses["identity"] = identity.item<double>();
        }
        total.backward();
        losses["fooled"] = fooled.item<double>();
        losses["perceptual"] = perceptual.item<double>();
        losses["coarse"] = coarse.item<double>();
        losses["layout"] = layout.item<double>();
    }
    m_generatorAdam->step(learningRate);
    {
        const Autocast autocast(m_execution.precision, m_device);
        setTrainable(m_criticised, true);
        m_criticAdam->clearGradients();
        std::vector<at::Tensor> shown;
        for (std::size_t i = 0; i < real.size(); ++i)
            shown.push_back(at::cat({real[i], made[i].detach()}));
        m_critic->follow();
        const at::Tensor told = meanOver(m_critic(shown, window.place), [&](const at::Tensor& logits) {
            return at::relu(1 - logits.slice(0, 0, window.count)).mean() +
                   at::relu(1 + logits.slice(0, window.count)).mean();
        });
        losses["told"] = told.item<double>();
        told.backward();
    }
    m_criticAdam->step(learningRate);
    const at::NoGradGuard guard;
    // The first steps are far from where the weights will be: they are forgotten sooner.
    const double steps = static_cast<double>(m_generatorAdam->steps());
    const double decay = std::min(averaging, (1.0 + steps) / (10.0 + steps));
    for (auto& [name, parameter] : m_averaged)
        parameter.lerp_(m_generated.at(name), 1 - decay);
    return losses;
}

}  // namespace

std::unique_ptr<NetworkTrainer> faceSamplerTrainer(const Json& options,
                                                   std::uint64_t seed,
                                                   const ExecutionOptions& execution) {
    return std::make_unique<FaceSamplerTrainer>(options, seed, execution);
}

}  // namespace limen::models
