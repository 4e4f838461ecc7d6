// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/torch_recognizer.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/safetensors.h"
#include "recognition/models_library.h"
#include "recognition/network_recognizer.h"

namespace limen {

namespace {

std::unique_ptr<models::EmbeddingNetwork> createNetwork(const ModelCard& card, const RecognizerOptions& options) {
    if (card.files.size() != 1)
        throwBadInput(fmt::format("The model card {} names {} files, but the format safetensors has one.",
                                  card.cardFile.string(), card.files.size()));
    const auto weights = readSafetensors(card.files.front());
    try {
        return modelsLibrary().createEmbeddingNetwork(
            card.architecture, card.options, weights, card.input.width, card.input.height,
            {.device = options.device, .precision = options.precision, .threads = options.threads});
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("Cannot open {}: {}", card.name, error.what()), error.hint());
    }
}

class TorchRecognizer final : public NetworkRecognizer {
public:
    TorchRecognizer(const ModelCard& model, const RecognizerOptions& options)
        : NetworkRecognizer(model, modelsLibrary().libraryVersion(), options), m_network(createNetwork(model, options)) {
        if (m_network->dimension() != dimension())
            throwBadInput(fmt::format("The model card {} says \"embedding\" {}, but its network gives {} values.",
                                      model.cardFile.string(), dimension(), m_network->dimension()),
                          "Correct the card.");
    }

protected:
    void forward(std::span<const float> input, std::span<float> output) override {
        m_network->forward(input, batchSize, output);
    }

private:
    std::unique_ptr<models::EmbeddingNetwork> m_network;
};

}  // namespace

std::unique_ptr<Recognizer> openTorchRecognizer(const ModelCard& card, const RecognizerOptions& options) {
    return std::make_unique<TorchRecognizer>(card, options);
}

}  // namespace limen
