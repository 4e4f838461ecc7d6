// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/coded_face.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "metrics/psnr.h"
#include "recognition/recognizer.h"

namespace limen {

namespace {

constexpr std::size_t driftStride = 2, rateStride = 3;
constexpr double leastDrift = 1e-6;
constexpr double mostPsnr = 100.0;
/// The part of an aligned face that is face, not hair or background.
constexpr int left = 16, right = 96, top = 16, bottom = 100;

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

void addDrift(const CodedFace& face, Recognizer& recognizer, std::vector<double>& features) {
    std::vector<RgbImage> images = {face.original};
    for (std::size_t level = 0; level < face.decoded.size(); level += driftStride)
        images.push_back(face.decoded[level]);
    const std::vector<std::vector<float>> embeddings = recognizer.embed(images);
    for (std::size_t i = 1; i < embeddings.size(); ++i)
        features.push_back(std::log(std::max(1.0 - cosine(embeddings.front(), embeddings[i]), leastDrift)));
}

/// Luma (ITU-R BT.601) of the middle of the face.
class MiddleLuma {
public:
    explicit MiddleLuma(const RgbImage& face) {
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x) {
                const std::uint8_t* const rgb = face.at(x, y);
                m_values.push_back(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
            }
    }

    /// Mean of `value(x, y)` where `margin` pixels around are inside.
    template <typename Value>
    double mean(int margin, const Value& value) const {
        double sum = 0.0;
        for (int y = margin; y < height - margin; ++y)
            for (int x = margin; x < width - margin; ++x)
                sum += value(x, y);
        return sum / ((height - 2 * margin) * (width - 2 * margin));
    }
    double at(int x, int y) const { return m_values[static_cast<std::size_t>(y * width + x)]; }

    static constexpr int width = right - left, height = bottom - top;

private:
    std::vector<double> m_values;
};

std::array<double, 6> pictureFeatures(const RgbImage& face) {
    const MiddleLuma luma(face);
    const double mean = luma.mean(0, [&](int x, int y) { return luma.at(x, y); });
    const double variance = luma.mean(0, [&](int x, int y) { return std::pow(luma.at(x, y) - mean, 2.0); });
    const double detail = luma.mean(1, [&](int x, int y) {
        return std::abs(4.0 * luma.at(x, y) - luma.at(x - 1, y) - luma.at(x + 1, y) - luma.at(x, y - 1) -
                        luma.at(x, y + 1));
    });
    const double asymmetry = luma.mean(
        0, [&](int x, int y) { return std::abs(luma.at(x, y) - luma.at(MiddleLuma::width - 1 - x, y)); });
    const double dark = luma.mean(0, [&](int x, int y) { return luma.at(x, y) < 20.0 ? 1.0 : 0.0; });
    const double bright = luma.mean(0, [&](int x, int y) { return luma.at(x, y) > 235.0 ? 1.0 : 0.0; });
    return {std::log(detail + 0.1),
            std::log(std::sqrt(variance) + 1.0),
            mean / 128.0,
            std::log(asymmetry + 1.0),
            dark,
            bright};
}

int every(std::size_t stride, int levels) {
    return static_cast<int>((static_cast<std::size_t>(levels) + stride - 1) / stride);
}

}  // namespace

CodedFace codeFace(Codec& codec, const RgbImage& face) {
    CodedFace coded{face, {}, {}};
    for (const int level : codec.levels().all()) {
        Encoded encoded = codec.encode(face, level);
        coded.bytes.push_back(encoded.bitstream.size());
        coded.decoded.push_back(std::move(encoded.reconstruction));
    }
    return coded;
}

CodedFace storedFace(LevelReader& reader, ImageId image, RgbImage original) {
    CodedFace coded{std::move(original), {}, {}};
    for (const int level : reader.levels().all()) {
        coded.decoded.push_back(reader.at(image, level));
        coded.bytes.push_back(reader.bytesAt(image, level));
    }
    return coded;
}

std::vector<FeatureGroup> featureGroups(int levels) {
    return {{"drift", every(driftStride, levels)},
            {"rate", every(rateStride, levels)},
            {"error", every(rateStride, levels)},
            {"picture", static_cast<int>(std::tuple_size_v<decltype(pictureFeatures({}))>)}};
}

std::vector<double> codedFaceFeatures(const CodedFace& face, Recognizer& recognizer) {
    std::vector<double> features;
    addDrift(face, recognizer, features);
    for (std::size_t level = 0; level < face.decoded.size(); level += rateStride)
        features.push_back(
            std::log(bitsPerPixel(face.bytes[level], face.original.width, face.original.height)));
    for (std::size_t level = 0; level < face.decoded.size(); level += rateStride)
        features.push_back(std::min(mostPsnr, psnr(face.original, face.decoded[level])));
    const std::array<double, 6> picture = pictureFeatures(face.original);
    features.insert(features.end(), picture.begin(), picture.end());
    return features;
}

}  // namespace limen
