// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/yuv420_buffer.h"

#include <algorithm>
#include <stdexcept>

namespace limen {

namespace {

template <typename Sample>
Yuv420Planes<Sample> planesIn(Sample* data, int width, int height) {
    const std::ptrdiff_t luma = std::ptrdiff_t{width} * height;
    return {width, height, data, data + luma, data + luma + luma / 4, width, width / 2, width / 2};
}

}  // namespace

std::size_t Yuv420Buffer::sampleCount(int width, int height) {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3 / 2;
}

Yuv420Buffer::Yuv420Buffer(int width, int height)
    : m_width(width), m_height(height), m_samples(sampleCount(width, height)) {}

Yuv420Buffer::Yuv420Buffer(const RgbImage& image, int smallestSide)
    : Yuv420Buffer(paddedSide(image.width, smallestSide), paddedSide(image.height, smallestSide)) {
    rgbToYuv420(image, planes());
}

Yuv420Buffer Yuv420Buffer::fromTenBit(std::span<const std::uint16_t> samples, int width, int height) {
    Yuv420Buffer buffer(width, height);
    if (samples.size() != buffer.m_samples.size())
        throw std::invalid_argument("a 4:2:0 picture of another size");
    std::transform(samples.begin(), samples.end(), buffer.m_samples.begin(), [](std::uint16_t sample) {
        return static_cast<std::uint8_t>(std::min((sample + 2) >> 2, 255));
    });
    return buffer;
}

Yuv420Planes<std::uint8_t> Yuv420Buffer::planes() {
    return planesIn(m_samples.data(), m_width, m_height);
}

Yuv420Planes<const std::uint8_t> Yuv420Buffer::planes() const {
    return planesIn(m_samples.data(), m_width, m_height);
}

RgbImage Yuv420Buffer::toRgb(int width, int height) const {
    return yuv420ToRgb(planes(), width, height);
}

}  // namespace limen
