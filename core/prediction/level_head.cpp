// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/level_head.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "base/error.h"

namespace limen {

namespace {

constexpr double tiltScale = 3.0;

/// The Gaussian error linear unit (Hendrycks 2016), exact.
double gelu(double x) {
    return 0.5 * x * (1.0 + std::erf(x / std::numbers::sqrt2));
}

double geluSlope(double x) {
    const double density = std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi);
    return 0.5 * (1.0 + std::erf(x / std::numbers::sqrt2)) + x * density;
}

std::vector<double> chebyshev(const LevelHead::Shape& shape) {
    std::vector<double> values;
    for (int level = 0; level < shape.levels; ++level) {
        const double t = shape.levels > 1 ? 2.0 * level / (shape.levels - 1) - 1.0 : 0.0;
        double before = 1.0, now = t;
        for (int k = 1; k <= shape.degree; ++k) {
            values.push_back(tiltScale * now);
            const double next = 2.0 * t * now - before;
            before = now;
            now = next;
        }
    }
    return values;
}

std::size_t size(int value) {
    return static_cast<std::size_t>(value);
}

}  // namespace

struct LevelHead::Pass {
    std::vector<double> before;  // of the hidden layer, without gelu
    std::vector<double> tilt;    // a
    std::vector<double> p;
};

LevelHead::LevelHead(const Shape& shape, std::vector<double> bias, std::uint64_t seed)
    : m_shape(shape),
      m_bias(std::move(bias)),
      m_weights(matrixWeights() + size(shape.hidden) + size(shape.degree)),
      m_chebyshev(chebyshev(shape)) {
    std::mt19937_64 random(seed);
    const double most = 1.0 / std::sqrt(static_cast<double>(std::max(1, shape.features)));
    // Not a standard distribution: its numbers differ between libraries.
    const auto uniform = [&] {
        return most * (2.0 * static_cast<double>(random() >> 11U) / 9007199254740992.0 - 1.0);
    };
    std::generate_n(m_weights.begin(), size(shape.hidden) * size(shape.features), uniform);
    std::generate_n(m_weights.begin() + static_cast<std::ptrdiff_t>(hiddenBias()), shape.hidden, uniform);
}

std::size_t LevelHead::matrixWeights() const {
    return size(m_shape.hidden) * (size(m_shape.features) + size(m_shape.degree));
}

LevelHead::Pass LevelHead::forward(std::span<const double> x) const {
    const std::size_t features = size(m_shape.features), hidden = size(m_shape.hidden),
                      degree = size(m_shape.degree), levels = size(m_shape.levels);
    const double* const w2 = m_weights.data() + hidden * features;
    Pass pass;
    pass.tilt.assign(m_weights.begin() + static_cast<std::ptrdiff_t>(tiltBias()), m_weights.end());
    for (std::size_t h = 0; h < hidden; ++h) {
        double sum = m_weights[hiddenBias() + h];
        for (std::size_t i = 0; i < features; ++i)
            sum += m_weights[h * features + i] * x[i];
        pass.before.push_back(sum);
        for (std::size_t k = 0; k < degree; ++k)
            pass.tilt[k] += w2[k * hidden + h] * gelu(sum);
    }
    double largest = -INFINITY, total = 0.0;
    for (std::size_t q = 0; q < levels; ++q) {
        double z = m_bias[q];
        for (std::size_t k = 0; k < degree; ++k)
            z += pass.tilt[k] * m_chebyshev[q * degree + k];
        pass.p.push_back(z);
        largest = std::max(largest, z);
    }
    for (double& z : pass.p) {
        z = std::exp(z - largest);
        total += z;
    }
    for (double& z : pass.p)
        z /= total;
    return pass;
}

std::vector<double> LevelHead::probabilities(std::span<const double> features) const {
    return forward(features).p;
}

