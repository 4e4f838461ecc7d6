// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/chain_builder.h"

namespace limen::models {

ConvLayer& ChainBuilder::add(const LayerNames& names, const LayerForm& form, Activation activation) {
    ConvLayer layer;
    layer.weight = m_source.take(names.conv + ".weight",
                                 {form.out, form.in / form.groups, form.height, form.width},
                                 TensorRole::Weight);
    if (form.bias)
        layer.bias = m_source.take(names.conv + ".bias", {form.out}, TensorRole::Bias);
    if (!names.norm.empty()) {
        layer.normWeight = m_source.take(names.norm + ".weight", {form.out}, TensorRole::NormWeight);
        layer.normBias = m_source.take(names.norm + ".bias", {form.out}, TensorRole::NormBias);
        layer.normMean = m_source.take(names.norm + ".running_mean", {form.out}, TensorRole::NormMean);
        layer.normVariance = m_source.take(names.norm + ".running_var", {form.out}, TensorRole::NormVariance);
    }
    if (activation == Activation::PRelu)
        layer.slope = m_source.take(names.slope + ".weight", {form.out}, TensorRole::Slope);
    layer.stride = form.stride;
    layer.padding = form.padding;
    layer.groups = form.groups;
    layer.activation = activation;
    m_layers.push_back(std::move(layer));
    return m_layers.back();
}

std::vector<ConvLayer> ChainBuilder::finish() {
    m_source.finish();
    return std::move(m_layers);
}

}  // namespace limen::models
