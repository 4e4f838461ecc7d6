// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/level_network_fit.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "prediction/level_decision.h"
#include "training/head_fit.h"

namespace limen {

namespace {

/// No classifier begins surer than this, in logits.
constexpr double surest = 4.0;

std::size_t countFrom(const std::vector<int>& points, int level) {
    return static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [level](int point) { return point >= level; }));
}

/// What is answered of any face before there is anything known of it.
std::vector<float> beginning(const std::vector<int>& points,
                             int levels,
                             const std::string& head,
                             const std::vector<float>& weights) {
    if (head == "regression") {
        std::vector<int> sorted = points;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        return {static_cast<float>(*middle)};
    }
    std::vector<float> logits;
    for (int level = 0; level < levels; ++level) {
        const auto recognised = static_cast<double>(countFrom(points, level));
        const double others = static_cast<double>(points.size()) - recognised;
        const double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(level)]};
        logits.push_back(static_cast<float>(
            std::clamp(std::log(weight * (recognised + 0.5) / (others + 0.5)), -surest, surest)));
    }
    return logits;
}

}  // namespace

Json LevelNetworkOptions::network(std::size_t features, int levels) const {
    return {
        {"features", features}, {"levels", levels}, {"head", head}, {"hidden", hidden}, {"dropout", dropout}};
}

std::vector<float> positiveWeights(const std::vector<int>& points, int levels) {
    std::vector<float> weights;
    for (int level = 0; level < levels; ++level) {
        const auto recognised = static_cast<double>(countFrom(points, level));
        const double others = static_cast<double>(points.size()) - recognised;
        weights.push_back(
            static_cast<float>(recognised > 0.0 ? std::clamp(others / recognised, 0.1, 10.0) : 10.0));
    }
    return weights;
}

double errorOfAnswers(const std::vector<std::vector<float>>& answers,
                      const std::vector<int>& points,
                      int levels) {
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const LevelAnswer kind = answers[i].size() == 1 ? LevelAnswer::Place : LevelAnswer::Logits;
        sum += std::abs(placeOfAnswer(kind, answers[i], levels) - points[i]);
    }
    return sum / static_cast<double>(points.size());
}

LeastErrorFit fitLevelNetwork(
    const RunFolder& folder,
    const Json& settings,
    const LevelSamples& train,
    const LevelSamples& validation,
    int levels,
    const LevelNetworkOptions& options,
    const std::function<void(const models::TensorMap&, double error, std::int64_t steps)>& store,
    const JobContext& context) {
    const bool weighed = options.balanced && options.head == "binary";
    const std::vector<float> weights = weighed ? positiveWeights(train.points, levels) : std::vector<float>();
    HeadFitPlan plan{.network = options.network(train.rows.front().size(), levels),
                     .settings = settings,
                     .batch = options.batch,
                     .rate = options.rate,
                     .epochs = options.epochs};
    plan.network["begin"] = beginning(train.points, levels, options.head, weights);
    if (weighed)
        plan.network["positive_weights"] = weights;
    return fitHead(
        folder,
        plan,
        {.rows = &train.rows,
         .mirrored = train.mirrored.empty() ? nullptr : &train.mirrored,
         .targets = std::vector<float>(train.points.begin(), train.points.end())},
        validation.rows,
        [&](const std::vector<std::vector<float>>& answers) {
            return errorOfAnswers(answers, validation.points, levels);
        },
        store,
        context);
}

}  // namespace limen
