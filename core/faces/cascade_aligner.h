// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "faces/face_aligner.h"

namespace limen {

/// OpenCV's Haar cascades (Viola and Jones 2001) alone, where Limen's networks cannot run: a frontal face
/// box; two eyes inside it give the similarity, else the box does. Never sets AlignedFace::points. Throws
/// Error (BadInput) when the cascades are not installed or cannot be read.
std::unique_ptr<FaceAligner> createCascadeAligner();

}  // namespace limen
