// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/image_features.h"

#include "image/opencv_view.h"

namespace limen {

ImageFeatures::ImageFeatures(const ModelCard& card) : m_layout(card.input), m_network(card) {
    describe(RgbImage(1, 1));  // a graph that fails should fail when it is opened
}

std::vector<float> ImageFeatures::describe(const RgbImage& image) {
    if (image.empty())
        throwBadInput("An image without pixels has no features.");
    cv::Mat values;
    rgbView(image).convertTo(values, CV_32FC3);
    if (m_layout.bgr)
        cv::cvtColor(values, values, cv::COLOR_RGB2BGR);
    const auto& mean = m_layout.mean;
    const auto& deviation = m_layout.std;
    cv::subtract(values, cv::Scalar(mean[0], mean[1], mean[2]), values);
    cv::divide(values, cv::Scalar(deviation[0], deviation[1], deviation[2]), values);
    cv::Mat resized;
    cv::resize(values, resized, {m_layout.width, m_layout.height}, 0, 0, cv::INTER_LINEAR);
    return m_network.forward({resized.ptr<float>(), resized.total() * 3}, 1);
}

}  // namespace limen
