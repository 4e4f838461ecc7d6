// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <memory>
#include <string>
#include <vector>

#include "models/tensor_source.h"

namespace limen::models {

/// What LPIPS v0.1 looks with (Zhang 2018; spec/metrics.md section 2): convolutions under the names of
/// torchvision, and the weights LPIPS gives to their channels under its own. The weights stay, the gradient
/// passes through to the picture.
class LpipsTrunk {
public:
    virtual ~LpipsTrunk() = default;

    /// `picture`: batch x 3 x height x width, -1..1. Gives the places LPIPS looks at.
    virtual std::vector<at::Tensor> features(const at::Tensor& picture) const = 0;
    /// LPIPS of each picture of a batch from its features and the other's: [batch], fp32.
    at::Tensor distance(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) const;

protected:
    explicit LpipsTrunk(at::Device device);
    /// The last tensors of a file: one weight for each channel of each place.
    void takeChannelWeights(TensorSource& source, const std::vector<std::int64_t>& widths, at::Device device);
    /// As the trunks were trained to see pictures, channels_last.
    at::Tensor scaled(const at::Tensor& picture) const;

private:
    std::vector<at::Tensor> m_channelWeights;
    at::Tensor m_shift, m_scale;
};

/// `architecture`: "lpips-squeeze", "lpips-alex" or "lpips-vgg"; nullptr for others.
std::unique_ptr<LpipsTrunk> makeLpipsTrunk(const std::string& architecture,
                                           TensorSource& source,
                                           at::Device device);

}  // namespace limen::models
