// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/perceptual_network.h"

#include <torch/torch.h>

#include <functional>

#include "base/error.h"
#include "models/autocast.h"
#include "models/conv_chain.h"
#include "models/dists.h"
#include "models/lpips_trunk.h"
#include "models/named_tensors.h"

namespace limen::models {

namespace {

constexpr std::int64_t smallestSide = 32;  ///< below, nothing is left after the halvings

/// Of each picture of one batch to that of another.
using Distance = std::function<at::Tensor(const at::Tensor&, const at::Tensor&)>;

Distance makeDistance(const std::string& architecture, TensorSource& source, at::Device device) {
    if (architecture == "dists")
        return [dists = std::make_shared<Dists>(source, device)](const at::Tensor& a, const at::Tensor& b) {
            return dists->distance(a, b);
        };
    if (std::shared_ptr<LpipsTrunk> trunk = makeLpipsTrunk(architecture, source, device))
        return [trunk](const at::Tensor& a, const at::Tensor& b) {
            return trunk->distance(trunk->features(a), trunk->features(b));
        };
    return nullptr;
}

class PerceptualNetwork final : public TensorNetwork {
public:
    PerceptualNetwork(Distance distance, at::Device device, const ExecutionOptions& execution)
        : m_execution(execution), m_device(device), m_distance(std::move(distance)) {}

    TensorMap forward(const TensorMap& inputs) override {
        useThreads(m_execution.threads);
        const at::NoGradGuard guard;
        const Autocast autocast(m_execution.precision, m_device);
        const at::Tensor a = batchTensor(inputs, "a", {-1, 3, -1, -1}).to(m_device);
        const at::Tensor b = batchTensor(inputs, "b", a.sizes().vec()).to(m_device);
        if (a.size(2) < smallestSide || a.size(3) < smallestSide)
            throwBadInput("LPIPS and DISTS need pictures of at least 32x32 pixels.");
        return {{"distance", toFloatTensor(m_distance(a, b))}};
    }

private:
    ExecutionOptions m_execution;
    at::Device m_device;
    Distance m_distance;
};

}  // namespace

std::unique_ptr<TensorNetwork> makePerceptualNetwork(const std::string& architecture,
                                                     const TensorMap& weights,
                                                     const ExecutionOptions& execution) {
    const at::Device device = execution.device == "cuda" ? at::kCUDA : at::kCPU;
    StoredTensors stored(weights, architecture);
    Distance distance = makeDistance(architecture, stored, device);
    if (!distance)
        return nullptr;
    return std::make_unique<PerceptualNetwork>(std::move(distance), device, execution);
}

}  // namespace limen::models
