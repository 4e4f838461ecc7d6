// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/lpips_network.h"

#include <torch/torch.h>

#include "base/error.h"
#include "models/autocast.h"
#include "models/conv_chain.h"
#include "models/named_tensors.h"
#include "models/squeeze_net.h"

namespace limen::models {

namespace {

constexpr std::int64_t smallestSide = 32;  ///< below, nothing is left after three halvings

class LpipsNetwork final : public TensorNetwork {
public:
    LpipsNetwork(TensorSource& source, const ExecutionOptions& execution)
        : m_execution(execution),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_network(source, m_device) {}

    TensorMap forward(const TensorMap& inputs) override {
        useThreads(m_execution.threads);
        const at::NoGradGuard guard;
        const Autocast autocast(m_execution.precision, m_device);
        const at::Tensor a = batchTensor(inputs, "a", {-1, 3, -1, -1}).to(m_device);
        const at::Tensor b = batchTensor(inputs, "b", a.sizes().vec()).to(m_device);
        if (a.size(2) < smallestSide || a.size(3) < smallestSide)
            throwBadInput("LPIPS needs pictures of at least 32x32 pixels.");
        return {
            {"distance", toFloatTensor(m_network.distance(m_network.features(a), m_network.features(b)))}};
    }

private:
    ExecutionOptions m_execution;
    at::Device m_device;
    SqueezeNet m_network;
};

}  // namespace

std::unique_ptr<TensorNetwork> makeLpipsNetwork(const TensorMap& weights, const ExecutionOptions& execution) {
    StoredTensors stored(weights, "lpips-squeeze");
    return std::make_unique<LpipsNetwork>(stored, execution);
}

}  // namespace limen::models
