// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "hvs/raster.h"

namespace limen {

/// Side of the patches of Shen 2021, and by how much neighbours overlap.
inline constexpr int shenPatchSide = 64;
inline constexpr int shenPatchOverlap = 14;

/// A patch as the model takes it apart: x = mean + contrast * structure.
struct PatchParts {
    double mean = 0.0;
    double contrast = 0.0;  ///< Euclidean norm of x - mean: not its standard deviation
    Plane structure;        ///< of norm 1; of a flat patch zeros
};

PatchParts decompose(const Plane& patch);
Plane recompose(const PatchParts& parts);

/// Where patches begin along a side of an image: every 50 pixels, the last one where the image ends (of 112:
/// 0 and 48). The authors' program leaves out what fills no patch.
std::vector<int> patchStarts(int extent);

/// An image with sides of at least a patch: a shorter one is continued to the right and below by its mirror
/// image, the outermost pixels twice.
Plane extendedToPatches(const GreyImage& grey);

/// The patches of an extended image, row by row.
std::vector<Plane> patchesOf(const Plane& image);

/// The image of patches: each laid over those before it, row by row, and the mean of both where they overlap,
/// as the authors' program has it (without its rounding on the way).
Plane stitched(const std::vector<Plane>& patches, int width, int height);

}  // namespace limen
