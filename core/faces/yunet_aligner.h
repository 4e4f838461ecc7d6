// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "faces/face_aligner.h"
#include "recognition/model_card.h"

namespace limen {

/// YuNet through OpenCV's FaceDetectorYN: box and five points, aligned by least squares (reference/README.md
/// section 6). The card's options `score`, `nms` and `top` refine it; 0.6, 0.3 and 50 where it says nothing.
/// Throws Error (BadInput): wrong option, hash mismatch, a file that is no YuNet.
std::unique_ptr<FaceAligner> createYunetAligner(const ModelCard& card);

}  // namespace limen
