// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/yuv420.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace limen {

namespace {

/// 1000 Y' of a pixel, Y' the full-range luma: 0..255000, exact.
int luma1000(const std::uint8_t* pixel) {
    return 299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2];
}

/// round(16 + 219/255 * luma1000 / 1000); 219/255 = 73/85.
std::uint8_t lumaSample(int luma) {
    return static_cast<std::uint8_t>(16 + (73 * luma + 42500) / 85000);
}

/// round(128 + 112/(886*255) * sum / 4) for a sum of four 1000 (B - Y'). The 128 is inside, so that no
/// negative number is divided; at most 5.5e7.
std::uint8_t blueSample(int sum) {
    return static_cast<std::uint8_t>((28 * sum + 112965 + 128 * 225930) / 225930);
}

/// round(128 + 112/(701*255) * sum / 4) for a sum of four 1000 (R - Y').
std::uint8_t redSample(int sum) {
    return static_cast<std::uint8_t>((56 * sum + 178755 + 128 * 357510) / 357510);
}

// The way back in fixed point with 48 fractional bits; chroma comes in sixteenths. The true values are
// multiples of 1/1.54e10, so that one that is not half-way between two levels is at least 6.5e-11 away from
// being so. The rounded coefficients err by at most 0.8e-11 in sum, hence half plus 2^-35 (2.9e-11) rounds
// every value as if exact.
constexpr int fractionBits = 48;
constexpr std::int64_t one = std::int64_t{1} << fractionBits;
constexpr std::int64_t roundingOffset = one / 2 + (std::int64_t{1} << (fractionBits - 35));

constexpr std::int64_t fixed(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t whole = numerator / denominator;
    std::int64_t bits = 0;
    std::int64_t remainder = numerator % denominator;
    for (int i = 0; i < fractionBits; ++i) {
        remainder *= 2;
        bits = 2 * bits + remainder / denominator;
        remainder %= denominator;
    }
    return whole * one + bits + (2 * remainder >= denominator ? 1 : 0);
}

constexpr std::int64_t lumaGain = fixed(85, 73);                                 // 255/219
constexpr std::int64_t redFromCr = fixed(701 * 255, 112000 * 16);                // 1.402 * 255/224
constexpr std::int64_t blueFromCb = fixed(886 * 255, 112000 * 16);               // 1.772 * 255/224
constexpr std::int64_t greenFromCb = fixed(114 * 886 * 255, 587 * 112000 * 16);  // 0.114/0.587 of it
constexpr std::int64_t greenFromCr = fixed(299 * 701 * 255, 587 * 112000 * 16);  // 0.299/0.587 of it

std::uint8_t clippedLevel(std::int64_t value) {
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value >> fractionBits, 0, 255));
}

/// One chroma row between two rows (3 parts near, 1 part far) at every luma column, in sixteenths, less 128.
void interpolateRow(const std::uint8_t* near,
                    const std::uint8_t* far,
                    int chromaWidth,
                    std::vector<int>& row) {
    const auto vertical = [&](int x) { return 3 * near[x] + far[x]; };
    int left = vertical(0);
    int here = left;
    for (int x = 0; x < chromaWidth; ++x) {
        const int right = x + 1 < chromaWidth ? vertical(x + 1) : here;
        row[static_cast<std::size_t>(2 * x)] = 3 * here + left - 128 * 16;
        row[static_cast<std::size_t>(2 * x + 1)] = 3 * here + right - 128 * 16;
        left = here;
        here = right;
    }
}

template <typename Sample>
void requireFit(const Yuv420Planes<Sample>& planes, int width, int height) {
    if (width < 1 || height < 1 || planes.width < width || planes.height < height || planes.width % 2 != 0 ||
        planes.height % 2 != 0)
        throw std::invalid_argument("4:2:0 planes must be even and hold an image of at least 1x1");
}

}  // namespace

int paddedSide(int side, int minimum) {
    const int larger = std::max(side, minimum);
    return larger + larger % 2;
}

void rgbToYuv420(const RgbImage& image, const Yuv420Planes<std::uint8_t>& planes) {
    requireFit(planes, image.width, image.height);
    // Columns and rows beyond the image read the last one.
    const auto column = [&](int x) { return static_cast<std::size_t>(std::min(x, image.width - 1)) * 3; };
    for (int y = 0; y < planes.height; y += 2) {
        const std::uint8_t* upper = image.at(0, std::min(y, image.height - 1));
        const std::uint8_t* lower = image.at(0, std::min(y + 1, image.height - 1));
        std::uint8_t* upperLuma = planes.y + y * planes.yStride;
        std::uint8_t* lowerLuma = upperLuma + planes.yStride;
        std::uint8_t* cb = planes.u + y / 2 * planes.uStride;
        std::uint8_t* cr = planes.v + y / 2 * planes.vStride;
        for (int x = 0; x < planes.width; x += 2) {
            const std::uint8_t* pixels[4] = {
                upper + column(x), upper + column(x + 1), lower + column(x), lower + column(x + 1)};
            int lumas[4];
            int lumaSum = 0;
            int redSum = 0;
            int blueSum = 0;
            for (int i = 0; i < 4; ++i) {
                lumas[i] = luma1000(pixels[i]);
                lumaSum += lumas[i];
                redSum += pixels[i][0];
                blueSum += pixels[i][2];
            }
            upperLuma[x] = lumaSample(lumas[0]);
            upperLuma[x + 1] = lumaSample(lumas[1]);
            lowerLuma[x] = lumaSample(lumas[2]);
            lowerLuma[x + 1] = lumaSample(lumas[3]);
            cb[x / 2] = blueSample(1000 * blueSum - lumaSum);
            cr[x / 2] = redSample(1000 * redSum - lumaSum);
        }
    }
}

RgbImage yuv420ToRgb(const Yuv420Planes<const std::uint8_t>& planes, int width, int height) {
    requireFit(planes, width, height);
    RgbImage image(width, height);
    std::vector<int> cb(static_cast<std::size_t>(planes.width));
    std::vector<int> cr(static_cast<std::size_t>(planes.width));
    const int chromaHeight = planes.height / 2;
    for (int y = 0; y < height; ++y) {
        const int near = y / 2;
        const int far = std::clamp(y % 2 == 0 ? near - 1 : near + 1, 0, chromaHeight - 1);
        interpolateRow(
            planes.u + near * planes.uStride, planes.u + far * planes.uStride, planes.width / 2, cb);
        interpolateRow(
            planes.v + near * planes.vStride, planes.v + far * planes.vStride, planes.width / 2, cr);
        const std::uint8_t* luma = planes.y + y * planes.yStride;
        std::uint8_t* out = image.at(0, y);
        for (int x = 0; x < width; ++x, out += 3) {
            const std::int64_t grey = lumaGain * (luma[x] - 16) + roundingOffset;
            const std::int64_t blue = cb[static_cast<std::size_t>(x)];
            const std::int64_t red = cr[static_cast<std::size_t>(x)];
            out[0] = clippedLevel(grey + redFromCr * red);
            out[1] = clippedLevel(grey - greenFromCb * blue - greenFromCr * red);
            out[2] = clippedLevel(grey + blueFromCb * blue);
        }
    }
    return image;
}

}  // namespace limen
