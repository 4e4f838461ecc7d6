// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/blocked_image.h"

#include <algorithm>

#include "models/bf16_bits.h"

namespace limen::models {

namespace {

constexpr std::int64_t lanes = blockChannels;

/// Where row `y` of block `block` begins, in an image with `border` more pixels on every side.
template <class Value>
LIMEN_PART_OF_CLONE Value* rowOf(
    Value* values, const BlockedExtent& extent, std::int64_t border, std::int64_t block, std::int64_t y) {
    return values +
           (((block * (extent.height + 2 * border) + y + border) * (extent.width + 2 * border)) + border) *
               lanes;
}

/// Where a border of 1 gets its values: the edge itself is not repeated.
LIMEN_PART_OF_CLONE std::int64_t mirrored(std::int64_t position, std::int64_t extent) {
    return position < 0 ? 1 : position == extent ? extent - 2 : position;
}

LIMEN_PART_OF_CLONE void add(float* __restrict to, const float* __restrict from, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        to[i] += from[i];
}

/// Gives each value to the first of its 2 x 2 pixels that holds the largest.
LIMEN_PART_OF_CLONE void giveToLargest(const float* __restrict given,
                                       const float* __restrict upper,
                                       const float* __restrict lower,
                                       float* __restrict toUpper,
                                       float* __restrict toLower) {
    for (std::int64_t c = 0; c < lanes; ++c) {
        const float a = upper[c];
        const float b = upper[c + lanes];
        const float d = lower[c];
        const float e = lower[c + lanes];
        const float most = std::max(std::max(a, b), std::max(d, e));
        const bool isA = a == most;
        const bool isB = b == most && !isA;
        const bool isD = d == most && !isA && !isB;
        const float value = given[c];
        toUpper[c] = isA ? value : 0.0F;
        toUpper[c + lanes] = isB ? value : 0.0F;
        toLower[c] = isD ? value : 0.0F;
        toLower[c + lanes] = isA || isB || isD ? 0.0F : value;
    }
}

}  // namespace

void reflectPicture(const float* picture, BlockedExtent extent, float* padded) {
    for (std::int64_t y = -1; y <= extent.height; ++y) {
        const float* from = picture + mirrored(y, extent.height) * extent.width * 3;
        float* to = rowOf(padded, extent, 1, 0, y);
        for (std::int64_t x = -1; x <= extent.width; ++x) {
            std::copy_n(from + mirrored(x, extent.width) * 3, 3, to + x * lanes);
            std::fill_n(to + x * lanes + 3, lanes - 3, 0.0F);
        }
    }
}

void takePicture(const float* padded, BlockedExtent extent, float* picture) {
    for (std::int64_t y = 0; y < extent.height; ++y) {
        const float* from = rowOf(padded, extent, 1, 0, y);
        for (std::int64_t x = 0; x < extent.width; ++x)
            std::copy_n(from + x * lanes, 3, picture + (y * extent.width + x) * 3);
    }
}

void reflectBorder(const float* x, BlockedExtent extent, float* padded) {
    const std::int64_t right = extent.width;
    for (std::int64_t block = 0; block < extent.blocks; ++block) {
        for (std::int64_t y = -1; y <= extent.height; ++y) {
            const float* from = rowOf(x, extent, 0, block, mirrored(y, extent.height));
            float* to = rowOf(padded, extent, 1, block, y);
            std::copy_n(from, right * lanes, to);
            std::copy_n(from + mirrored(-1, right) * lanes, lanes, to - lanes);
            std::copy_n(from + mirrored(right, right) * lanes, lanes, to + right * lanes);
        }
    }
}

LIMEN_VECTOR_CLONES
void foldBorder(float* padded, BlockedExtent extent) {
    const std::int64_t right = extent.width;
    for (std::int64_t block = 0; block < extent.blocks; ++block) {
        const auto row = [&](std::int64_t y) { return rowOf(padded, extent, 1, block, y); };
        for (std::int64_t y = -1; y <= extent.height; ++y) {
            add(row(y) + mirrored(-1, right) * lanes, row(y) - lanes, lanes);
            add(row(y) + mirrored(right, right) * lanes, row(y) + right * lanes, lanes);
        }
        for (const std::int64_t y : {std::int64_t{-1}, extent.height})
            add(row(mirrored(y, extent.height)), row(y), right * lanes);
    }
}

LIMEN_VECTOR_CLONES
void halve(const float* x, BlockedExtent extent, float* half) {
    const BlockedExtent result{extent.blocks, extent.height / 2, extent.width / 2};
    for (std::int64_t block = 0; block < result.blocks; ++block) {
        for (std::int64_t y = 0; y < result.height; ++y) {
            const float* __restrict upper = rowOf(x, extent, 0, block, 2 * y);
            const float* __restrict lower = rowOf(x, extent, 0, block, 2 * y + 1);
            float* __restrict to = rowOf(half, result, 0, block, y);
            for (std::int64_t column = 0; column < result.width; ++column)
                for (std::int64_t c = 0; c < lanes; ++c) {
                    const std::int64_t at = 2 * column * lanes + c;
                    to[column * lanes + c] = std::max(std::max(upper[at], upper[at + lanes]),
                                                      std::max(lower[at], lower[at + lanes]));
                }
        }
    }
}

LIMEN_VECTOR_CLONES
void raiseGradient(const float* above, bool halved, const float* x, BlockedExtent extent, float* bordered) {
    const std::int64_t step = halved ? 2 : 1;
    const BlockedExtent given{extent.blocks, extent.height / step, extent.width / step};
    for (std::int64_t block = 0; block < extent.blocks; ++block) {
        for (std::int64_t y = 0; y < given.height; ++y) {
            const float* from = rowOf(above, given, 1, block, y);
            float* to = rowOf(bordered, extent, 2, block, step * y);
            if (!halved) {
                std::copy_n(from, extent.width * lanes, to);
                continue;
            }
            const float* upper = rowOf(x, extent, 0, block, 2 * y);
            const float* lower = rowOf(x, extent, 0, block, 2 * y + 1);
            float* below = rowOf(bordered, extent, 2, block, 2 * y + 1);
            for (std::int64_t column = 0; column < given.width; ++column) {
                const std::int64_t at = 2 * column * lanes;
                giveToLargest(from + column * lanes, upper + at, lower + at, to + at, below + at);
            }
            if (extent.width % 2 != 0)
                for (float* last : {to, below})
                    std::fill_n(last + (extent.width - 1) * lanes, lanes, 0.0F);
        }
        if (halved && extent.height % 2 != 0)
            std::fill_n(rowOf(bordered, extent, 2, block, extent.height - 1), extent.width * lanes, 0.0F);
    }
}

LIMEN_VECTOR_CLONES
double addSquaredDifference(
    const float* x, const float* wanted, float scale, BlockedExtent extent, float* bordered) {
    double total = 0.0;
    for (std::int64_t block = 0; block < extent.blocks; ++block) {
        for (std::int64_t y = 0; y < extent.height; ++y) {
            const float* __restrict found = rowOf(x, extent, 0, block, y);
            const float* __restrict other = rowOf(wanted, extent, 0, block, y);
            float* __restrict to = rowOf(bordered, extent, 2, block, y);
            float squares[lanes] = {};
            for (std::int64_t column = 0; column < extent.width; ++column) {
                for (std::int64_t c = 0; c < lanes; ++c) {
                    const float apart = found[column * lanes + c] - other[column * lanes + c];
                    squares[c] += apart * apart;
                    to[column * lanes + c] += 2.0F * scale * apart;
                }
            }
            for (const float square : squares)
                total += static_cast<double>(square);
        }
    }
    return total;
}

LIMEN_VECTOR_CLONES
void maskGradient(const float* x, BlockedExtent extent, float* bordered) {
    for (std::int64_t block = 0; block < extent.blocks; ++block) {
        for (std::int64_t y = 0; y < extent.height; ++y) {
            const float* __restrict activation = rowOf(x, extent, 0, block, y);
            float* __restrict to = rowOf(bordered, extent, 2, block, y);
            for (std::int64_t i = 0; i < extent.width * lanes; ++i)
                to[i] = activation[i] > 0.0F ? to[i] : 0.0F;
        }
    }
}

}  // namespace limen::models
