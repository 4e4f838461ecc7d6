// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <memory>

#include "faces/face_aligner.h"

namespace limen {

/// OpenCV's Haar cascades (Viola and Jones 2001), for those who have no detector's card: a frontal face box;
/// two eyes inside it give the similarity, else the box does. Never sets AlignedFace::points. Throws Error
/// (BadInput) when the cascades are not installed or cannot be read.
std::unique_ptr<FaceAligner> createCascadeAligner();

/// LIMEN_CASCADES, or where OpenCV's data files are usually installed. Throws Error (BadInput), saying what
/// to install.
std::filesystem::path cascadeFolder();

}  // namespace limen
