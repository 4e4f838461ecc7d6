// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <string>

#include "models/conv_chain.h"
#include "models/tensor_source.h"

namespace limen::models {

/// A batch norm that no convolution comes before.
struct NormLayer {
    at::Tensor weight, bias, mean, variance;
    at::Tensor scale, shift;  ///< once folded: x * scale + shift, fp32

    static NormLayer take(TensorSource& source, const std::string& name, std::int64_t channels);
    NormLayer folded(at::Device device) const;
};

/// Runs single layers: as published, with a graph while they learn, or folded.
struct LayerRunner {
    bool training = false;
    bool folded = false;

    at::Tensor operator()(const ConvLayer& layer, const at::Tensor& x) const;
    at::Tensor operator()(const NormLayer& layer, const at::Tensor& x) const;
};

}  // namespace limen::models
