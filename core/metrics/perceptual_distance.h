// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "image/rgb_image.h"
#include "models/models_api.h"
#include "recognition/model_card.h"

namespace limen {

/// Least side of what the networks of LPIPS and DISTS can look at.
inline constexpr int perceptualSide = 32;

/// LPIPS or DISTS, as the card's architecture says (models/perceptual_network.h), always in fp32. An instance
/// belongs to one thread.
class PerceptualDistance {
public:
    /// Throws Error (BadInput): another format or architecture, hash mismatch, weights that do not fit;
    /// (Failure): Limen's networks cannot be loaded.
    PerceptualDistance(const ModelCard& card, const std::string& device, int threads);

    /// 0 for equal images, symmetric. For DISTS images with a short side above 256 are reduced to it first,
    /// by area (the authors' program: Pillow's bilinear filter). Throws Error (BadInput) if the sizes differ
    /// or a side is below perceptualSide.
    double between(const RgbImage& reference, const RgbImage& test);

private:
    bool m_reduces;
    std::unique_ptr<models::TensorNetwork> m_network;
};

}  // namespace limen
