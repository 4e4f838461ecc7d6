// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include "models/adam.h"
#include "models/trainable_chain.h"

namespace limen::models {

/// Teaches a network to embed faces as its teachers do. Batches hold
/// - `images`: batch x height x width x 3 floats, normalised as the network's card says;
/// - `targets`: batch x embedding floats, the teachers' unit embeddings of those very images, side by side.
///
/// The loss is a weighted sum of
/// - `cosine`: 1 - cosine of embedding and target;
/// - `relation`: mean squared difference of the batch's two matrices of cosines (Park 2019, in spirit);
/// - `contrast`: cross entropy between softmax(t_i t_j / T) and softmax(e_i t_j / T), which tells apart faces
///   that the cosine alone leaves close.
///
/// `options`: `architecture` and `options` (as in a model card), `width`, `height`, `embedding`; and, each
/// with a default, `dropout` (0.1, before the last layer), `average` (0.999, decay of the weights' moving
/// average), `weight_decay` (1e-4), `relation` (1), `contrast` (0.1), `temperature` (0.07).
class RecognizerTrainer final : public NetworkTrainer {
public:
    RecognizerTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution);

    std::map<std::string, double> step(const TensorMap& batch, double learningRate) override;
    /// `images` gives `embeddings`, raw.
    TensorMap evaluate(const TensorMap& batch) override;
    TensorMap weights() const override { return m_chain.weights(); }
    TensorMap state() const override;
    void restore(const TensorMap& state) override;

private:
    /// NHWC floats as batch x 3 x height x width.
    at::Tensor imagesOf(const TensorMap& batch) const;

    struct LossOptions {
        double relation, contrast, temperature;
    };

    std::int64_t m_width;
    std::int64_t m_height;
    std::int64_t m_embedding;
    LossOptions m_loss;
    TrainableChain m_chain;
    Adam m_adam;
};

}  // namespace limen::models
