// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/face_input.h"

#include <fmt/format.h>

#include "base/error.h"
#include "image/opencv_view.h"

namespace limen {

void requireAligned(const RgbImage& face) {
    if (face.width != alignedSize || face.height != alignedSize)
        throwBadInput(fmt::format("A recognizer needs aligned faces of {0}x{0} pixels, not {1}x{2}.", alignedSize,
                                  face.width, face.height),
                      "Import photographs with `limen import`, which aligns them.");
}

void writeFaceInput(const RgbImage& face, const ModelInput& input, std::span<float> out) {
    requireAligned(face);
    cv::Mat pixels = rgbView(face)(cv::Rect(input.cropX, input.cropY, input.cropWidth, input.cropHeight));
    if (pixels.cols != input.width || pixels.rows != input.height) {
        cv::Mat resized;
        cv::resize(pixels, resized, {input.width, input.height}, 0, 0, cv::INTER_LINEAR);
        pixels = resized;
    }
    float* to = out.data();
    for (int y = 0; y < pixels.rows; ++y) {
        const std::uint8_t* row = pixels.ptr<std::uint8_t>(y);
        for (int x = 0; x < pixels.cols; ++x, row += 3, to += 3)
            for (int c = 0; c < 3; ++c)
                to[c] = (static_cast<float>(row[input.bgr ? 2 - c : c]) - input.mean[c]) / input.std[c];
    }
}

}  // namespace limen
