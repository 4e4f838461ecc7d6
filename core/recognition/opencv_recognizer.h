// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "recognition/model_card.h"
#include "recognition/recognizer.h"

namespace limen {

/// A recognizer of format "caffe", "onnx" or "tensorflow", run by OpenCV's DNN module in fp32 on the CPU, on one
/// thread (OpenCV's count is set for the whole process: its results may depend on it).
std::unique_ptr<Recognizer> openOpencvRecognizer(const ModelCard& card, const RecognizerOptions& options);

}  // namespace limen
