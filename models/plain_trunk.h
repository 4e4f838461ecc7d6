// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <vector>

#include "models/tensor_source.h"

namespace limen::models {

/// Networks whose convolutions follow one another.
enum class PlainNetwork {
    Alex,   ///< AlexNet as torchvision has it (Krizhevsky 2014)
    Vgg16,  ///< Simonyan 2015, configuration D
};

/// The convolutions of such a network under torchvision's names. The weights stay, the gradient passes
/// through to the picture.
class PlainTrunk {
public:
    enum class Pooling {
        Largest,  ///< as published
        L2,       ///< the root of the blurred squares (Ding 2020, section 3.1); for Vgg16
    };

    PlainTrunk(PlainNetwork network, Pooling pooling, TensorSource& source, at::Device device);

    /// `picture`: batch x 3 x height x width as the network was trained to see it, at least 32 x 32. Gives
    /// the last activation before each pooling and the last of all, for Alex also the two between.
    std::vector<at::Tensor> features(const at::Tensor& picture) const;
    /// Channels of the features.
    std::vector<std::int64_t> widths() const;

private:
    struct Layer {
        at::Tensor weight, bias;
        std::int64_t stride, padding;
        bool pooledBefore, kept;
    };
    at::Tensor pooled(const at::Tensor& x) const;

    std::vector<Layer> m_layers;
    std::int64_t m_poolSize;
    Pooling m_pooling;
};

}  // namespace limen::models
