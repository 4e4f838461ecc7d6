// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <string>

#include "models/tensor_source.h"

namespace limen::models {

/// How an attentive feature disentanglement module takes the identity out of a feature (Tian 2022, figure 5):
/// the attention is a bottleneck of two 1x1 convolutions over each channel's mean and standard deviation.
enum class AfdMode {
    Gam,   ///< the attention, spread over the picture, beside the feature, and a 1x1 convolution over both:
           ///< the module of UEGAN (Ni 2020), which the paper cites
    Gate,  ///< identity = sigmoid(attention) * feature
    Off,   ///< none: the feature itself goes both ways
};

/// One module for `channels` channels.
class Afd {
public:
    /// Takes `name`.squeeze, .expand and, for Gam, .fuse.
    Afd(AfdMode mode, const std::string& name, std::int64_t channels, TensorSource& source);

    /// The identity feature; the residual feature is what it leaves of `feature` (batch x channels x height x
    /// width).
    at::Tensor identity(const at::Tensor& feature) const;

    void moveTo(at::Device device);

private:
    AfdMode m_mode;
    at::Tensor m_squeeze, m_expand;  ///< fp32 whatever the feature is: they see two values for each channel
    at::Tensor m_fuse, m_fuseBias;
};

}  // namespace limen::models
