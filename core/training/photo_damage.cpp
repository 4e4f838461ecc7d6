// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/photo_damage.h"

#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace limen {

namespace {

cv::Scalar randomColour(SampleRandom& random) {
    return {random.uniform(0, 255), random.uniform(0, 255), random.uniform(0, 255)};
}

/// A bar or a disc over up to a third of the image: hands, hair, other people.
void occlude(cv::Mat& rgb, SampleRandom& random) {
    const double side = rgb.cols;
    const cv::Point2f centre(static_cast<float>(random.uniform(0, side)),
                             static_cast<float>(random.uniform(0, side)));
    const cv::Size2f size(static_cast<float>(random.uniform(0.1, 0.6) * side),
                          static_cast<float>(random.uniform(0.1, 0.5) * side));
    const cv::RotatedRect area(centre, size, static_cast<float>(random.uniform(0, 180)));
    if (random.chance(0.5)) {
        cv::ellipse(rgb, area, randomColour(random), cv::FILLED, cv::LINE_AA);
        return;
    }
    std::array<cv::Point2f, 4> corners;
    area.points(corners.data());
    std::vector<cv::Point> polygon(corners.begin(), corners.end());
    cv::fillConvexPoly(rgb, polygon, randomColour(random), cv::LINE_AA);
}

/// Brightness that changes along a line through the image.
void lightFromASide(cv::Mat& rgb, SampleRandom& random) {
    const double angle = random.uniform(0, 2 * CV_PI);
    const double strength = random.uniform(0.2, 0.9);
    const double half = rgb.cols / 2.0;
    for (int y = 0; y < rgb.rows; ++y) {
        auto* row = rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            const double along = ((x - half) * std::cos(angle) + (y - half) * std::sin(angle)) / half;
            for (int c = 0; c < 3; ++c)
                row[x][c] = cv::saturate_cast<std::uint8_t>(row[x][c] * (1.0 + strength * along));
        }
    }
}

void changeColours(cv::Mat& rgb, SampleRandom& random) {
    if (const double saturation = random.chance(0.2) ? 0.0 : random.uniform(0.5, 1.4); saturation != 1.0) {
        cv::Mat grey;
        cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
        cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
        cv::addWeighted(rgb, saturation, grey, 1.0 - saturation, 0.0, rgb);
    }
    const double gain = std::exp(random.normal(0.25));
    const double offset = random.normal(15);
    const double gamma = std::exp(random.normal(0.3));
    cv::Mat curve(1, 256, CV_8UC3);
    for (int c = 0; c < 3; ++c) {
        const double tint = std::exp(random.normal(0.07));
        for (int v = 0; v < 256; ++v)
            curve.at<cv::Vec3b>(0, v)[c] =
                cv::saturate_cast<std::uint8_t>(255.0 * std::pow(v / 255.0, gamma) * gain * tint + offset);
    }
    cv::LUT(rgb, curve, rgb);
}

void losePixels(cv::Mat& rgb, SampleRandom& random) {
    const cv::Size size = rgb.size();
    const int fewer = cvRound(size.width * random.uniform(0.2, 0.8));
    cv::resize(rgb, rgb, {fewer, fewer}, 0, 0, cv::INTER_AREA);
    cv::resize(rgb, rgb, size, 0, 0, random.chance(0.5) ? cv::INTER_LINEAR : cv::INTER_CUBIC);
}

void addNoise(cv::Mat& rgb, SampleRandom& random) {
    const double deviation = random.uniform(2, 18);
    for (int y = 0; y < rgb.rows; ++y) {
        auto* row = rgb.ptr<std::uint8_t>(y);
        for (int i = 0; i < rgb.cols * 3; ++i)
            row[i] = cv::saturate_cast<std::uint8_t>(row[i] + random.normal(deviation));
    }
}

void compress(cv::Mat& rgb, SampleRandom& random) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", rgb, bytes, {cv::IMWRITE_JPEG_QUALITY, 10 + random.below(70)});
    rgb = cv::imdecode(bytes, cv::IMREAD_COLOR);
}

}  // namespace

void damagePhoto(cv::Mat& rgb, const PhotoDamage& often, SampleRandom& random) {
    if (random.chance(often.hidden))
        occlude(rgb, random);
    if (random.chance(often.sideLight))
        lightFromASide(rgb, random);
    if (random.chance(often.recoloured))
        changeColours(rgb, random);
    if (random.chance(often.fewPixels))
        losePixels(rgb, random);
    if (random.chance(often.blurred))
        cv::GaussianBlur(rgb, rgb, {}, random.uniform(0.4, 1.8));
    if (random.chance(often.noisy))
        addNoise(rgb, random);
    if (random.chance(often.jpeg))
        compress(rgb, random);
}

}  // namespace limen
