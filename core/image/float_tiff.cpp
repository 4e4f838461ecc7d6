// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/float_tiff.h"

#include <fmt/format.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/error.h"
#include "base/safe_file.h"

namespace limen {

void writeFloatTiff(
    const std::filesystem::path& file, int width, int height, int channels, std::span<const float> values) {
    std::vector<float> own(values.begin(), values.end());
    cv::Mat image(height, width, CV_32FC(channels), own.data());
    if (channels == 3)
        cv::cvtColor(image, image, cv::COLOR_RGB2BGR);  // OpenCV's order; the file's is R, G, B
    std::vector<std::uint8_t> bytes;
    // Without being told otherwise, OpenCV writes three channels of floats as SGI LogLuv, which rounds to 0.3
    // % and knows no negative values.
    constexpr int uncompressed = 1;  // COMPRESSION_NONE of the TIFF format
    if (!cv::imencode(".tiff", image, bytes, {cv::IMWRITE_TIFF_COMPRESSION, uncompressed}))
        throwFailure(fmt::format("Cannot make {}: this OpenCV writes no TIFF files.", file.string()));
    writeFileAtomically(file, bytes);
}

}  // namespace limen
