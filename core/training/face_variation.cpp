// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/face_variation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <vector>

#include "image/opencv_view.h"

namespace limen {

namespace {

class Chance {
public:
    explicit Chance(std::mt19937_64& random) : m_random(random) {}

    float between(float low, float high) {
        return std::uniform_real_distribution<float>(low, high)(m_random);
    }
    float normal(float deviation) { return std::normal_distribution<float>(0.0F, deviation)(m_random); }
    bool of(float probability) { return between(0.0F, 1.0F) < probability; }
    std::uint64_t bits() { return m_random(); }

private:
    std::mt19937_64& m_random;
};

/// Similarity about the centre, a little unequal in x and y, plus a smooth field of displacements.
cv::Mat moved(const cv::Mat& face, Chance& chance) {
    const auto width = static_cast<float>(face.cols);
    const auto height = static_cast<float>(face.rows);
    const float angle = chance.normal(3.5F) * std::numbers::pi_v<float> / 180.0F;
    const float scale = 1.0F + chance.normal(0.04F);
    const float aspect = 1.0F + chance.normal(0.03F);
    const float shiftX = chance.normal(0.015F) * width;
    const float shiftY = chance.normal(0.015F) * height;
    const float mirror = chance.of(0.5F) ? -1.0F : 1.0F;
    constexpr int knots = 5;
    const float bend = chance.of(0.6F) ? chance.between(0.5F, 3.0F) : 0.0F;
    cv::Mat field(knots, knots, CV_32FC2);
    for (int y = 0; y < knots; ++y)
        for (int x = 0; x < knots; ++x)
            field.at<cv::Vec2f>(y, x) = {chance.normal(bend), chance.normal(bend)};
    cv::Mat map;
    cv::resize(field, map, face.size(), 0, 0, cv::INTER_CUBIC);
    const float cosine = std::cos(angle) * scale;
    const float sine = std::sin(angle) * scale;
    for (int y = 0; y < map.rows; ++y) {
        const float v = static_cast<float>(y) - height / 2.0F + shiftY;
        for (int x = 0; x < map.cols; ++x) {
            const float u = mirror * (static_cast<float>(x) - width / 2.0F + 0.5F) + shiftX;
            auto& place = map.at<cv::Vec2f>(y, x);
            place[0] += (cosine * u - sine * v) * aspect + width / 2.0F - 0.5F;
            place[1] += (sine * u + cosine * v) / aspect + height / 2.0F;
        }
    }
    cv::Mat result;
    const int border = chance.of(0.5F) ? cv::BORDER_REFLECT_101 : cv::BORDER_CONSTANT;
    cv::remap(face, result, map, cv::Mat(), cv::INTER_LINEAR, border);
    return result;
}

void recolour(cv::Mat& face, Chance& chance) {
    if (chance.of(0.08F)) {
        cv::Mat grey;
        cv::cvtColor(face, grey, cv::COLOR_RGB2GRAY);
        cv::cvtColor(grey, face, cv::COLOR_GRAY2RGB);
    }
    const float gamma = std::exp(chance.normal(0.2F));
    const float contrast = std::exp(chance.normal(0.15F));
    const float brightness = chance.normal(14.0F);
    cv::Mat table(1, 256, CV_8UC3);
    for (int c = 0; c < 3; ++c) {
        const float gain = std::exp(chance.normal(0.06F));
        for (int value = 0; value < 256; ++value) {
            const float bent = 255.0F * std::pow(static_cast<float>(value) / 255.0F, gamma) * gain;
            table.at<cv::Vec3b>(0, value)[c] =
                cv::saturate_cast<std::uint8_t>((bent - 128.0F) * contrast + 128.0F + brightness);
        }
    }
    cv::LUT(face, table, face);
    if (chance.of(0.3F)) {  // light from one side
        const float angle = chance.between(0.0F, 2.0F * std::numbers::pi_v<float>);
        const float strength = chance.between(0.1F, 0.5F) / static_cast<float>(face.cols);
        for (int y = 0; y < face.rows; ++y) {
            for (int x = 0; x < face.cols; ++x) {
                const float along =
                    std::cos(angle) * (static_cast<float>(x) - static_cast<float>(face.cols) / 2.0F) +
                    std::sin(angle) * (static_cast<float>(y) - static_cast<float>(face.rows) / 2.0F);
                for (int c = 0; c < 3; ++c) {
                    std::uint8_t& value = face.at<cv::Vec3b>(y, x)[c];
                    value = cv::saturate_cast<std::uint8_t>(static_cast<float>(value) *
                                                            (1.0F + strength * along));
                }
            }
        }
    }
}

void hide(cv::Mat& face, Chance& chance) {
    const cv::Point centre(static_cast<int>(chance.between(0.0F, static_cast<float>(face.cols))),
                           static_cast<int>(chance.between(0.2F, 1.0F) * static_cast<float>(face.rows)));
    const cv::Size half(static_cast<int>(chance.between(6.0F, 24.0F)),
                        static_cast<int>(chance.between(4.0F, 20.0F)));
    const cv::Scalar colour(
        chance.between(0.0F, 255.0F), chance.between(0.0F, 255.0F), chance.between(0.0F, 255.0F));
    if (chance.of(0.5F))
        cv::ellipse(face, centre, half, chance.between(0.0F, 180.0F), 0, 360, colour, cv::FILLED);
    else
        cv::rectangle(face,
                      cv::Point(centre.x - half.width, centre.y - half.height),
                      cv::Point(centre.x + half.width, centre.y + half.height),
                      colour,
                      cv::FILLED);
}

void degrade(cv::Mat& face, Chance& chance) {
    if (chance.of(0.15F)) {
        const float factor = chance.between(0.3F, 0.9F);
        cv::Mat small;
        cv::resize(face, small, cv::Size(), factor, factor, cv::INTER_AREA);
        cv::resize(small, face, face.size(), 0, 0, cv::INTER_LINEAR);
    }
    if (chance.of(0.2F)) {
        const float sigma = chance.between(0.3F, 1.8F);
        cv::GaussianBlur(face, face, cv::Size(), sigma);
    }
    if (chance.of(0.2F)) {
        cv::RNG noise(chance.bits());
        cv::Mat grain(face.size(), CV_16SC3);
        noise.fill(grain, cv::RNG::NORMAL, 0.0, static_cast<double>(chance.between(2.0F, 12.0F)));
        cv::add(face, grain, face, cv::noArray(), CV_8UC3);
    }
    if (chance.of(0.25F)) {
        std::vector<std::uint8_t> bytes;
        const int quality = static_cast<int>(chance.between(8.0F, 80.0F));
        cv::Mat bgr;
        cv::cvtColor(face, bgr, cv::COLOR_RGB2BGR);
        cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
        cv::cvtColor(cv::imdecode(bytes, cv::IMREAD_COLOR), face, cv::COLOR_BGR2RGB);
    }
}

}  // namespace

RgbImage varyFace(const RgbImage& face, std::mt19937_64& random) {
    Chance chance(random);
    cv::Mat view = moved(rgbView(face), chance);
    recolour(view, chance);
    if (chance.of(0.12F))
        hide(view, chance);
    degrade(view, chance);
    RgbImage result(face.width, face.height);
    view.copyTo(rgbView(result));
    return result;
}

}  // namespace limen
