// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "base/error.h"
#include "models/models_api.h"

// The smallest JND predictor, its trainer, and pictures a few steps of which can be learned.
namespace limen::test {

inline constexpr std::int64_t side = 32;
inline constexpr std::size_t imageValues = 3 * side * side;

inline Json options(const Json& more = Json::object()) {
    Json result = {{"network", {{"depth", 18}, {"width", 0.25}}}, {"share_every", 0}};
    result.update(more);
    return result;
}

inline std::unique_ptr<models::NetworkTrainer> create(const Json& how = options(),
                                                      const models::ExecutionOptions& execution = {}) {
    return limenModelsApi()->createTrainer("jnd", how, 5, execution);
}

/// Pictures of one colour each, whose JND images are half as far from grey: what a few steps can learn.
inline models::TensorMap batchOf(unsigned step, std::int64_t count = 4) {
    std::mt19937 random(step + 100U);
    std::uniform_real_distribution<float> uniform(-0.9F, 0.9F);
    const auto pictures = [&](float noise) {
        FloatTensor tensor{{count, 3, side, side}, {}};
        for (std::int64_t channel = 0; channel < 3 * count; ++channel) {
            const float colour = uniform(random);
            for (std::int64_t i = 0; i < side * side; ++i)
                tensor.values.push_back(colour + noise * uniform(random));
        }
        return tensor;
    };
    models::TensorMap batch;
    batch["images"] = pictures(0.1F);
    batch["jnd"] = batch["images"];
    for (float& value : batch["jnd"].values)
        value *= 0.5F;
    batch["positives"] = pictures(0.1F);
    batch["matched"] = {{count}, std::vector<float>(static_cast<std::size_t>(count), 1.0F)};
    batch["identities"] = {{count}, {}};
    for (std::int64_t i = 0; i < count; ++i)
        batch["identities"].values.push_back(static_cast<float>(i / 2));
    return batch;
}

inline double mean(
    models::NetworkTrainer& trainer, const char* loss, unsigned from, unsigned to, double rate) {
    double sum = 0.0;
    for (unsigned step = from; step < to; ++step)
        sum += trainer.step(batchOf(step), rate).at(loss);
    return sum / (to - from);
}

inline double deviation(const FloatTensor& a, const FloatTensor& b) {
    double largest = a.shape == b.shape ? 0.0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.values.size(), b.values.size()); ++i)
        largest = std::max(largest, static_cast<double>(std::abs(a.values[i] - b.values[i])));
    return largest;
}

inline std::unique_ptr<models::TensorNetwork> predictor(const models::TensorMap& weights,
                                                        const models::ExecutionOptions& execution = {},
                                                        const Json& more = Json::object()) {
    Json network = options()["network"];
    network.update(more);
    return limenModelsApi()->createTensorNetwork("jnd-predictor", network, weights, execution);
}

inline models::TensorMap imagesOf(const models::TensorMap& batch, std::size_t first, std::size_t count) {
    const std::vector<float>& values = batch.at("images").values;
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first * imageValues);
    return {{"images",
             {{static_cast<std::int64_t>(count), 3, side, side},
              {begin, begin + static_cast<std::ptrdiff_t>(count * imageValues)}}}};
}

inline QString refusal(ErrorKind kind, const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        return error.kind() == kind ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

inline bool sameTensors(const models::TensorMap& a, const models::TensorMap& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& item) {
               return b.contains(item.first) && b.at(item.first).values == item.second.values;
           });
}

}  // namespace limen::test
