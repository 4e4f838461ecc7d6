// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <opencv2/objdetect.hpp>

namespace limen {

inline constexpr const char* faceCascadeFile = "haarcascade_frontalface_default.xml";
inline constexpr const char* eyeCascadeFile = "haarcascade_eye.xml";

/// LIMEN_CASCADES, or where OpenCV's data files are usually installed. Throws Error (BadInput), saying what
/// to install.
std::filesystem::path cascadeFolder();

/// One of OpenCV's Haar cascades (Viola and Jones 2001). Throws Error (BadInput) when it cannot be read.
cv::CascadeClassifier loadCascade(const std::filesystem::path& file);

}  // namespace limen