double LevelHead::lossAndGradient(std::span<const double> features,
                                  std::span<const int> points,
                                  std::vector<double>& gradient) const {
    const std::size_t count = size(m_shape.features), hidden = size(m_shape.hidden),
                      degree = size(m_shape.degree), levels = size(m_shape.levels);
    const double share = 1.0 / static_cast<double>(points.size());
    const double* const w2 = m_weights.data() + hidden * count;
    gradient.assign(m_weights.size(), 0.0);
    double loss = 0.0;
    for (std::size_t face = 0; face < points.size(); ++face) {
        const std::span<const double> x = features.subspan(face * count, count);
        const Pass pass = forward(x);
        const std::size_t point = size(points[face]);
        loss -= share * std::log(std::max(pass.p[point], 1e-300));
        for (std::size_t k = 0; k < degree; ++k) {
            double slope = 0.0;  // of the loss by a_k
            for (std::size_t q = 0; q < levels; ++q)
                slope += share * (pass.p[q] - (q == point ? 1.0 : 0.0)) * m_chebyshev[q * degree + k];
            gradient[tiltBias() + k] += slope;
            for (std::size_t h = 0; h < hidden; ++h) {
                gradient[hidden * count + k * hidden + h] += slope * gelu(pass.before[h]);
                const double inner = slope * w2[k * hidden + h] * geluSlope(pass.before[h]);
                gradient[hiddenBias() + h] += inner;
                for (std::size_t i = 0; i < count; ++i)
                    gradient[h * count + i] += inner * x[i];
            }
        }
    }
    return loss;
}

std::map<std::string, FloatTensor> LevelHead::tensors() const {
    const std::int64_t features = m_shape.features, hidden = m_shape.hidden, degree = m_shape.degree;
    const auto part = [this](std::size_t from, std::size_t count, std::vector<std::int64_t> shape) {
        const auto begin = m_weights.begin() + static_cast<std::ptrdiff_t>(from);
        return FloatTensor{std::move(shape), {begin, begin + static_cast<std::ptrdiff_t>(count)}};
    };
    const std::size_t first = size(m_shape.hidden) * size(m_shape.features);
    return {{"bias", {{m_shape.levels}, {m_bias.begin(), m_bias.end()}}},
            {"hidden.weight", part(0, first, {hidden, features})},
            {"tilt.weight", part(first, matrixWeights() - first, {degree, hidden})},
            {"hidden.bias", part(hiddenBias(), size(m_shape.hidden), {hidden})},
            {"tilt.bias", part(tiltBias(), size(m_shape.degree), {degree})}};
}

LevelHead LevelHead::fromTensors(const std::map<std::string, FloatTensor>& tensors) {
    const auto find = [&tensors](const char* name, std::size_t dimensions) -> const FloatTensor& {
        const auto found = tensors.find(name);
        if (found == tensors.end() || found->second.shape.size() != dimensions)
            throwBadInput(fmt::format("The level head has no tensor {} of {} dimensions.", name, dimensions));
        return found->second;
    };
    const FloatTensor& bias = find("bias", 1);
    const FloatTensor& first = find("hidden.weight", 2);
    const FloatTensor& second = find("tilt.weight", 2);
    LevelHead head({.features = static_cast<int>(first.shape[1]),
                    .levels = static_cast<int>(bias.shape[0]),
                    .hidden = static_cast<int>(first.shape[0]),
                    .degree = static_cast<int>(second.shape[0])},
                   {bias.values.begin(), bias.values.end()},
                   0);
    head.m_weights.clear();
    for (const char* name : {"hidden.weight", "tilt.weight"})
        head.m_weights.insert(head.m_weights.end(), find(name, 2).values.begin(), find(name, 2).values.end());
    for (const char* name : {"hidden.bias", "tilt.bias"})
        head.m_weights.insert(head.m_weights.end(), find(name, 1).values.begin(), find(name, 1).values.end());
    if (second.shape[1] != first.shape[0] ||
        head.m_weights.size() != head.matrixWeights() + size(head.m_shape.hidden) + size(head.m_shape.degree))
        throwBadInput("The tensors of the level head do not fit together.");
    return head;
}

}  // namespace limen
