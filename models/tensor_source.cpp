// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/tensor_source.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include <ATen/CPUGeneratorImpl.h>

#include "base/error.h"

namespace limen::models {

at::Tensor StoredTensors::take(const std::string& name, const Shape& shape, TensorRole role) {
    const auto found = m_weights.find(name);
    if (found == m_weights.end())
        refuse(fmt::format("tensor {} of shape {} is missing", name, formatShape(shape)));
    const FloatTensor& tensor = found->second;
    if (tensor.shape != shape)
        refuse(fmt::format("tensor {} has shape {}, but the network needs {}",
                           name,
                           formatShape(tensor.shape),
                           formatShape(shape)));
    const auto& values = tensor.values;
    if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
        refuse(fmt::format("tensor {} holds a value that is not a finite number", name));
    if (role == TensorRole::NormVariance &&
        std::any_of(values.begin(), values.end(), [](float v) { return v < 0.0F; }))
        refuse(fmt::format("tensor {} holds a negative variance", name));
    m_taken.insert(name);
    return toTensor(tensor);
}

std::int64_t StoredTensors::openExtent(const std::string& name) const {
    const auto found = m_weights.find(name);
    // take() says what is wrong with a tensor that has none.
    return found == m_weights.end() || found->second.shape.empty()
               ? 1
               : std::max<std::int64_t>(1, found->second.shape[0]);
}

void StoredTensors::finish() {
    for (const auto& [name, tensor] : m_weights)
        if (!m_taken.contains(name) && !name.ends_with("num_batches_tracked"))  // a counter of training
            refuse(fmt::format(
                "tensor {} of shape {} has no place in the network", name, formatShape(tensor.shape)));
}

void StoredTensors::refuse(const std::string& what) const {
    throwBadInput(fmt::format("The weights do not fit the architecture {}: {}.", m_architecture, what),
                  "Check `architecture` and `options` of the model card, or get the right file.");
}

InitialTensors::InitialTensors(std::uint64_t seed, std::int64_t outputs)
    : m_random(at::make_generator<at::CPUGeneratorImpl>(seed)), m_outputs(outputs) {}

at::Tensor InitialTensors::take(const std::string& name, const Shape& shape, TensorRole role) {
    if (role == TensorRole::NormMean)
        return m_statistics[name] = at::zeros(shape);
    if (role == TensorRole::NormVariance)
        return m_statistics[name] = at::ones(shape);
    at::Tensor tensor = at::zeros(shape);
    if (role == TensorRole::NormWeight)
        tensor.fill_(1.0);
    else if (role == TensorRole::Slope)
        tensor.fill_(0.25);
    else if (role == TensorRole::Weight)
        tensor.normal_(0.0,
                       std::sqrt(2.0 / static_cast<double>(std::max<std::int64_t>(1, tensor[0].numel()))),
                       m_random);
    return m_parameters[name] = tensor;
}

at::Tensor SharedTensors::take(const std::string& name, const Shape& shape, TensorRole) {
    const at::Tensor& tensor = m_tensors.at(name);
    TORCH_CHECK(tensor.sizes() == at::IntArrayRef(shape), name, " has another shape than the plan");
    return tensor;
}

}  // namespace limen::models
