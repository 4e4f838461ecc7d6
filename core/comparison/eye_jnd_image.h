// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

#include "hvs/eye_model.h"
#include "image/rgb_image.h"
#include "study/image_table.h"

namespace limen {

/// The JND image of an eye model as the comparison has it: of the luma, injected as published. `seed` and
/// `image` decide the signs of its noise: each image has its own, so that an error of one does not repeat in
/// all.
RgbImage eyeJndImage(const EyeModel& model, const RgbImage& original, ImageId image, std::uint64_t seed);

}  // namespace limen
