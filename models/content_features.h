// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "models/jnd_losses.h"
#include "models/models_api.h"

namespace limen::models {

/// What a network that stays sees in pictures of -1..1; the gradient passes through to the picture.
class ContentFeatures {
public:
    virtual ~ContentFeatures() = default;
    virtual std::vector<at::Tensor> of(const at::Tensor& picture) const = 0;
    /// contentLoss() of what it sees in both; the gradient passes to `predicted` alone.
    virtual at::Tensor loss(const at::Tensor& predicted, const at::Tensor& wanted, ContentForm form);
};

/// `json`: either `vgg19`, a safetensors file (models/vgg_features.h), or `recognizer`
/// (models/frozen_recognizer.h). Throws Error (BadInput).
std::unique_ptr<ContentFeatures> makeContentFeatures(const Json& json, const ExecutionOptions& execution);

}  // namespace limen::models
