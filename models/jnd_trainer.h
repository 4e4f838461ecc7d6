// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <array>
#include <memory>
#include <optional>

#include "models/adam.h"
#include "models/content_features.h"
#include "models/jnd_losses.h"
#include "models/jnd_network.h"

namespace limen::models {

/// Teaches a network to predict JND images (Tian 2022, section IV-C, eqs. (4) to (7)). Batches hold
/// - `images`, the originals: n x 3 x height x width, -1..1 (models/jnd_network.h);
/// - `jnd`, their JND images, likewise;
/// - `identities`: [n], whole numbers that tell people apart, below 2^24;
/// and, while `lambda_id` is not 0,
/// - `positives`: n x 3 x height x width, another image of each person;
/// - `matched`: [n], 1 where there is one, 0 where not: such an image has no identity loss, but serves the
///   others as their negative.
/// Negatives are the batch's own images, by models/derangement.h. Anchors and positives pass the encoder
/// together; only anchors are decoded.
///
/// Losses: `identity` (absent in a batch without a positive or without two people), `pixel`, `content` (in
/// the steps that have it), `loss` (their weighted sum), `gradient` (its norm over all parameters), and every
/// `share_every` steps `share_identity`, `share_pixel`, `share_content`: each weighted term's part of the sum
/// of the norms of their gradients. A loss or a gradient that is not a finite number throws Error (Failure)
/// naming it, before any weight has changed.
///
/// `options`, each with its default:
/// - `network`: models/jnd_options.h;
/// - `lambda_id` 0.5, `lambda_pixel` 5, `lambda_content` 0.1; a term that weighs 0 is not computed;
/// - `identity_distance`: "mean", "sum" or "gap_unit";
/// - `content`: models/content_features.h. Without it there is no content loss. `every` (1): it is computed
/// in
///   one of so many steps and weighs so many times as much there (Karras 2020, lazy regularisation); `crop`
///   (0, all): side of the square, somewhere in the picture, that a VGG-19 sees; `form`: "plain" or
///   "instance_norm";
/// - `share_every` 100, 0: never;
/// - `encoder`: a safetensors file of arcface_torch's IResNet of the same depth, width 1, that the encoder
///   begins with.
class JndTrainer final : public NetworkTrainer {
public:
    JndTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution);

    std::map<std::string, double> step(const TensorMap& batch, double learningRate) override;
    /// `settings`: any of `lambda_id`, `lambda_pixel`, `lambda_content`.
    void change(const Json& settings) override;
    /// `images` gives `jnd`, and what else models/jnd_predictor.h answers.
    TensorMap evaluate(const TensorMap& batch) override;
    TensorMap weights() const override;
    TensorMap state() const override;
    void restore(const TensorMap& state) override;

private:
    enum Term { Identity, Pixel, Content, TermCount };
    struct Loss {
        Term term;
        double weight;
        at::Tensor value;
    };
    struct ContentOptions {
        std::int64_t every = 1, crop = 0;
        ContentForm form = ContentForm::Plain;
    };

    at::Tensor onDevice(const TensorMap& batch,
                        const std::string& name,
                        const std::vector<std::int64_t>& shape) const;
    std::vector<Loss> lossesOf(const TensorMap& batch);
    at::Tensor contentOf(const at::Tensor& predicted, const at::Tensor& wanted) const;
    void requireFinite(const char* what, double value) const;
    /// Leaves the gradient of the weighted sum with the parameters; gives its shares.
    std::map<std::string, double> backward(const std::vector<Loss>& losses, bool shares);
    void beginWith(const std::string& encoderFile);

    Json m_networkOptions;
    std::uint64_t m_seed;
    ExecutionOptions m_execution;
    at::Device m_device;
    at::ScalarType m_type;
    std::array<double, TermCount> m_lambdas;
    IdentityDistance m_distance;
    std::unique_ptr<ContentFeatures> m_content;
    ContentOptions m_contentOptions;
    std::int64_t m_shareEvery;
    NamedTensors m_parameters, m_statistics;
    std::optional<JndNetwork> m_network;
    std::unique_ptr<Adam> m_adam;
    std::unique_ptr<TensorNetwork> m_evaluator;  ///< of the present weights; made when asked for
};

}  // namespace limen::models
