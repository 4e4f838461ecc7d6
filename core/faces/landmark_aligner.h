// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "faces/face_aligner.h"
#include "recognition/model_card.h"

namespace limen {

/// Name of the landmark network that Limen ships.
inline constexpr const char* builtInLandmarks = "limen-landmarks";

/// The face boxes of OpenCV's cascade, each looked at twice by a landmark network, which turns away what is
/// no face and finds the five points of the others. Where the cascade finds nothing, the network itself looks
/// over the photograph. Throws Error (BadInput): cascades that are not there, a card or weights that do not
/// fit; (Failure): Limen's networks cannot be loaded.
std::unique_ptr<FaceAligner> createLandmarkAligner(const ModelCard& card);

}  // namespace limen
