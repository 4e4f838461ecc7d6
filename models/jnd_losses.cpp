// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/jnd_losses.h"

#include <algorithm>

namespace limen::models {

namespace {

constexpr double layerWeights[] = {1.0 / 64, 1.0 / 64, 1.0 / 32, 1.0 / 32, 1.0};  // github.com/eezkni/UEGAN

at::Tensor gapUnit(const at::Tensor& feature) {
    const at::Tensor means = feature.mean(at::IntArrayRef{2, 3});
    return means / means.norm(2, {1}, /*keepdim=*/true).clamp_min(1e-12);
}

at::Tensor instanceNorm(const at::Tensor& x) {
    return at::instance_norm(x, {}, {}, {}, {}, /*use_input_stats=*/true, 0.1, 1e-5, false);
}

}  // namespace

at::Tensor identityDistance(const at::Tensor& a, const at::Tensor& b, IdentityDistance distance) {
    const at::Tensor x = a.to(at::kFloat);
    const at::Tensor y = b.to(at::kFloat);
    if (distance == IdentityDistance::GapUnit)
        return (gapUnit(x) - gapUnit(y)).abs().sum(1);
    const at::Tensor apart = (x - y).abs().flatten(1);
    return distance == IdentityDistance::Mean ? apart.mean(1) : apart.sum(1);
}

at::Tensor identityLoss(const at::Tensor& anchor,
                        const at::Tensor& positive,
                        const at::Tensor& negative,
                        IdentityDistance distance) {
    return (at::softplus(identityDistance(anchor, positive, distance)) +
            at::softplus(-identityDistance(anchor, negative, distance)))
        .mean();
}

at::Tensor pixelLoss(const at::Tensor& predicted, const at::Tensor& wanted) {
    return at::l1_loss(predicted, wanted);
}

at::Tensor contentLoss(const std::vector<at::Tensor>& predicted,
                       const std::vector<at::Tensor>& wanted,
                       ContentForm form) {
    at::Tensor total;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        at::Tensor a = predicted[i].to(at::kFloat);
        at::Tensor b = wanted[i].to(at::kFloat);
        if (form == ContentForm::InstanceNorm) {
            a = instanceNorm(a);
            b = instanceNorm(b);
        }
        const double weight = form == ContentForm::Plain ? 1.0 : layerWeights[std::min<std::size_t>(i, 4)];
        const at::Tensor loss = at::mse_loss(a, b) * weight;
        total = total.defined() ? total + loss : loss;
    }
    return total;
}

}  // namespace limen::models
