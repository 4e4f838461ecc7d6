// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/hog_recognizer.h"

#include <fmt/format.h>
#include <numeric>
#include <opencv2/objdetect.hpp>

#include "base/error.h"
#include "base/hash.h"
#include "image/opencv_view.h"
#include "recognition/face_input.h"
#include "recognition/network_recognizer.h"
#include "recognition/unit_embedding.h"

namespace limen {

namespace {

constexpr int cellSize = 8;
constexpr int blockSize = 16;
constexpr int bins = 9;
constexpr double blurSigma = 2.0;  // pixels

cv::HOGDescriptor makeHog() {
    return {
        {alignedSize, alignedSize}, {blockSize, blockSize}, {cellSize, cellSize}, {cellSize, cellSize}, bins};
}

class HogRecognizer final : public Recognizer {
public:
    HogRecognizer(const ModelCard& card, const RecognizerOptions& options)
        : m_name(card.name),
          m_identity(recognizerIdentity(card, fmt::format("OpenCV {}", CV_VERSION), options)),
          m_hog(makeHog()) {}

    const std::string& name() const override { return m_name; }
    const std::string& identity() const override { return m_identity; }
    int dimension() const override { return static_cast<int>(m_hog.getDescriptorSize()); }

    std::vector<std::vector<float>> embed(std::span<const RgbImage> faces) override {
        std::vector<std::vector<float>> embeddings;
        embeddings.reserve(faces.size());
        for (const RgbImage& face : faces) {
            requireAligned(face);
            cv::Mat grey;
            cv::cvtColor(rgbView(face), grey, cv::COLOR_RGB2GRAY);
            // A block's histogram is normalised, so that in flat skin the noise of one grey level would speak
            // as loudly as an edge.
            cv::GaussianBlur(grey, grey, cv::Size(), blurSigma);
            std::vector<float> values;
            m_hog.compute(grey, values);
            embeddings.push_back(unitEmbedding(centred(std::move(values)), m_name));
        }
        return embeddings;
    }

private:
    /// Histograms are never negative, so that raw ones all point the same way and every cosine is near 1.
    static std::vector<float> centred(std::vector<float> values) {
        const double mean =
            std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
        for (float& value : values)
            value -= static_cast<float>(mean);
        return values;
    }

    std::string m_name;
    std::string m_identity;
    cv::HOGDescriptor m_hog;
};

}  // namespace

ModelCard hogBaselineCard() {
    ModelCard card;
    card.name = "hog-baseline";
    card.task = "face-recognition";
    card.format = "builtin";
    card.architecture = "hog";
    card.embedding = static_cast<int>(makeHog().getDescriptorSize());
    card.licence = "BSD-3-Clause";
    card.source = "Limen";
    card.options = {
        {"cell", cellSize}, {"block", blockSize}, {"bins", bins}, {"blur", blurSigma}, {"centred", true}};
    card.hash = sha256Hex("hog-baseline 2 " + card.options.dump());
    return card;
}

std::unique_ptr<Recognizer> openHogRecognizer(const ModelCard& card, const RecognizerOptions& options) {
    if (options.device != "cpu")
        throwBadInput(fmt::format("The recognizer {} runs on the CPU only.", card.name), "Use --device cpu.");
    if (options.precision != "fp32")
        throwBadInput(fmt::format("The recognizer {} runs in fp32 only.", card.name),
                      "Use --precision fp32.");
    return std::make_unique<HogRecognizer>(card, options);
}

}  // namespace limen
