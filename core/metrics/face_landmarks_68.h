// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "faces/face_aligner.h"
#include "recognition/opencv_network.h"

namespace limen {

/// A network that finds the 68 landmarks of 300-W in an aligned face, such as PFLD (Guo 2019): x and y of
/// each as shares of its input. An instance belongs to one thread.
class FaceLandmarks68 {
public:
    /// Throws Error (BadInput): a format that OpenCV does not read, hash mismatch, a network with other
    /// values.
    explicit FaceLandmarks68(const ModelCard& card);

    /// In pixels of the face. Throws Error (BadInput) unless it has 112x112 pixels.
    std::vector<Point2> find(const RgbImage& face);

private:
    std::vector<float> m_input;
    ModelInput m_layout;
    OpencvNetwork m_network;
};

}  // namespace limen
