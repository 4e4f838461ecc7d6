// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/adam.h"

#include <cmath>

#include "base/error.h"

namespace limen::models {

Adam::Adam(NamedTensors parameters, Options options)
    : m_parameters(std::move(parameters)), m_options(options) {
    for (const auto& [name, parameter] : m_parameters) {
        m_means[name] = at::zeros_like(parameter);
        m_squares[name] = at::zeros_like(parameter);
    }
}

void Adam::clearGradients() {
    for (auto& [name, parameter] : m_parameters)
        parameter.mutable_grad() = at::Tensor();
}

void Adam::step(double learningRate) {
    const at::NoGradGuard guard;
    ++m_steps;
    const double steps = static_cast<double>(m_steps);
    const double meanBias = 1.0 - std::pow(m_options.beta1, steps);
    const double squareBias = 1.0 - std::pow(m_options.beta2, steps);
    for (auto& [name, parameter] : m_parameters) {
        const at::Tensor& gradient = parameter.grad();
        if (!gradient.defined())
            continue;
        if (m_options.weightDecay > 0 && parameter.dim() > 1)
            parameter.mul_(1.0 - learningRate * m_options.weightDecay);
        at::Tensor& mean = m_means[name].mul_(m_options.beta1).add_(gradient, 1.0 - m_options.beta1);
        at::Tensor& square =
            m_squares[name].mul_(m_options.beta2).addcmul_(gradient, gradient, 1.0 - m_options.beta2);
        const at::Tensor root = square.sqrt().div_(std::sqrt(squareBias)).add_(m_options.epsilon);
        parameter.addcdiv_(mean, root, -learningRate / meanBias);
    }
}

void Adam::appendState(TensorMap& state, const std::string& prefix) const {
    appendTensors(state, prefix + "mean.", m_means);
    appendTensors(state, prefix + "square.", m_squares);
    // Two floats: one holds whole numbers to 2^24 only.
    state[prefix + "steps"] = {{2},
                               {static_cast<float>(m_steps / 65536), static_cast<float>(m_steps % 65536)}};
}

void Adam::restore(const TensorMap& state, const std::string& prefix) {
    assignTensors(m_means, prefix + "mean.", state);
    assignTensors(m_squares, prefix + "square.", state);
    const auto steps = state.find(prefix + "steps");
    if (steps == state.end() || steps->second.values.size() != 2)
        throwBadInput("The optimiser's number of steps is missing.", "The file belongs to another network.");
    m_steps = static_cast<std::int64_t>(steps->second.values[0]) * 65536 +
              static_cast<std::int64_t>(steps->second.values[1]);
}

}  // namespace limen::models
