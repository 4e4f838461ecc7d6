// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/padded_join_kernel.h"

#include <algorithm>
#include <vector>

#include "models/bf16_bits.h"

namespace limen::models {

namespace {

// Doubling by bilinear interpolation between the centres of pixels: every value is 3/4 of the pixel it lies
// in and 1/4 of the neighbour it lies nearer to; at the edge that is the pixel itself.
constexpr float own = 0.75F;
constexpr float other = 0.25F;

LIMEN_PART_OF_CLONE std::int64_t neighbour(std::int64_t fine, std::int64_t coarseExtent) {
    const std::int64_t at = fine / 2;
    return fine % 2 == 0 ? std::max<std::int64_t>(at - 1, 0) : std::min(at + 1, coarseExtent - 1);
}

/// Where the border of 1 gets its values: the edge itself is not repeated.
LIMEN_PART_OF_CLONE std::int64_t mirrored(std::int64_t position, std::int64_t extent) {
    return position < 0 ? 1 : position == extent ? extent - 2 : position;
}

template <class Value>
LIMEN_PART_OF_CLONE void blend(const Value* __restrict a,
                               const Value* __restrict b,
                               float* __restrict result,
                               std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        result[i] = own * load(a[i]) + other * load(b[i]);
}

template <class Value>
LIMEN_PART_OF_CLONE void forward(const JoinShape& shape,
                                 const Value* __restrict coarse,
                                 const Value* __restrict fine,
                                 Value* __restrict result) {
    const std::int64_t channels = shape.coarse + shape.fine;
    const std::int64_t coarseRow = shape.width / 2 * shape.coarse;
    std::vector<float> rowStorage(static_cast<std::size_t>(coarseRow));
    float* __restrict row = rowStorage.data();
    for (std::int64_t padded = 0; padded < shape.height + 2; ++padded) {
        const std::int64_t y = mirrored(padded - 1, shape.height);
        Value* __restrict to = result + padded * (shape.width + 2) * channels;
        if (shape.coarse > 0)
            blend(coarse + y / 2 * coarseRow,
                  coarse + neighbour(y, shape.height / 2) * coarseRow,
                  row,
                  coarseRow);
        for (std::int64_t x = 0; x < shape.width; ++x) {
            Value* __restrict pixel = to + (x + 1) * channels;
            const float* a = row + x / 2 * shape.coarse;
            const float* b = row + neighbour(x, shape.width / 2) * shape.coarse;
            for (std::int64_t c = 0; c < shape.coarse; ++c)
                store(pixel[c], own * a[c] + other * b[c]);
            if (shape.fine > 0)
                std::copy_n(fine + (y * shape.width + x) * shape.fine, shape.fine, pixel + shape.coarse);
        }
        std::copy_n(to + (mirrored(-1, shape.width) + 1) * channels, channels, to);
        std::copy_n(to + (mirrored(shape.width, shape.width) + 1) * channels,
                    channels,
                    to + (shape.width + 1) * channels);
    }
}

template <class Value>
LIMEN_PART_OF_CLONE void addTo(float* __restrict to, const Value* __restrict from, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        to[i] += load(from[i]);
}

/// Adds a padded row to one without border, its ends to the pixels they were copies of.
template <class Value>
LIMEN_PART_OF_CLONE void addRow(float* to, const Value* padded, std::int64_t width, std::int64_t channels) {
    addTo(to, padded + channels, width * channels);
    addTo(to + mirrored(-1, width) * channels, padded, channels);
    addTo(to + mirrored(width, width) * channels, padded + (width + 1) * channels, channels);
}

LIMEN_PART_OF_CLONE void addScaled(float* __restrict to,
                                   const float* __restrict from,
                                   float scale,
                                   std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        to[i] += scale * from[i];
}

template <class Value>
LIMEN_PART_OF_CLONE void backward(const JoinShape& shape,
                                  const Value* __restrict gradient,
                                  Value* __restrict coarse,
                                  Value* __restrict fine) {
    const std::int64_t channels = shape.coarse + shape.fine;
    const std::int64_t paddedRow = (shape.width + 2) * channels;
    const std::int64_t coarseRow = shape.width / 2 * shape.coarse;
    std::vector<float> row(static_cast<std::size_t>(shape.width * channels));
    std::vector<float> halved(static_cast<std::size_t>(coarseRow));
    std::vector<float> sums(static_cast<std::size_t>(shape.height / 2 * coarseRow));
    for (std::int64_t y = 0; y < shape.height; ++y) {
        std::fill(row.begin(), row.end(), 0.0F);
        addRow(row.data(), gradient + (y + 1) * paddedRow, shape.width, channels);
        if (y == mirrored(-1, shape.height))
            addRow(row.data(), gradient, shape.width, channels);
        if (y == mirrored(shape.height, shape.height))
            addRow(row.data(), gradient + (shape.height + 1) * paddedRow, shape.width, channels);
        for (std::int64_t x = 0; x < shape.width; ++x) {
            const float* from = row.data() + x * channels + shape.coarse;
            Value* to = fine + (y * shape.width + x) * shape.fine;
            for (std::int64_t c = 0; c < shape.fine; ++c)
                store(to[c], from[c]);
        }
        if (shape.coarse == 0)
            continue;
        std::fill(halved.begin(), halved.end(), 0.0F);
        for (std::int64_t x = 0; x < shape.width; ++x) {
            const float* from = row.data() + x * channels;
            addScaled(halved.data() + x / 2 * shape.coarse, from, own, shape.coarse);
            addScaled(
                halved.data() + neighbour(x, shape.width / 2) * shape.coarse, from, other, shape.coarse);
        }
        addScaled(sums.data() + y / 2 * coarseRow, halved.data(), own, coarseRow);
        addScaled(sums.data() + neighbour(y, shape.height / 2) * coarseRow, halved.data(), other, coarseRow);
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
        store(coarse[i], sums[i]);
}

}  // namespace

LIMEN_VECTOR_CLONES
void joinForward(const JoinShape& shape, const float* coarse, const float* fine, float* result) {
    forward(shape, coarse, fine, result);
}

LIMEN_VECTOR_CLONES
void joinForwardBf16(const JoinShape& shape,
                     const std::uint16_t* coarse,
                     const std::uint16_t* fine,
                     std::uint16_t* result) {
    forward(shape, coarse, fine, result);
}

LIMEN_VECTOR_CLONES
void joinBackward(const JoinShape& shape, const float* gradient, float* coarse, float* fine) {
    backward(shape, gradient, coarse, fine);
}

LIMEN_VECTOR_CLONES
void joinBackwardBf16(const JoinShape& shape,
                      const std::uint16_t* gradient,
                      std::uint16_t* coarse,
                      std::uint16_t* fine) {
    backward(shape, gradient, coarse, fine);
}

}  // namespace limen::models
