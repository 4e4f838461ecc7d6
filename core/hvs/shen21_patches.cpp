// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/shen21_patches.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>

namespace limen {

PatchParts decompose(const Plane& patch) {
    PatchParts parts;
    parts.structure = patch;
    std::vector<double>& values = parts.structure.values;
    parts.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    double squares = 0.0;
    for (double& value : values) {
        value -= parts.mean;
        squares += value * value;
    }
    parts.contrast = std::sqrt(squares);
    for (double& value : values)
        value = parts.contrast > 0.0 ? value / parts.contrast : 0.0;
    return parts;
}

Plane recompose(const PatchParts& parts) {
    Plane patch = parts.structure;
    for (double& value : patch.values)
        value = parts.mean + parts.contrast * value;
    return patch;
}

std::vector<int> patchStarts(int extent) {
    std::vector<int> starts;
    int start = 0;
    for (; start + shenPatchSide < extent; start += shenPatchSide - shenPatchOverlap)
        starts.push_back(start);
    starts.push_back(std::max(0, extent - shenPatchSide));
    return starts;
}

Plane extendedToPatches(const GreyImage& grey) {
    Plane image(std::max(grey.width, shenPatchSide), std::max(grey.height, shenPatchSide));
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* from = grey.row(cv::borderInterpolate(y, grey.height, cv::BORDER_REFLECT));
        for (int x = 0; x < image.width; ++x)
            image.row(y)[x] = from[cv::borderInterpolate(x, grey.width, cv::BORDER_REFLECT)];
    }
    return image;
}

std::vector<Plane> patchesOf(const Plane& image) {
    std::vector<Plane> patches;
    for (const int top : patchStarts(image.height))
        for (const int left : patchStarts(image.width)) {
            Plane patch(shenPatchSide, shenPatchSide);
            for (int y = 0; y < shenPatchSide; ++y)
                std::copy_n(image.row(top + y) + left, shenPatchSide, patch.row(y));
            patches.push_back(std::move(patch));
        }
    return patches;
}

Plane stitched(const std::vector<Plane>& patches, int width, int height) {
    Plane image(width, height);
    Raster<std::uint8_t> covered(width, height);
    auto patch = patches.begin();
    for (const int top : patchStarts(height))
        for (const int left : patchStarts(width)) {
            for (int y = 0; y < shenPatchSide; ++y)
                for (int x = 0; x < shenPatchSide; ++x) {
                    double& value = image.row(top + y)[left + x];
                    std::uint8_t& isCovered = covered.row(top + y)[left + x];
                    value = isCovered != 0 ? (value + patch->at(x, y)) / 2.0 : patch->at(x, y);
                    isCovered = 1;
                }
            ++patch;
        }
    return image;
}

}  // namespace limen
