// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/level_head_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"

namespace limen {

namespace {

constexpr int warmup = 20;
constexpr double firstMoment = 0.9, secondMoment = 0.999, tiny = 1e-8;
/// So that a level nobody has keeps a chance.
constexpr double leastShare = 0.002;

std::vector<double> logHistogram(std::span<const int> points, int levels, double deviation) {
    std::vector<double> histogram(static_cast<std::size_t>(levels));
    for (int level = 0; level < levels; ++level) {
        double sum = 0.0, total = 0.0;
        const int reach = static_cast<int>(std::ceil(4.0 * deviation));
        for (int other = level - reach; other <= level + reach; ++other)
            total += std::exp(-0.5 * (other - level) * (other - level) / (deviation * deviation));
        for (const int point : points)
            if (std::abs(point - level) <= reach)
                sum += std::exp(-0.5 * (point - level) * (point - level) / (deviation * deviation));
        histogram[static_cast<std::size_t>(level)] =
            std::log(sum / total / static_cast<double>(points.size()) + leastShare);
    }
    return histogram;
}

}  // namespace

LevelHead fitLevelHead(std::span<const double> features,
                       std::span<const int> points,
                       int levels,
                       const LevelHeadOptions& options) {
    if (points.empty())
        throwBadInput("There is no JND point to learn from.", "Run `limen label` first.");
    LevelHead head({.features = static_cast<int>(features.size() / points.size()),
                    .levels = levels,
                    .hidden = options.hidden,
                    .degree = options.degree},
                   logHistogram(points, levels, options.smoothing),
                   options.seed);
    std::vector<double>& weights = head.weights();
    std::vector<double> gradient, mean(weights.size()), square(weights.size());
    for (int step = 0; step < options.steps; ++step) {
        head.lossAndGradient(features, points, gradient);
        const double rate = options.rate * std::min(1.0, static_cast<double>(step + 1) / warmup) * 0.5 *
                            (1.0 + std::cos(std::numbers::pi * static_cast<double>(step) / options.steps));
        const double meanShare = 1.0 - std::pow(firstMoment, step + 1);
        const double squareShare = 1.0 - std::pow(secondMoment, step + 1);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            mean[i] = firstMoment * mean[i] + (1.0 - firstMoment) * gradient[i];
            square[i] = secondMoment * square[i] + (1.0 - secondMoment) * gradient[i] * gradient[i];
            if (i < head.matrixWeights())
                weights[i] -= rate * options.decay * weights[i];
            weights[i] -= rate * (mean[i] / meanShare) / (std::sqrt(square[i] / squareShare) + tiny);
        }
    }
    return head;
}

}  // namespace limen
