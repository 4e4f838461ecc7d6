// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "quality/face_quality.h"

namespace limen {

/// A network with one value for a face, such as LightQNet: of format "caffe", "onnx" or "tensorflow" on
/// OpenCV, or of format "safetensors" on LibTorch. Throws Error (BadInput) for one with more values, and
/// where the model cannot be used.
std::unique_ptr<FaceQuality> openNetworkQuality(const ModelCard& card, const QualityOptions& options);

}  // namespace limen
