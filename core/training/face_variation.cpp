// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/face_variation.h"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "image/opencv_view.h"
#include "training/photo_damage.h"

namespace limen {

namespace {

/// The teacher judges the varied face itself, so that much may happen to it; yet most users' faces are whole.
constexpr PhotoDamage damage = {.hidden = 0.12, .fewPixels = 0.15, .noisy = 0.2};

/// Similarity about the centre, a little unequal in x and y, plus a smooth field of displacements.
cv::Mat moved(const cv::Mat& face, SampleRandom& random) {
    const double width = face.cols;
    const double height = face.rows;
    const double angle = random.normal(3.5) * std::numbers::pi / 180.0;
    const double scale = 1.0 + random.normal(0.04);
    const double aspect = 1.0 + random.normal(0.03);
    const double shiftX = random.normal(0.015) * width;
    const double shiftY = random.normal(0.015) * height;
    const double mirror = random.chance(0.5) ? -1.0 : 1.0;
    constexpr int knots = 5;
    const double bend = random.chance(0.6) ? random.uniform(0.5, 3.0) : 0.0;
    cv::Mat field(knots, knots, CV_32FC2);
    for (int y = 0; y < knots; ++y)
        for (int x = 0; x < knots; ++x)
            field.at<cv::Vec2f>(y, x) = {static_cast<float>(random.normal(bend)),
                                         static_cast<float>(random.normal(bend))};
    cv::Mat map;
    cv::resize(field, map, face.size(), 0, 0, cv::INTER_CUBIC);
    const double cosine = std::cos(angle) * scale;
    const double sine = std::sin(angle) * scale;
    for (int y = 0; y < map.rows; ++y) {
        const double v = y - height / 2.0 + shiftY;
        for (int x = 0; x < map.cols; ++x) {
            const double u = mirror * (x - width / 2.0 + 0.5) + shiftX;
            auto& place = map.at<cv::Vec2f>(y, x);
            place[0] += static_cast<float>((cosine * u - sine * v) * aspect + width / 2.0 - 0.5);
            place[1] += static_cast<float>((sine * u + cosine * v) / aspect + height / 2.0);
        }
    }
    cv::Mat result;
    const int border = random.chance(0.5) ? cv::BORDER_REFLECT_101 : cv::BORDER_CONSTANT;
    cv::remap(face, result, map, cv::Mat(), cv::INTER_LINEAR, border);
    return result;
}

}  // namespace

RgbImage varyFace(const RgbImage& face, SampleRandom& random) {
    cv::Mat view = moved(rgbView(face), random);
    damagePhoto(view, damage, random);
    RgbImage result(face.width, face.height);
    view.copyTo(rgbView(result));
    return result;
}

}  // namespace limen
