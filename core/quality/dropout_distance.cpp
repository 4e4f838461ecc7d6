// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/dropout_distance.h"

#include <cmath>
#include <random>

#include "base/error.h"

namespace limen {

namespace {

/// Each row a unit embedding.
std::vector<double> unitEmbeddings(std::span<const float> features,
                                   const LinearLayer& last,
                                   const DropoutPatterns& patterns) {
    std::vector<double> rows(patterns.count() * last.outputs);
    std::vector<double> left(last.inputs);
    for (std::size_t pattern = 0; pattern < patterns.count(); ++pattern) {
        for (std::size_t i = 0; i < last.inputs; ++i)
            left[i] = patterns.isKept(pattern, i) ? patterns.scale() * static_cast<double>(features[i]) : 0.0;
        double* row = rows.data() + pattern * last.outputs;
        double square = 0.0;
        for (std::size_t out = 0; out < last.outputs; ++out) {
            const float* weight = last.weight.data() + out * last.inputs;
            double sum = static_cast<double>(last.bias[out]);
            for (std::size_t i = 0; i < last.inputs; ++i)
                sum += left[i] * static_cast<double>(weight[i]);
            row[out] = sum;
            square += sum * sum;
        }
        const double length = std::sqrt(square);
        if (!std::isfinite(length) || length <= 0.0)
            throwFailure("A pattern of dropout leaves an embedding without a direction.",
                         "Check that the recognizer's card and its weights belong together.");
        for (std::size_t out = 0; out < last.outputs; ++out)
            row[out] /= length;
    }
    return rows;
}

}  // namespace

DropoutPatterns::DropoutPatterns(std::size_t count, std::size_t inputs, double share, std::uint64_t seed)
    : m_inputs(inputs), m_scale(1.0 / (1.0 - share)) {
    if (count < 2 || inputs < 1 || !(share > 0.0) || !(share < 1.0))
        throwBadInput("Dropout needs two patterns at least and a share above 0 and below 1.");
    m_kept.reserve(count * inputs);
    std::mt19937_64 random(seed);
    // Not std::bernoulli_distribution, which may differ from library to library.
    const auto border = static_cast<std::uint64_t>(std::ldexp(share, 53));
    for (std::size_t i = 0; i < count * inputs; ++i)
        m_kept.push_back((random() >> 11U) >= border);
}

double dropoutDistance(std::span<const float> features,
                       const LinearLayer& last,
                       const DropoutPatterns& patterns) {
    if (features.size() != last.inputs || patterns.inputs() != last.inputs ||
        last.weight.size() != last.inputs * last.outputs || last.bias.size() != last.outputs)
        throwFailure("The features, the last layer and the patterns of dropout differ in size.");
    const std::vector<double> rows = unitEmbeddings(features, last, patterns);
    double sum = 0.0;
    for (std::size_t a = 0; a < patterns.count(); ++a)
        for (std::size_t b = a + 1; b < patterns.count(); ++b) {
            double square = 0.0;
            for (std::size_t i = 0; i < last.outputs; ++i) {
                const double difference = rows[a * last.outputs + i] - rows[b * last.outputs + i];
                square += difference * difference;
            }
            sum += std::sqrt(square);
        }
    const auto count = static_cast<double>(patterns.count());
    return sum / (count * (count - 1.0) / 2.0);
}

double serFiqScore(double distance) {
    return 2.0 / (1.0 + std::exp(distance));
}

double serFiqMapped(double score) {
    return 1.0 / (1.0 + std::exp(-130.0 * (score - 0.88)));
}

}  // namespace limen
