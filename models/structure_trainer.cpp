// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <torch/torch.h>

#include "base/error.h"
#include "models/adam.h"
#include "models/autocast.h"
#include "models/conv_chain.h"
#include "models/structure_network.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

constexpr double greyLevelsPerUnit = 127.5;

StructureNetwork newNetwork(const Json& options, std::uint64_t seed, at::Device device) {
    InitialTensors initial(seed, 0);
    StructureNetwork network(options, initial);
    network.beginNorms(seed + 1);
    network.moveTo(device);
    for (auto& [name, parameter] : network.parameters())
        at::Tensor(parameter).requires_grad_();
    return network;
}

class StructureTrainer final : public NetworkTrainer {
public:
    StructureTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution)
        : m_execution(execution),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_network(newNetwork(options, seed, m_device)),
          m_optimiser(m_network.parameters(), {.beta1 = 0.5, .beta2 = 0.999}) {}

    std::map<std::string, double> step(const TensorMap& batch, double learningRate) override {
        useThreads(m_execution.threads);
        const at::Tensor patches = patchesOf(batch, "patches");
        const at::Tensor targets = patchesOf(batch, "targets");
        if (targets.size(0) != patches.size(0))
            throwBadInput("The batch has not as many targets as patches.");
        m_optimiser.clearGradients();
        at::Tensor loss;
        {
            const Autocast autocast(m_execution.precision, m_device);
            loss = (m_network.forward(patches, true) - targets).abs().mean();
            loss.backward();
        }
        m_optimiser.step(learningRate);
        return {{"error", loss.item<double>() * greyLevelsPerUnit}};
    }

    TensorMap evaluate(const TensorMap& batch) override {
        useThreads(m_execution.threads);
        const at::NoGradGuard guard;
        return {{"patches", toFloatTensor(m_network.forward(patchesOf(batch, "patches"), false))}};
    }

    TensorMap weights() const override {
        TensorMap weights;
        appendTensors(weights, "", m_network.finished());
        return weights;
    }

    TensorMap state() const override {
        TensorMap state;
        appendTensors(state, "network.", m_network.parameters());
        appendTensors(state, "network.", m_network.statistics());
        appendTensors(state, "norms.", m_network.vectors());
        m_optimiser.appendState(state, "adam.");
        return state;
    }

    void restore(const TensorMap& state) override {
        NamedTensors parameters = m_network.parameters();
        NamedTensors statistics = m_network.statistics();
        NamedTensors vectors = m_network.vectors();
        assignTensors(parameters, "network.", state);
        assignTensors(statistics, "network.", state);
        assignTensors(vectors, "norms.", state);
        m_optimiser.restore(state, "adam.");
    }

private:
    at::Tensor patchesOf(const TensorMap& batch, const std::string& name) const {
        return batchTensor(batch, name, {-1, 1, StructureNetwork::side, StructureNetwork::side}).to(m_device);
    }

    ExecutionOptions m_execution;
    at::Device m_device;
    StructureNetwork m_network;
    Adam m_optimiser;
};

}  // namespace

std::unique_ptr<NetworkTrainer> structureTrainer(const Json& options,
                                                 std::uint64_t seed,
                                                 const ExecutionOptions& execution) {
    return std::make_unique<StructureTrainer>(options, seed, execution);
}

}  // namespace limen::models
