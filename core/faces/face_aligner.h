// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

struct Point2 {
    double x = 0.0;
    double y = 0.0;
};

/// Left eye, right eye, nose, left and right mouth corner; left and right as seen in the image. Pixels of the
/// photo.
using FacePoints = std::array<Point2, 5>;

/// A 2x3 matrix [a -b tx; b a ty], row-major: photo to aligned face.
using Similarity = std::array<double, 6>;

struct AlignedFace {
    RgbImage face;                     ///< 112x112
    std::optional<FacePoints> points;  ///< none when only a face box was found
    Similarity transform{};            ///< photo pixels to face pixels
    double score = 0.0;                ///< of the detector; 0 for cascades
    int otherFaces = 0;                ///< further faces found in the photo
};

/// Finds the face of a photograph and aligns it to 112x112. An instance belongs to one thread.
class FaceAligner {
public:
    virtual ~FaceAligner();
    /// Detector, card hash, template and every parameter that changes the crop; part of an image's identity.
    virtual const std::string& identity() const = 0;
    /// Throws Error (BadInput) with the reason when there is no usable face: side under 32 px, no face found.
    virtual AlignedFace align(const RgbImage& photo) = 0;
};

/// `detector`: name or card of a face detector; empty: OpenCV's face cascade and Limen's landmark network, or
/// the cascades alone where that network or LibTorch is missing; then `remark` says so in one sentence.
/// Throws Error: a card that is missing, wrong or damaged.
std::unique_ptr<FaceAligner> createFaceAligner(const std::string& detector, std::string* remark = nullptr);

/// The least-squares similarity (Umeyama 1991: rotation, uniform scale, translation) that maps `points` onto
/// the 112x112 template of spec/fr_systems.md section 4.
Similarity similarityToTemplate(const FacePoints& points);

/// Bilinear warp of the photo to 112x112, border 0.
RgbImage warpToTemplate(const RgbImage& photo, const Similarity& transform);

}  // namespace limen
