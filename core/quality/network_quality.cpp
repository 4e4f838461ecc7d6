// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/network_quality.h"

#include <fmt/format.h>
#include <cmath>
#include <functional>

#include "base/error.h"
#include "base/safetensors.h"
#include "recognition/face_input.h"
#include "recognition/models_library.h"
#include "recognition/opencv_network.h"

namespace limen {

namespace {

/// From the input of one face to all values of the output.
using Network = std::function<std::vector<float>(const std::vector<float>& input)>;

Network openOnLibTorch(const ModelCard& card, const QualityOptions& options) {
    card.verifyFiles();
    try {
        const std::shared_ptr<models::EmbeddingNetwork> network =
            modelsLibrary().createEmbeddingNetwork(card.architecture,
                                                   card.options,
                                                   readSafetensors(card.files.front()),
                                                   card.input.width,
                                                   card.input.height,
                                                   {.device = options.device, .threads = options.threads});
        return [network](const std::vector<float>& input) {
            std::vector<float> output(static_cast<std::size_t>(network->dimension()));
            network->forward(input, 1, output);
            return output;
        };
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("Cannot open {}: {}", card.name, error.what()), error.hint());
    }
}

Network openOnOpencv(const ModelCard& card) {
    const auto network = std::make_shared<OpencvNetwork>(card);
    return [network](const std::vector<float>& input) { return network->forward(input, 1); };
}

class NetworkQuality final : public FaceQuality {
public:
    NetworkQuality(const ModelCard& card, Network network)
        : m_card(card),
          m_network(std::move(network)),
          m_input(std::size_t{3} * static_cast<std::size_t>(card.input.width * card.input.height)) {
        // A graph that fails should fail when it is opened.
        if (const std::size_t values = m_network(m_input).size(); values != 1)
            throwBadInput(
                fmt::format(
                    "The network of {} gives {} values for a face instead of one.", card.name, values),
                "Correct \"output\" of the card.");
    }

    QualityScore rate(const RgbImage& face) override {
        writeFaceInput(face, m_card.input, m_input);
        const auto score = static_cast<double>(m_network(m_input).front());
        if (!std::isfinite(score))
            throwFailure(fmt::format("The network of {} gave a face no finite score.", m_card.name),
                         "Check that its card and its weights belong together.");
        return {.score = score};
    }

    const std::string& model() const override { return m_card.name; }
    std::string method() const override {
        return m_card.architecture.empty() ? m_card.name : m_card.architecture;
    }

private:
    ModelCard m_card;
    Network m_network;
    std::vector<float> m_input;
};

}  // namespace

std::unique_ptr<FaceQuality> openNetworkQuality(const ModelCard& card, const QualityOptions& options) {
    return std::make_unique<NetworkQuality>(
        card, card.format == "safetensors" ? openOnLibTorch(card, options) : openOnOpencv(card));
}

}  // namespace limen
