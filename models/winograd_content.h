// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace limen::models {

/// A 3x3 convolution of a content network over a reflected border, with a ReLU.
struct ContentLayer {
    std::vector<float> weight;  ///< out x in x 3 x 3
    std::vector<float> bias;    ///< out
    std::int64_t in = 0, out = 0;
    bool halvesBefore = false;  ///< the largest of every 2 x 2 pixels goes in
    bool kept = false;          ///< the loss compares its activations
};

/// The content loss (Tian 2022, eq. (7)) and its gradient in fp32, by Winograd's convolutions F(4x4, 3x3)
/// (Lavin 2016) of oneDNN: a quarter of the multiplications, which a network that stays can afford since its
/// weights are transformed once. Images are dealt with one at a time, so that activations stay in the cache,
/// and forward and backward at once, so that nothing of a batch has to be kept.
class WinogradContent {
public:
    virtual ~WinogradContent() = default;

    /// Sum over the kept layers of the mean squared difference of what they see in `predicted` and `wanted`;
    /// `gradient`: of that sum at `predicted`. Each `count` x height x width x 3 floats. The result does not
    /// depend on the number of threads.
    virtual double loss(std::span<const float> predicted,
                        std::span<const float> wanted,
                        std::int64_t count,
                        std::span<float> gradient) = 0;
};

/// For pictures of one size, on `threads` threads. Gives none where this build or this processor has no such
/// convolutions (they need AVX-512), or where the size leaves a layer without two rows and columns.
std::unique_ptr<WinogradContent> makeWinogradContent(std::span<const ContentLayer> layers,
                                                     std::int64_t height,
                                                     std::int64_t width,
                                                     int threads);

}  // namespace limen::models
