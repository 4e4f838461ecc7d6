// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <torch/torch.h>

#include <fmt/format.h>

#include "base/error.h"
#include "models/adam.h"
#include "models/architectures.h"
#include "models/named_tensors.h"
#include "models/trainable_chain.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

constexpr std::int64_t pointValues = 10;
constexpr double faceWeight = 0.2;
/// Below this share of half the input's side, eyes seen from the side would outweigh all other faces.
constexpr double leastEyeDistance = 0.15;
/// Smooths the distance near 0, in eye distances.
constexpr double smoothing = 1e-3;

std::int64_t inputSide(const Json& options) {
    if (!options.is_object() || !options.contains("side") || !options["side"].is_number_integer() ||
        options["side"] < 16 || options["side"] > 512)
        throwBadInput("The trainer of landmarks needs an option side from 16 to 512.");
    return options["side"].get<std::int64_t>();
}

class LandmarkTrainer final : public NetworkTrainer {
public:
    LandmarkTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution)
        : m_side(inputSide(options)),
          m_chain(
              [options, side = static_cast<int>(m_side)](TensorSource& source) {
                  return buildChain("landmark-chain", options, source, side, side);
              },
              {.outputs = pointValues + 1},
              seed,
              execution),
          m_optimiser(m_chain.parameters(), {.weightDecay = 1e-3}) {}

    std::map<std::string, double> step(const TensorMap& batch, double learningRate) override {
        const at::Tensor images = imagesOf(batch);
        const at::Tensor wanted = batchTensor(batch, "points", {images.size(0), pointValues});
        const at::Tensor faces = batchTensor(batch, "faces", {images.size(0)});
        m_optimiser.clearGradients();
        const at::Tensor answer = m_chain.forward(images, m_optimiser.steps()).cpu();
        const at::Tensor points = distance(answer.narrow(1, 0, pointValues), wanted, faces);
        const at::Tensor face = at::binary_cross_entropy_with_logits(answer.select(1, pointValues), faces);
        (points + faceWeight * face).backward();
        m_optimiser.step(learningRate);
        m_chain.averageWeights();
        return {{"points", points.item<double>()}, {"face", face.item<double>()}};
    }

    TensorMap evaluate(const TensorMap& batch) override {
        return {{"answer", toFloatTensor(m_chain.evaluate(imagesOf(batch)))}};
    }

    TensorMap weights() const override { return m_chain.weights(); }

    TensorMap state() const override {
        TensorMap state;
        m_chain.appendState(state, "network.");
        m_optimiser.appendState(state, "adam.");
        return state;
    }

    void restore(const TensorMap& state) override {
        m_chain.restore(state, "network.");
        m_optimiser.restore(state, "adam.");
    }

private:
    at::Tensor imagesOf(const TensorMap& batch) const {
        return batchTensor(batch, "images", {-1, m_side, m_side, 3}).permute({0, 3, 1, 2});
    }

    /// Mean distance of a point in eye distances, over the images with a face: what the network is judged by.
    static at::Tensor distance(const at::Tensor& points, const at::Tensor& wanted, const at::Tensor& faces) {
        const at::Tensor eyes = (wanted.narrow(1, 2, 2) - wanted.narrow(1, 0, 2)).square().sum(1).sqrt();
        const at::Tensor unit = eyes.clamp_min(leastEyeDistance).view({-1, 1, 1});
        const at::Tensor apart = (points - wanted).view({-1, pointValues / 2, 2}) / unit;
        const at::Tensor distances = (apart.square().sum(2) + smoothing * smoothing).sqrt();
        return (distances.mean(1) * faces).sum() / faces.sum().clamp_min(1.0);
    }

    std::int64_t m_side;
    TrainableChain m_chain;
    Adam m_optimiser;
};

}  // namespace

std::unique_ptr<NetworkTrainer> landmarkTrainer(const Json& options,
                                                std::uint64_t seed,
                                                const ExecutionOptions& execution) {
    return std::make_unique<LandmarkTrainer>(options, seed, execution);
}

}  // namespace limen::models
