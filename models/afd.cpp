// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/afd.h"

#include <algorithm>

#include "models/channel_moments.h"

namespace limen::models {

namespace {

constexpr std::int64_t reduction = 8;  ///< of UEGAN

at::Tensor perImage(const at::Tensor& values, const at::Tensor& feature) {
    return values.to(feature.scalar_type()).view({feature.size(0), feature.size(1), 1, 1});
}

}  // namespace

Afd::Afd(AfdMode mode, const std::string& name, std::int64_t channels, TensorSource& source) : m_mode(mode) {
    if (mode == AfdMode::Off)
        return;
    const std::int64_t narrow = std::max<std::int64_t>(1, channels / reduction);
    m_squeeze = source.take(name + ".squeeze.weight", {narrow, 2 * channels, 1, 1}, TensorRole::Weight);
    m_expand = source.take(name + ".expand.weight", {channels, narrow, 1, 1}, TensorRole::Weight);
    if (mode == AfdMode::Gam) {
        m_fuse = source.take(name + ".fuse.weight", {channels, 2 * channels, 1, 1}, TensorRole::Weight);
        m_fuseBias = source.take(name + ".fuse.bias", {channels}, TensorRole::Bias);
    }
}

at::Tensor Afd::identity(const at::Tensor& feature) const {
    if (m_mode == AfdMode::Off)
        return feature;
    const at::Tensor attention =
        at::linear(at::relu(at::linear(channelMoments(feature), m_squeeze.flatten(1))), m_expand.flatten(1));
    if (m_mode == AfdMode::Gate)
        return feature * perImage(at::sigmoid(attention), feature);
    // The attention is the same at every pixel: its half of the 1x1 convolution is one value for each image
    // and channel.
    const std::int64_t channels = feature.size(1);
    const at::Tensor own = at::conv2d(feature, m_fuse.narrow(1, 0, channels).to(feature.scalar_type()));
    return own +
           perImage(at::linear(attention, m_fuse.narrow(1, channels, channels).flatten(1), m_fuseBias), own);
}

void Afd::moveTo(at::Device device) {
    for (at::Tensor* tensor : {&m_squeeze, &m_expand, &m_fuse, &m_fuseBias})
        if (tensor->defined())
            *tensor = tensor->to(device);
}

}  // namespace limen::models
