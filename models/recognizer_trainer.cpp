// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/recognizer_trainer.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/architectures.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

double number(const Json& options, const char* key, double fallback, double least, double most) {
    if (!options.contains(key))
        return fallback;
    const Json& value = options[key];
    if (!value.is_number() || value.get<double>() < least || value.get<double>() > most)
        throwBadInput(fmt::format(
            "Option {} of the recognizer's training must be a number from {} to {}.", key, least, most));
    return value.get<double>();
}

std::int64_t extent(const Json& options, const char* key) {
    if (!options.contains(key) || !options[key].is_number_integer() || options[key] < 1 ||
        options[key] > 65536)
        throwBadInput(fmt::format(
            "Option {} of the recognizer's training must be a whole number from 1 to 65536.", key));
    return options[key].get<std::int64_t>();
}

TrainableChain::Plan planOf(const Json& options) {
    if (!options.contains("architecture") || !options["architecture"].is_string())
        throwBadInput("The recognizer's training needs the option architecture.");
    return [architecture = options["architecture"].get<std::string>(),
            chain = options.contains("options") ? options["options"] : Json::object(),
            width = static_cast<int>(extent(options, "width")),
            height = static_cast<int>(extent(options, "height"))](TensorSource& source) {
        return buildChain(architecture, chain, source, width, height);
    };
}

}  // namespace

RecognizerTrainer::RecognizerTrainer(const Json& options,
                                     std::uint64_t seed,
                                     const ExecutionOptions& execution)
    : m_width(extent(options, "width")),
      m_height(extent(options, "height")),
      m_embedding(extent(options, "embedding")),
      m_loss{number(options, "relation", 1.0, 0.0, 1e3),
             number(options, "contrast", 0.1, 0.0, 1e3),
             number(options, "temperature", 0.07, 1e-3, 10.0)},
      m_chain(planOf(options),
              {.outputs = m_embedding,
               .dropout = number(options, "dropout", 0.1, 0.0, 0.9),
               .average = number(options, "average", 0.999, 0.0, 0.99999)},
              seed,
              execution),
      m_adam(m_chain.parameters(), {.weightDecay = number(options, "weight_decay", 1e-4, 0.0, 1.0)}) {}

at::Tensor RecognizerTrainer::imagesOf(const TensorMap& batch) const {
    return batchTensor(batch, "images", {-1, m_height, m_width, 3}).permute({0, 3, 1, 2});
}

std::map<std::string, double> RecognizerTrainer::step(const TensorMap& batch, double learningRate) {
    const at::Tensor images = imagesOf(batch);
    m_adam.clearGradients();
    const at::Tensor answer = m_chain.forward(images, m_adam.steps());
    const auto unit = [](const at::Tensor& vectors) {
        return vectors / vectors.norm(2, {1}, true).clamp_min(1e-6);
    };
    const at::Tensor embeddings = unit(answer);
    const at::Tensor targets =
        unit(batchTensor(batch, "targets", {images.size(0), m_embedding}).to(answer.device()));

    const at::Tensor between = targets.matmul(targets.t());
    const at::Tensor cosine = (1.0 - (embeddings * targets).sum(1)).mean();
    const at::Tensor relation = (embeddings.matmul(embeddings.t()) - between).square().mean();
    const at::Tensor logits = embeddings.matmul(targets.t()) / m_loss.temperature;
    const at::Tensor contrast = ((between / m_loss.temperature).log_softmax(1) - logits.log_softmax(1))
                                    .mul((between / m_loss.temperature).softmax(1))
                                    .sum(1)
                                    .mean();
    const at::Tensor loss = cosine + m_loss.relation * relation + m_loss.contrast * contrast;
    loss.backward();
    m_adam.step(learningRate);
    m_chain.averageWeights();
    return {{"loss", loss.item<double>()},
            {"cosine", cosine.item<double>()},
            {"relation", relation.item<double>()},
            {"contrast", contrast.item<double>()}};
}

TensorMap RecognizerTrainer::evaluate(const TensorMap& batch) {
    return {{"embeddings", toFloatTensor(m_chain.evaluate(imagesOf(batch)))}};
}

TensorMap RecognizerTrainer::state() const {
    TensorMap state;
    m_chain.appendState(state, "chain.");
    m_adam.appendState(state, "adam.");
    return state;
}

void RecognizerTrainer::restore(const TensorMap& state) {
    m_chain.restore(state, "chain.");
    m_adam.restore(state, "adam.");
}

std::unique_ptr<NetworkTrainer> recognizerTrainer(const Json& options,
                                                  std::uint64_t seed,
                                                  const ExecutionOptions& execution) {
    return std::make_unique<RecognizerTrainer>(options, seed, execution);
}

}  // namespace limen::models
