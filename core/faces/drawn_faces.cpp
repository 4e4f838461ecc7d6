// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/drawn_faces.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>

#include "image/opencv_view.h"

namespace limen {

namespace {

/// Uniform numbers that are the same with every standard library (its distributions are not).
class Uniform {
public:
    explicit Uniform(std::uint64_t seed) : m_random(seed * 0x9E3779B97F4A7C15ULL + 1) {}
    double operator()(double low, double high) {
        return low + (high - low) * static_cast<double>(m_random() >> 11U) / 9007199254740992.0;
    }

private:
    std::mt19937_64 m_random;
};

cv::Scalar colour(double red, double green, double blue) {
    return {red, green, blue};
}

/// What makes one drawn person differ from another; lengths in face pixels.
struct Person {
    double skin, warmth, faceWidth, faceHeight, eyeSize, eyeTilt, browHeight, browWeight, noseLength,
        noseWidth, mouthWidth, lipWeight, hairLine, hairShade, iris, beard, glasses;
};

Person makePerson(std::uint64_t identity) {
    Uniform u(identity);
    return {u(95, 225),
            u(0.72, 0.92),
            u(33, 42),
            u(46, 56),
            u(4.2, 7.4),
            u(-7, 7),
            u(6, 12),
            u(1.2, 4.2),
            u(12, 20),
            u(4, 9),
            u(10, 18),
            u(1.4, 4.2),
            u(14, 34),
            u(15, 150),
            u(30, 140),
            u(0, 1),
            u(0, 1)};
}

struct Condition {
    double dx, dy, angle, gain, lightX, lightY, smile, background, texture;
    std::uint64_t noise;
};

Condition makeCondition(std::uint64_t identity, std::uint64_t condition) {
    Uniform u(identity * 7919 + condition * 104729 + 17);
    return {u(-0.7, 0.7),
            u(-0.7, 0.7),
            u(-1.5, 1.5),
            u(0.85, 1.12),
            u(-0.25, 0.25),
            u(-0.2, 0.2),
            u(-1, 2.5),
            u(90, 150),
            u(0.5, 2),
            identity * 31 + condition};
}

constexpr int sub = 16;  // sub-pixel resolution of the drawing
constexpr int shift = 4;

cv::Point at(double x, double y) {
    return {static_cast<int>(std::lround(x * sub)), static_cast<int>(std::lround(y * sub))};
}

cv::Size size(double width, double height) {
    return {static_cast<int>(std::lround(width * sub)), static_cast<int>(std::lround(height * sub))};
}

void ellipse(cv::Mat& image, cv::Point centre, cv::Size axes, double angle, const cv::Scalar& fill) {
    cv::ellipse(image, centre, axes, angle, 0, 360, fill, cv::FILLED, cv::LINE_AA, shift);
}

void drawHead(cv::Mat& image, const Person& p) {
    const cv::Scalar skin = colour(p.skin, p.skin * p.warmth, p.skin * p.warmth * 0.86);
    const cv::Scalar hair = colour(p.hairShade, p.hairShade * 0.8, p.hairShade * 0.62);
    ellipse(image, at(56, 108), size(p.faceWidth + 14, 22), 0, skin * 0.55);
    ellipse(image, at(56, 52), size(p.faceWidth + 7, p.faceHeight + 7), 0, hair);
    ellipse(image, at(56, 66), size(p.faceWidth, p.faceHeight - 4), 0, skin);
    ellipse(image, at(56, p.hairLine - 8), size(p.faceWidth + 2, 20), 0, hair);
    if (p.beard > 0.7)
        ellipse(image, at(56, 100), size(p.faceWidth * 0.7, 15), 0, hair * 0.9);
}

void drawEye(cv::Mat& image, const Person& p, double x, double side) {
    const double y = 51.6;
    ellipse(
        image, at(x, y), size(p.eyeSize + 1.5, p.eyeSize * 0.62), side * p.eyeTilt, colour(238, 236, 230));
    ellipse(image,
            at(x, y),
            size(p.eyeSize * 0.5, p.eyeSize * 0.55),
            0,
            colour(p.iris * 0.7, p.iris * 0.8, p.iris));
    ellipse(image, at(x, y), size(p.eyeSize * 0.22, p.eyeSize * 0.25), 0, colour(12, 12, 14));
    ellipse(image,
            at(x, y - p.browHeight),
            size(p.eyeSize + 4, p.browWeight),
            side * p.eyeTilt * 0.8,
            colour(p.hairShade, p.hairShade * 0.8, p.hairShade * 0.62));
    if (p.glasses > 0.75)
        cv::ellipse(image, at(x, y + 1), size(11, 8), 0, 0, 360, colour(40, 36, 34), 2, cv::LINE_AA, shift);
}

void drawFeatures(cv::Mat& image, const Person& p, const Condition& c) {
    drawEye(image, p, 38.3, 1.0);
    drawEye(image, p, 73.5, -1.0);
    const cv::Scalar shade = colour(p.skin * 0.74, p.skin * p.warmth * 0.68, p.skin * p.warmth * 0.58);
    ellipse(image, at(56, 71.7 - p.noseLength * 0.4), size(2.2, p.noseLength * 0.6), 0, shade * 1.12);
    ellipse(image, at(56, 72.5), size(p.noseWidth, 3.2), 0, shade);
    const cv::Scalar lips = colour(p.skin * 0.82, p.skin * 0.42, p.skin * 0.42);
    cv::ellipse(image,
                at(56, 92.3 - c.smile),
                size(p.mouthWidth, 3.5 + std::abs(c.smile)),
                0,
                10,
                170,
                lips,
                static_cast<int>(std::lround(1 + p.lipWeight)),
                cv::LINE_AA,
                shift);
}

/// The relief of a person's face: smooth light and shade, a few pixels wide, the same in every condition.
cv::Mat relief(std::uint64_t identity) {
    cv::RNG random(identity * 2654435761ULL + 99);
    cv::Mat coarse(12, 12, CV_32F);
    for (int y = 0; y < coarse.rows; ++y)
        for (int x = 0; x < coarse.cols; ++x)
            coarse.at<float>(y, x) = static_cast<float>(random.uniform(-1.0, 1.0));
    cv::Mat fine;
    cv::resize(coarse, fine, cv::Size(alignedSize, alignedSize), 0, 0, cv::INTER_CUBIC);
    return fine;
}

void addRelief(cv::Mat& image, std::uint64_t identity) {
    constexpr double strength = 0.16;
    const cv::Mat shade = relief(identity);
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            for (int channel = 0; channel < 3; ++channel) {
                std::uint8_t& value = image.at<cv::Vec3b>(y, x)[channel];
                value =
                    cv::saturate_cast<std::uint8_t>(value * (1.0 + strength * double{shade.at<float>(y, x)}));
            }
}

void light(cv::Mat& image, const Condition& c) {
    cv::RNG noise(c.noise + 1);  // OpenCV's own generator: the same on every platform
    for (int y = 0; y < image.rows; ++y) {
        auto* row = image.ptr<cv::Vec3b>(y);
        for (int x = 0; x < image.cols; ++x) {
            const double gain = c.gain * (1.0 + c.lightX * (x - 56) / 56.0 + c.lightY * (y - 56) / 56.0);
            const double grain = noise.uniform(-1.0, 1.0) + noise.uniform(-1.0, 1.0);
            for (int channel = 0; channel < 3; ++channel)
                row[x][channel] = cv::saturate_cast<std::uint8_t>(row[x][channel] * gain + grain * c.texture);
        }
    }
}

}  // namespace

RgbImage drawFace(std::uint64_t identity, std::uint64_t condition) {
    const Person person = makePerson(identity);
    const Condition c = makeCondition(identity, condition);
    cv::Mat drawing(
        alignedSize, alignedSize, CV_8UC3, colour(c.background, c.background * 0.95, c.background * 0.9));
    drawHead(drawing, person);
    drawFeatures(drawing, person, c);
    addRelief(drawing, identity);
    cv::Mat move = cv::getRotationMatrix2D(cv::Point2f(56, 66), c.angle, 1.0);
    move.at<double>(0, 2) += c.dx;
    move.at<double>(1, 2) += c.dy;
    cv::Mat moved;
    cv::warpAffine(drawing, moved, move, drawing.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::GaussianBlur(moved, moved, cv::Size(3, 3), 0.7);
    light(moved, c);
    RgbImage image(alignedSize, alignedSize);
    moved.copyTo(rgbView(image));
    return image;
}

}  // namespace limen
