// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/block_karhunen_loeve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <opencv2/core.hpp>
#include <utility>

#include "hvs/block_dct.h"
#include "hvs/raster_view.h"

namespace limen {

namespace {

constexpr int size = blockSide * blockSide;
constexpr int blocksAtOnce = 1024;  // products of so many pairs of pixels fit a 32-bit sum

using Vectors = std::array<std::array<std::int16_t, blocksAtOnce>, size>;

struct Moments {
    cv::Mat_<double> products = cv::Mat_<double>(size, size, 0.0);  ///< sums over blocks of x x^T
    cv::Mat_<double> sums = cv::Mat_<double>(size, 1, 0.0);
    double count = 0.0;
};

/// Adds `count` blocks. Sums of whole numbers: exact.
void addTo(Moments& moments, const Vectors& vectors, int count) {
    for (int i = 0; i < size; ++i) {
        const auto& a = vectors[static_cast<std::size_t>(i)];
        int sum = 0;
        for (int n = 0; n < count; ++n)
            sum += a[static_cast<std::size_t>(n)];
        moments.sums(i) += sum;
        for (int j = i; j < size; ++j) {
            const auto& b = vectors[static_cast<std::size_t>(j)];
            int product = 0;
            for (int n = 0; n < count; ++n)
                product += a[static_cast<std::size_t>(n)] * b[static_cast<std::size_t>(n)];
            moments.products(i, j) += product;
        }
    }
    moments.count += count;
}

Moments momentsOf(const Raster<std::uint8_t>& image, int width, int height) {
    Moments moments;
    const auto vectors = std::make_unique<Vectors>();
    int count = 0;
    for (int y = 0; y + blockSide <= height; y += blockSide)
        for (int x = 0; x + blockSide <= width; x += blockSide) {
            for (int k = 0; k < size; ++k)
                (*vectors)[static_cast<std::size_t>(k)][static_cast<std::size_t>(count)] =
                    image.row(y + k / blockSide)[x + k % blockSide];
            if (++count < blocksAtOnce)
                continue;
            addTo(moments, *vectors, count);
            count = 0;
        }
    addTo(moments, *vectors, count);
    for (int i = 0; i < size; ++i)
        for (int j = 0; j < i; ++j)
            moments.products(i, j) = moments.products(j, i);
    return moments;
}

/// The mean number of components, weighed by how probable it is that so much energy is just enough: a Weibull
/// density that the authors fitted to the judgements of observers. `energies`: of the components, leading
/// ones first.
int criticalPoint(const std::array<double, size>& energies) {
    constexpr double shape = 894.16;
    constexpr double scale = 0.99805;
    double total = 0.0;
    for (const double energy : energies)
        total += energy;
    if (!(total > 0.0))
        return size;  // black
    double cumulative = 0.0;
    double weights = 0.0;
    double weighted = 0.0;
    for (int k = 1; k <= size; ++k) {
        cumulative += energies[static_cast<std::size_t>(k - 1)] / total;
        const double relative = cumulative / scale;
        const double weight =
            shape / scale * std::pow(relative, shape - 1.0) * std::exp(-std::pow(relative, shape));
        weights += weight;
        weighted += k * weight;
    }
    return std::clamp(static_cast<int>(std::ceil(weighted / weights)), 1, size);
}

/// Every block b of the plane becomes projector * b.
void projectBlocks(Plane& plane, const cv::Mat& projector) {
    const auto stride = static_cast<std::size_t>(plane.width);
    for (int y = 0; y < plane.height; y += blockSide)
        for (int x = 0; x < plane.width; x += blockSide) {
            double* block = plane.row(y) + x;
            std::array<double, size> projected{};
            // Four pixels at once: the sums are read and written a quarter as often.
            for (int k = 0; k < size; k += 4) {
                const double* value =
                    block + static_cast<std::size_t>(k / blockSide) * stride + k % blockSide;
                const double* a = projector.ptr<double>(k);  // symmetric: rows are columns
                const double* b = a + size;
                const double* c = b + size;
                const double* d = c + size;
                for (std::size_t i = 0; i < size; ++i)
                    projected[i] += (a[i] * value[0] + b[i] * value[1]) + (c[i] * value[2] + d[i] * value[3]);
            }
            for (std::size_t row = 0; row < blockSide; ++row)
                std::copy_n(projected.data() + row * blockSide, blockSide, block + row * stride);
        }
}

}  // namespace

LosslessImage criticalLosslessImage(const GreyImage& grey) {
    const int wholeWidth = grey.width / blockSide * blockSide;
    const int wholeHeight = grey.height / blockSide * blockSide;
    LosslessImage result{paddedToBlocks(grey), 0};
    Moments moments;
    if (wholeWidth > 0 && wholeHeight > 0) {
        moments = momentsOf(grey, wholeWidth, wholeHeight);
    } else {
        GreyImage padded(result.image.width, result.image.height);
        std::copy(result.image.values.begin(), result.image.values.end(), padded.values.begin());
        moments = momentsOf(padded, padded.width, padded.height);
    }
    const cv::Mat covariance = moments.products - moments.sums * moments.sums.t() / moments.count;
    cv::Mat_<double> variances;
    cv::Mat_<double> components;  // one per row, largest variance first
    cv::eigen(covariance, variances, components);

    // The components are those of the centred blocks, their energies those of the blocks as they are.
    std::array<double, size> energies{};
    for (int k = 0; k < size; ++k) {
        const cv::Mat component = components.row(k);
        energies[static_cast<std::size_t>(k)] =
            std::max(0.0, cv::Mat(component * moments.products).dot(component));
    }
    result.components = criticalPoint(energies);
    const cv::Mat kept = components.rowRange(0, result.components);
    projectBlocks(result.image, kept.t() * kept);
    result.image = cropped(std::move(result.image), grey.width, grey.height);
    return result;
}

}  // namespace limen
