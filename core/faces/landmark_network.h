// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "faces/face_aligner.h"
#include "faces/face_window.h"
#include "models/models_api.h"
#include "recognition/model_card.h"

namespace limen {

// The network's side of a landmark: what it is shown and what it answers, for its training as for its use.

/// Side of the square it is shown, in pixels.
inline constexpr int landmarkInputSide = 64;
/// Values of one input: side x side x RGB.
inline constexpr std::size_t landmarkInputValues = std::size_t{landmarkInputSide} * landmarkInputSide * 3;
/// Values of one answer: x and y of five points, each (v - middle) / (side / 2), then the logit of "a face".
inline constexpr int landmarkOutputs = 11;

/// First look: a face box and a quarter more, so that a box that lies badly still holds the face.
inline constexpr TemplateSquare firstLook{cascadeBox.centre, 1.25 * cascadeBox.side};
/// Second look, placed by the answer to the first: the five points with the least around them that profiles
/// need.
inline constexpr TemplateSquare secondLook{{56.0, 71.0}, 86.0};

/// (v - 127.5) / 127.5 of an 8-bit image of landmarkInputSide, in R, G, B order whatever `bgr` says of the
/// image's.
void writeLandmarkInput(const cv::Mat& image, bool bgr, std::span<float> out);

/// Points in pixels of the network's input to the network's values, and back.
void encodePoints(const FacePoints& points, std::span<float> values);
FacePoints decodePoints(std::span<const float> values);

/// What the network sees in a window.
struct LandmarkReading {
    FacePoints points;        ///< pixels of the photograph
    double confidence = 0.0;  ///< that there is a face, 0..1
};

/// Limen's landmark network. An instance belongs to one thread and computes on it alone.
class LandmarkNetwork {
public:
    /// Throws Error (BadInput): another architecture, hash mismatch, weights that do not fit; (Failure):
    /// Limen's networks cannot be loaded.
    explicit LandmarkNetwork(const ModelCard& card);

    /// One reading per window. `bgr`: a photograph in OpenCV's order. A reading does not depend on the
    /// others.
    std::vector<LandmarkReading> read(const cv::Mat& bgr, std::span<const FaceWindow> windows);

private:
    std::unique_ptr<models::EmbeddingNetwork> m_network;
    std::vector<float> m_input;
    std::vector<float> m_output;
};

}  // namespace limen
