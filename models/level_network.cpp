// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/level_network.h"

#include <ATen/CPUGeneratorImpl.h>

#include <fmt/format.h>
#include <cmath>

#include "base/error.h"
#include "models/conv_chain.h"

namespace limen::models {

namespace {

/// Levels to which one unit of the last layer of a regression amounts, so that it learns as fast as logits
/// do.
constexpr double levelsPerUnit = 10.0;
/// By how much an ordinal threshold at least lies below the one before it.
constexpr double leastStep = 0.01;

std::int64_t wholeOption(const Json& options, const char* key, std::int64_t least, std::int64_t most) {
    const auto found = options.find(key);
    if (found == options.end() || !found->is_number_integer() || *found < least || *found > most)
        throwBadInput(fmt::format("A level network needs an option {} from {} to {}.", key, least, most));
    return found->get<std::int64_t>();
}

LevelNetwork::Kind kindOf(const Json& options) {
    const auto found = options.find("head");
    const std::string head = found != options.end() && found->is_string() ? found->get<std::string>() : "";
    if (head == "binary")
        return LevelNetwork::Kind::Binary;
    if (head == "ordinal")
        return LevelNetwork::Kind::Ordinal;
    if (head == "regression")
        return LevelNetwork::Kind::Regression;
    throwBadInput(fmt::format("A level network has no head \"{}\".", head),
                  "There are binary, ordinal and regression.");
}

double dropoutOf(const Json& options) {
    const double dropout = options.value("dropout", 0.5);
    if (!(dropout >= 0.0 && dropout < 1.0))
        throwBadInput("The dropout of a level network lies from 0 to below 1.");
    return dropout;
}

at::Tensor uniform(at::IntArrayRef shape, std::int64_t inputs, at::Generator& random) {
    const double most = 1.0 / std::sqrt(static_cast<double>(inputs));
    return at::empty(shape, at::kFloat).uniform_(-most, most, random);
}

class LevelTensorNetwork final : public TensorNetwork {
public:
    LevelTensorNetwork(const Json& options, const TensorMap& weights, const ExecutionOptions& execution)
        : m_threads(execution.threads),
          m_network(options, {}, 0, execution.device == "cuda" ? at::kCUDA : at::kCPU) {
        assignTensors(m_network.parameters(), "", weights);
    }

    TensorMap forward(const TensorMap& inputs) override {
        useThreads(m_threads);
        const at::NoGradGuard guard;
        const at::Tensor x = batchTensor(inputs, "features", {-1, m_network.features()});
        return {{"answer", toFloatTensor(m_network.forward(x.to(m_network.device())))}};
    }

private:
    int m_threads;
    LevelNetwork m_network;
};

}  // namespace

LevelNetwork::LevelNetwork(const Json& options,
                           const std::vector<float>& begin,
                           std::uint64_t seed,
                           at::Device device)
    : m_kind(kindOf(options)),
      m_features(wholeOption(options, "features", 1, 1 << 20)),
      m_levels(wholeOption(options, "levels", 2, 1000)),
      m_dropout(dropoutOf(options)),
      m_device(device) {
    const std::int64_t width = options.contains("hidden") ? wholeOption(options, "hidden", 1, 1 << 16) : 128;
    const std::int64_t answers = m_kind == Kind::Regression ? 1 : m_levels;
    const std::int64_t outputs = m_kind == Kind::Binary ? m_levels : 1;
    if (!begin.empty() && begin.size() != static_cast<std::size_t>(answers))
        throwBadInput(fmt::format(
            "A level network of {} answers cannot begin with {} of them.", answers, begin.size()));
    const at::Tensor first =
        begin.empty() ? at::zeros({answers}) : at::tensor(at::ArrayRef<float>(begin), at::kFloat);
    auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
    m_parameters["hidden.weight"] = uniform({width, m_features}, m_features, random);
    m_parameters["hidden.bias"] = uniform({width}, m_features, random);
    m_parameters["out.weight"] = uniform({outputs, width}, width, random);
    m_parameters["out.bias"] = m_kind == Kind::Binary    ? first.clone()
                               : m_kind == Kind::Ordinal ? first.slice(0, 0, 1).clone()
                                                         : first / levelsPerUnit;
    if (m_kind == Kind::Ordinal)  // softplus undone
        m_parameters["threshold.steps"] =
            (first.slice(0, 0, -1) - first.slice(0, 1)).clamp_min(leastStep).expm1().log();
    const at::NoGradGuard guard;
    for (auto& [name, parameter] : m_parameters)
        parameter = parameter.to(device).contiguous();
}

at::Tensor LevelNetwork::hidden(const at::Tensor& x) const {
    return at::relu(at::linear(x, m_parameters.at("hidden.weight"), m_parameters.at("hidden.bias")));
}

at::Tensor LevelNetwork::answer(const at::Tensor& hidden) const {
    const at::Tensor out = at::linear(hidden, m_parameters.at("out.weight"), m_parameters.at("out.bias"));
    if (m_kind == Kind::Binary)
        return out;
    if (m_kind == Kind::Regression)
        return out * levelsPerUnit;
    const at::Tensor below = at::softplus(m_parameters.at("threshold.steps")).cumsum(0);
    return at::cat({out, out - below.view({1, -1})}, 1);
}

at::Tensor LevelNetwork::forwardWithDropout(const at::Tensor& x, std::uint64_t seed) const {
    at::Tensor seen = hidden(x);
    if (m_dropout > 0.0) {
        // Made on the CPU, so that devices agree on it.
        auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
        const at::Tensor mask = at::empty(seen.sizes(), at::kFloat).bernoulli_(1.0 - m_dropout, random);
        seen = seen * (mask / (1.0 - m_dropout)).to(m_device);
    }
    return answer(seen);
}

std::unique_ptr<TensorNetwork> makeLevelNetwork(const Json& options,
                                                const TensorMap& weights,
                                                const ExecutionOptions& execution) {
    return std::make_unique<LevelTensorNetwork>(options, weights, execution);
}

}  // namespace limen::models
