// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/chain_builder.h"

namespace limen::models {

ConvLayer takeLayer(TensorSource& source,
                    const LayerNames& names,
                    const LayerForm& form,
                    Activation activation) {
    ConvLayer layer;
    layer.weight = source.take(names.conv + ".weight",
                               {form.out, form.in / form.groups, form.height, form.width},
                               TensorRole::Weight);
    if (form.bias)
        layer.bias = source.take(names.conv + ".bias", {form.out}, TensorRole::Bias);
    if (!names.norm.empty()) {
        layer.normWeight = source.take(names.norm + ".weight", {form.out}, TensorRole::NormWeight);
        layer.normBias = source.take(names.norm + ".bias", {form.out}, TensorRole::NormBias);
        layer.normMean = source.take(names.norm + ".running_mean", {form.out}, TensorRole::NormMean);
        layer.normVariance = source.take(names.norm + ".running_var", {form.out}, TensorRole::NormVariance);
    }
    if (activation == Activation::PRelu)
        layer.slope = source.take(names.slope + ".weight", {form.out}, TensorRole::Slope);
    layer.stride = form.stride;
    layer.padding = form.padding;
    layer.groups = form.groups;
    layer.activation = activation;
    return layer;
}

std::vector<ConvLayer> ChainBuilder::finish() {
    m_source.finish();
    return std::move(m_layers);
}

}  // namespace limen::models
