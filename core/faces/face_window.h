// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <opencv2/core.hpp>

#include "faces/face_aligner.h"

namespace limen {

/// A square part of a photograph, turned with the face in it.
struct FaceWindow {
    Point2 centre;       ///< pixels of the photograph
    double side = 0.0;   ///< likewise
    double angle = 0.0;  ///< direction of the window's x axis in the photograph, radians
};

/// A square of the aligned 112x112 face, in its pixels.
struct TemplateSquare {
    Point2 centre;
    double side = 0.0;
};

/// Where the box of OpenCV's frontal face cascade lies in the aligned face: medians over 493 photographs of
/// LFW aligned by YuNet (side 97.4, with four fifths between 89 and 107; centre 55.0, 62.9). The template is
/// symmetric about x = 56.
inline constexpr TemplateSquare cascadeBox{{56.0, 62.9}, 97.4};

/// The window that shows `square` of the face with these points (pixels of the photograph).
/// Throws Error (BadInput) when the points do not span a face.
FaceWindow windowOfFace(const FacePoints& points, const TemplateSquare& square);

/// Photograph to the pixels of the window drawn with `pixels` x `pixels`.
Similarity windowTransform(const FaceWindow& window, int pixels);

/// The window as an image of `pixels` x `pixels`, black beyond the photograph's border. Reduced by averaging
/// where the photograph is finer, so that large faces do not alias.
cv::Mat cutWindow(const cv::Mat& photo, const FaceWindow& window, int pixels);

}  // namespace limen
