// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "image/yuv420.h"

namespace limen {

/// An 8-bit 4:2:0 picture in one piece of memory: Y, then U, then V, without gaps, as raw video files have
/// it.
class Yuv420Buffer {
public:
    /// Width and height must be even.
    Yuv420Buffer(int width, int height);
    /// `image` converted; the last row and column are repeated up to even sides of at least `smallestSide`.
    Yuv420Buffer(const RgbImage& image, int smallestSide);

    /// A picture of 10-bit samples in the same order, made 8 bit by (v + 2) >> 2, clipped (contract.md,
    /// "Colour"). Throws std::invalid_argument for another number of samples than the size has.
    static Yuv420Buffer fromTenBit(std::span<const std::uint16_t> samples, int width, int height);

    /// Samples of a picture: width x height x 3 / 2.
    static std::size_t sampleCount(int width, int height);

    int width() const { return m_width; }
    int height() const { return m_height; }
    std::vector<std::uint8_t>& samples() { return m_samples; }
    const std::vector<std::uint8_t>& samples() const { return m_samples; }
    Yuv420Planes<std::uint8_t> planes();
    Yuv420Planes<const std::uint8_t> planes() const;
    /// The upper left width x height pixels.
    RgbImage toRgb(int width, int height) const;

private:
    int m_width;
    int m_height;
    std::vector<std::uint8_t> m_samples;
};

}  // namespace limen
