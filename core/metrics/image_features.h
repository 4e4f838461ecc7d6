// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "image/rgb_image.h"
#include "recognition/opencv_network.h"

namespace limen {

/// A network that describes images of any size, such as FID's Inception (task "image-features"). The image is
/// normalised as its card says and then brought to the size of its input, bilinearly and in floats
/// (spec/metrics.md section 4). An instance belongs to one thread.
class ImageFeatures {
public:
    /// Throws Error (BadInput): a format that OpenCV does not read, hash mismatch, a network that cannot run.
    explicit ImageFeatures(const ModelCard& card);

    /// All values of the network's output. Throws Error (BadInput) for an image without pixels.
    std::vector<float> describe(const RgbImage& image);

private:
    ModelInput m_layout;
    OpencvNetwork m_network;
};

}  // namespace limen
