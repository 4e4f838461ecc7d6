// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <torch/torch.h>

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "models/adam.h"
#include "models/conv_chain.h"
#include "models/level_network.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

std::vector<float> numbers(const Json& options, const char* key) {
    const auto found = options.find(key);
    if (found == options.end())
        return {};
    const auto isNumber = [](const Json& value) { return value.is_number(); };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), isNumber))
        throwBadInput(fmt::format("The option {} of a level network is no list of numbers.", key));
    return found->get<std::vector<float>>();
}

class LevelTrainer final : public NetworkTrainer {
public:
    LevelTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution)
        : m_seed(seed),
          m_threads(execution.threads),
          m_network(
              options, numbers(options, "begin"), seed, execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_optimiser(learning(m_network), {}) {
        const std::vector<float> weights = numbers(options, "positive_weights");
        if (!weights.empty() && static_cast<std::int64_t>(weights.size()) != m_network.levels())
            throwBadInput("A level network needs as many positive_weights as it has levels.");
        if (!weights.empty())
            m_positiveWeights = at::tensor(at::ArrayRef<float>(weights), at::kFloat).to(m_network.device());
    }

    std::map<std::string, double> step(const TensorMap& batch, double learningRate) override {
        useThreads(m_threads);
        const at::Tensor x = featuresOf(batch);
        const at::Tensor points = batchTensor(batch, "points", {x.size(0)}).to(m_network.device());
        m_optimiser.clearGradients();
        const auto steps = static_cast<std::uint64_t>(m_optimiser.steps());
        const at::Tensor loss = lossOf(m_network.forwardWithDropout(x, m_seed * 1000003U + steps), points);
        loss.backward();
        m_optimiser.step(learningRate);
        return {{"loss", loss.item<double>()}};
    }

    TensorMap evaluate(const TensorMap& batch) override {
        useThreads(m_threads);
        const at::NoGradGuard guard;
        return {{"answer", toFloatTensor(m_network.forward(featuresOf(batch)))}};
    }

    TensorMap weights() const override {
        TensorMap weights;
        appendTensors(weights, "", m_network.parameters());
        return weights;
    }

    TensorMap state() const override {
        TensorMap state;
        appendTensors(state, "network.", m_network.parameters());
        m_optimiser.appendState(state, "adam.");
        return state;
    }

    void restore(const TensorMap& state) override {
        assignTensors(m_network.parameters(), "network.", state);
        m_optimiser.restore(state, "adam.");
    }

private:
    static NamedTensors learning(LevelNetwork& network) {
        for (auto& [name, parameter] : network.parameters())
            parameter.requires_grad_();
        return network.parameters();
    }

    at::Tensor featuresOf(const TensorMap& batch) const {
        return batchTensor(batch, "features", {-1, m_network.features()}).to(m_network.device());
    }

    at::Tensor lossOf(const at::Tensor& answer, const at::Tensor& points) const {
        // The absolute error is least at the median, which is what a level is chosen by.
        if (m_network.kind() == LevelNetwork::Kind::Regression)
            return (answer.squeeze(1) - points).abs().mean();
        const at::Tensor levels = at::arange(m_network.levels(), points.options());
        const at::Tensor recognised = points.unsqueeze(1).ge(levels).to(at::kFloat);
        return at::binary_cross_entropy_with_logits(answer, recognised, {}, m_positiveWeights);
    }

    std::uint64_t m_seed;
    int m_threads;
    LevelNetwork m_network;
    Adam m_optimiser;
    at::Tensor m_positiveWeights;
};

}  // namespace

std::unique_ptr<NetworkTrainer> levelTrainer(const Json& options,
                                             std::uint64_t seed,
                                             const ExecutionOptions& execution) {
    return std::make_unique<LevelTrainer>(options, seed, execution);
}

}  // namespace limen::models
