// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "recognition/model_card.h"
#include "recognition/recognizer.h"

namespace limen {

/// What recognizers with a network share: the card's input convention, batches of exactly 32, unit vectors.
class NetworkRecognizer : public Recognizer {
public:
    const std::string& name() const override { return m_card.name; }
    const std::string& identity() const override { return m_identity; }
    int dimension() const override { return m_card.embedding; }
    std::vector<std::vector<float>> embed(std::span<const RgbImage> faces) override;

protected:
    /// `backEnd`: library and version; the card must state `embedding`.
    NetworkRecognizer(ModelCard card, const std::string& backEnd, const RecognizerOptions& options);

    /// `input`: batchSize x height x width x 3; `output`: batchSize x dimension().
    virtual void forward(std::span<const float> input, std::span<float> output) = 0;

    const ModelCard& card() const { return m_card; }

private:
    ModelCard m_card;
    std::string m_identity;
    std::vector<float> m_input;
    std::vector<float> m_output;
};

/// "name hash back-end device precision": everything that changes an embedding.
std::string recognizerIdentity(const ModelCard& card, const std::string& backEnd, const RecognizerOptions& options);

}  // namespace limen
