// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/network_recognizer.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "recognition/face_input.h"
#include "recognition/unit_embedding.h"

namespace limen {

std::string recognizerIdentity(const ModelCard& card, const std::string& backEnd, const RecognizerOptions& options) {
    return fmt::format("{}; {}; {}; {}; {}", card.name, card.hash, backEnd, options.device, options.precision);
}

NetworkRecognizer::NetworkRecognizer(ModelCard card, const std::string& backEnd, const RecognizerOptions& options)
    : m_card(std::move(card)), m_identity(recognizerIdentity(m_card, backEnd, options)) {
    if (m_card.embedding == 0)
        throwBadInput(fmt::format("The model card {} does not say how many values an embedding has.",
                                  m_card.cardFile.string()),
                      "Add the key \"embedding\".");
    const auto pixels = static_cast<std::size_t>(m_card.input.width) * static_cast<std::size_t>(m_card.input.height);
    m_input.resize(batchSize * pixels * 3);
    m_output.resize(batchSize * static_cast<std::size_t>(m_card.embedding));
}

std::vector<std::vector<float>> NetworkRecognizer::embed(std::span<const RgbImage> faces) {
    const std::size_t faceValues = m_input.size() / batchSize;
    const auto width = static_cast<std::size_t>(m_card.embedding);
    std::vector<std::vector<float>> embeddings;
    embeddings.reserve(faces.size());
    for (std::size_t first = 0; first < faces.size(); first += batchSize) {
        const std::size_t count = std::min<std::size_t>(batchSize, faces.size() - first);
        for (std::size_t i = 0; i < count; ++i)
            writeFaceInput(faces[first + i], m_card.input, std::span(m_input).subspan(i * faceValues, faceValues));
        std::fill(m_input.begin() + static_cast<std::ptrdiff_t>(count * faceValues), m_input.end(), 0.0F);
        forward(m_input, m_output);
        for (std::size_t i = 0; i < count; ++i)
            embeddings.push_back(unitEmbedding(std::span(m_output).subspan(i * width, width), m_card.name));
    }
    return embeddings;
}

}  // namespace limen
