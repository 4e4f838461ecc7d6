// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <string>
#include <vector>

#include "models/named_tensors.h"
#include "models/winograd_content.h"

namespace limen::models {

/// The convolutions of VGG-19 (Simonyan 2015), "normalised": scaled so that each channel answers 1 on average
/// over photographs (Gatys 2016), with reflected borders and its preprocessing as a first 1x1 convolution,
/// under the names of the port to torch of Li 2017 (`0`, `2`, `5`, `9` ...). A file that ends early gives
/// fewer features. The weights stay, the gradient passes through to the picture.
class VggFeatures {
public:
    /// Throws Error (BadInput) for a file without the first layers, or naming what does not fit.
    VggFeatures(const TensorMap& weights, at::Device device, at::ScalarType type);

    /// `picture`: batch x 3 x height x width, -1..1 (RGB in [0, 1] is what the network itself asks for; the
    /// conversion is in its first layer). Gives those of relu1_1, relu2_1, relu3_1, relu4_1 and relu5_1 that
    /// the file reaches, with 64, 128, 256, 512 and 512 channels.
    std::vector<at::Tensor> features(const at::Tensor& picture) const;
    const std::vector<std::string>& names() const { return m_names; }
    /// What features() computes, as plain numbers; for pictures of -1..1 as well.
    std::vector<ContentLayer> layers() const;

private:
    struct Layer {
        at::Tensor weight, bias;
        bool halvesBefore, kept;
    };
    at::ScalarType m_type;
    std::vector<Layer> m_layers;
    std::vector<std::string> m_names;
};

}  // namespace limen::models
