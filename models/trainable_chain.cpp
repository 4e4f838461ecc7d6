// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/trainable_chain.h"

#include <algorithm>

#include <ATen/CPUGeneratorImpl.h>

#include "base/error.h"

namespace limen::models {

namespace {

/// Both maps in one, sharing their tensors.
NamedTensors together(NamedTensors a, const NamedTensors& b) {
    a.insert(b.begin(), b.end());
    return a;
}

}  // namespace

TrainableChain::TrainableChain(const Plan& plan,
                               const Options& options,
                               std::uint64_t seed,
                               const ExecutionOptions& execution)
    : m_options(options),
      m_seed(seed),
      m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
      m_type(execution.precision == "bf16" ? at::kBFloat16 : at::kFloat),
      m_threads(std::max(1, execution.threads)) {
    InitialTensors initial(seed, options.outputs);
    plan(initial);
    for (const auto& [name, tensor] : initial.parameters())
        m_parameters[name] = tensor.to(m_device).requires_grad_();
    for (const auto& [name, tensor] : initial.statistics())
        m_statistics[name] = tensor.to(m_device);
    for (const auto& [name, tensor] : together(m_parameters, m_statistics))
        m_averages[name] = tensor.detach().clone();
    SharedTensors learning(together(m_parameters, m_statistics));
    m_layers = plan(learning);
    SharedTensors averaged(m_averages);
    m_averagedLayers = plan(averaged);
}

at::Tensor TrainableChain::images(const at::Tensor& batch) const {
    useThreads(m_threads);
    return batch.to(m_device).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor TrainableChain::forward(const at::Tensor& batch, std::int64_t step) {
    at::Tensor x = images(batch).to(m_type);
    at::Tensor shortcut;
    for (const ConvLayer& layer : m_layers) {
        if (m_options.dropout > 0 && &layer == &m_layers.back()) {
            // Made on the CPU, so that devices agree on it.
            auto random = at::make_generator<at::CPUGeneratorImpl>(m_seed * 1000003U +
                                                                   static_cast<std::uint64_t>(step));
            const at::Tensor mask =
                at::empty(x.sizes(), at::kFloat).bernoulli_(1.0 - m_options.dropout, random);
            x = x * (mask / (1.0 - m_options.dropout)).to(m_device, x.scalar_type());
        }
        x = runLayer(layer, x, shortcut, LayerMode{true, m_options.normMomentum});
    }
    return x.flatten(1).to(at::kFloat);
}

void TrainableChain::averageWeights() {
    const at::NoGradGuard guard;
    // The first steps are far from where the weights will be: they are forgotten sooner.
    const double decay = std::min(m_options.average, (1.0 + m_averaged) / (10.0 + m_averaged));
    m_averaged += 1.0;
    for (const auto& [name, tensor] : together(m_parameters, m_statistics))
        m_averages.at(name).lerp_(tensor, 1.0 - decay);
}

at::Tensor TrainableChain::evaluate(const at::Tensor& batch) const {
    const at::NoGradGuard guard;
    at::Tensor x = images(batch);
    at::Tensor shortcut;
    for (const ConvLayer& layer : m_averagedLayers)
        x = runLayer(layer, x, shortcut, LayerMode{});
    return x.flatten(1);
}

TensorMap TrainableChain::weights() const {
    TensorMap result;
    appendTensors(result, "", m_averages);
    return result;
}

void TrainableChain::appendState(TensorMap& state, const std::string& prefix) const {
    appendTensors(state, prefix + "now.", together(m_parameters, m_statistics));
    appendTensors(state, prefix + "average.", m_averages);
    state[prefix + "averaged"] = {{1}, {static_cast<float>(m_averaged)}};
}

void TrainableChain::restore(const TensorMap& state, const std::string& prefix) {
    NamedTensors now = together(m_parameters, m_statistics);
    assignTensors(now, prefix + "now.", state);
    assignTensors(m_averages, prefix + "average.", state);
    const auto averaged = state.find(prefix + "averaged");
    if (averaged == state.end() || averaged->second.values.size() != 1)
        throwBadInput("The number of averaged steps is missing.", "The file belongs to another network.");
    m_averaged = static_cast<double>(averaged->second.values[0]);
}

}  // namespace limen::models
