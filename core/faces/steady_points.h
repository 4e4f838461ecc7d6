// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "faces/face_aligner.h"

namespace limen {

/// What `aligner` finds on average over 16 views of a photograph: moved by up to 31 pixels, every other one
/// mirrored. Detectors answer from the cells of a grid, and prefer a side: the points of one view say more
/// about where in the grid the face lies than the average does (measured for YuNet on LFW: 5 % of the eye
/// distance). `about`: where the face is; views in which the aligner took another one are left out. None when
/// none is left.
std::optional<FacePoints> steadyPoints(const RgbImage& photo, FaceAligner& aligner, const FacePoints& about);

/// Mean distance of the five points as a share of the eye distance of `reference`.
double landmarkError(const FacePoints& points, const FacePoints& reference);

/// The points of a mirrored image of that width: left and right change places.
FacePoints flippedPoints(const FacePoints& points, int width);

}  // namespace limen
