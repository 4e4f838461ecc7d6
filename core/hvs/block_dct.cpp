// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/block_dct.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace limen {

namespace {

using Matrix = std::array<std::array<double, blockSide>, blockSide>;

Matrix makeBasis() {
    Matrix basis{};
    for (std::size_t u = 0; u < blockSide; ++u)
        for (std::size_t x = 0; x < blockSide; ++x)
            basis[u][x] = std::sqrt((u == 0 ? 1.0 : 2.0) / blockSide) *
                          std::cos((2.0 * static_cast<double>(x) + 1.0) * static_cast<double>(u) *
                                   std::numbers::pi / (2.0 * blockSide));
    return basis;
}

Matrix transposed(const Matrix& matrix) {
    Matrix result{};
    for (std::size_t i = 0; i < blockSide; ++i)
        for (std::size_t k = 0; k < blockSide; ++k)
            result[k][i] = matrix[i][k];
    return result;
}

/// Every block B becomes left * B * right.
void multiplyBlocks(Plane& plane, const Matrix& left, const Matrix& right) {
    const auto stride = static_cast<std::size_t>(plane.width);
    for (int y = 0; y < plane.height; y += blockSide)
        for (int x = 0; x < plane.width; x += blockSide) {
            double* block = plane.row(y) + x;
            Matrix half{};
            for (std::size_t i = 0; i < blockSide; ++i)
                for (std::size_t k = 0; k < blockSide; ++k)
                    for (std::size_t j = 0; j < blockSide; ++j)
                        half[i][j] += left[i][k] * block[k * stride + j];
            for (std::size_t i = 0; i < blockSide; ++i) {
                std::array<double, blockSide> sums{};
                for (std::size_t k = 0; k < blockSide; ++k)
                    for (std::size_t j = 0; j < blockSide; ++j)
                        sums[j] += half[i][k] * right[k][j];
                std::copy(sums.begin(), sums.end(), block + i * stride);
            }
        }
}

const Matrix& basis() {
    static const Matrix matrix = makeBasis();
    return matrix;
}

const Matrix& basisTransposed() {
    static const Matrix matrix = transposed(basis());
    return matrix;
}

}  // namespace

Plane paddedToBlocks(const GreyImage& grey) {
    Plane plane(wholeBlocks(grey.width), wholeBlocks(grey.height));
    for (int y = 0; y < plane.height; ++y) {
        const std::uint8_t* from = grey.row(std::min(y, grey.height - 1));
        double* to = plane.row(y);
        std::copy(from, from + grey.width, to);
        std::fill(to + grey.width, to + plane.width, from[grey.width - 1]);
    }
    return plane;
}

Plane cropped(Plane plane, int width, int height) {
    if (plane.width == width && plane.height == height)
        return plane;
    Plane result(width, height);
    for (int y = 0; y < height; ++y)
        std::copy(plane.row(y), plane.row(y) + width, result.row(y));
    return result;
}

void transformBlocks(Plane& plane) {
    multiplyBlocks(plane, basis(), basisTransposed());
}

void restoreBlocks(Plane& plane) {
    multiplyBlocks(plane, basisTransposed(), basis());
}

}  // namespace limen
