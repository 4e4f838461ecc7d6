// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/eye_model.h"
#include "image/rgb_image.h"

namespace limen {

/// What of a colour image a model, made for grey images, looks at.
enum class EyeColour {
    Luma,        ///< the grey image; its change is added to all channels, which keeps the colour differences
    PerChannel,  ///< each channel as a grey image of its own, with its own signs
};

/// The JND image: the image with the change of the model, rounded and clipped to 0..255. A grey image stays
/// grey under EyeColour::Luma. Throws Error (BadInput) as EyeModel::change().
RgbImage injectJnd(const EyeModel& model,
                   const RgbImage& image,
                   EyeColour colour,
                   const Injection& injection);

}  // namespace limen
