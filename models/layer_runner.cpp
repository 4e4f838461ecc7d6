// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/layer_runner.h"

#include "models/channel_moments.h"
#include "models/trainable_norm.h"

namespace limen::models {

NormLayer NormLayer::take(TensorSource& source, const std::string& name, std::int64_t channels) {
    NormLayer layer;
    layer.weight = source.take(name + ".weight", {channels}, TensorRole::NormWeight);
    layer.bias = source.take(name + ".bias", {channels}, TensorRole::NormBias);
    layer.mean = source.take(name + ".running_mean", {channels}, TensorRole::NormMean);
    layer.variance = source.take(name + ".running_var", {channels}, TensorRole::NormVariance);
    return layer;
}

NormLayer NormLayer::folded(at::Device device) const {
    NormLayer layer;
    const at::Tensor factor = weight.to(at::kDouble) / (variance.to(at::kDouble) + normEps).sqrt();
    layer.scale = factor.to(device, at::kFloat);
    layer.shift = (bias.to(at::kDouble) - mean.to(at::kDouble) * factor).to(device, at::kFloat);
    return layer;
}

at::Tensor LayerRunner::operator()(const ConvLayer& layer, const at::Tensor& x) const {
    if (folded)
        return runFolded(layer, x);
    at::Tensor shortcut;
    return runLayer(layer, x, shortcut, LayerMode{.training = training});
}

at::Tensor LayerRunner::operator()(const NormLayer& layer, const at::Tensor& x) const {
    if (folded)
        return channelAffine(x, layer.scale, layer.shift);
    const LayerMode usual;
    if (training)
        return trainableNorm(
            x, layer.weight, layer.bias, layer.mean, layer.variance, usual.normMomentum, normEps);
    return at::batch_norm(
        x, layer.weight, layer.bias, layer.mean, layer.variance, false, usual.normMomentum, normEps, false);
}

}  // namespace limen::models
