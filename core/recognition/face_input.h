// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>

#include "image/rgb_image.h"
#include "recognition/model_card.h"

namespace limen {

/// Cuts `input`'s crop out of an aligned face, resizes it bilinearly (on 8 bits) where the card asks for another size,
/// and writes (v - mean) / std to `out`: height x width x 3 floats in the card's colour order.
/// Throws Error (BadInput) unless the face is 112x112.
void writeFaceInput(const RgbImage& face, const ModelInput& input, std::span<float> out);

/// Throws Error (BadInput), with the size found, unless the face is 112x112.
void requireAligned(const RgbImage& face);

}  // namespace limen
