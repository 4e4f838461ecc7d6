// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/face_landmarks_68.h"

#include <fmt/format.h>

#include "metrics/landmark_nme.h"
#include "recognition/face_input.h"

namespace limen {

FaceLandmarks68::FaceLandmarks68(const ModelCard& card)
    : m_input(std::size_t{3} * static_cast<std::size_t>(card.input.width * card.input.height)),
      m_layout(card.input),
      m_network(card) {
    const std::size_t values = m_network.forward(m_input, 1, ErrorKind::BadInput).size();
    if (values != 2 * landmarkCount68)
        throwBadInput(fmt::format("The network of {} gives {} values instead of {} landmarks.",
                                  card.name,
                                  values,
                                  landmarkCount68),
                      "Use a network for the 68 landmarks of 300-W.");
}

std::vector<Point2> FaceLandmarks68::find(const RgbImage& face) {
    writeFaceInput(face, m_layout, m_input);
    const std::vector<float> values = m_network.forward(m_input, 1);
    std::vector<Point2> points(landmarkCount68);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {m_layout.cropX + static_cast<double>(values[2 * i]) * m_layout.cropWidth,
                     m_layout.cropY + static_cast<double>(values[2 * i + 1]) * m_layout.cropHeight};
    return points;
}

}  // namespace limen
