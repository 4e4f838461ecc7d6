// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/landmark_network.h"

#include <fmt/format.h>
#include <cmath>

#include "base/error.h"
#include "base/safetensors.h"
#include "faces/face_template.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

constexpr double middle = (landmarkInputSide - 1) / 2.0;
constexpr double half = landmarkInputSide / 2.0;

std::unique_ptr<models::EmbeddingNetwork> openNetwork(const ModelCard& card) {
    if (card.format != "safetensors" || card.files.size() != 1 || card.input.width != landmarkInputSide ||
        card.input.height != landmarkInputSide)
        throwBadInput(
            fmt::format("Limen cannot run the landmark network {0}: it must be one file of the format "
                        "safetensors with an input of {1}x{1} pixels.",
                        card.name,
                        landmarkInputSide),
            "Use a network that `limen train-landmarks` made.");
    card.verifyFiles();
    const auto weights = readSafetensors(card.files.front());
    try {
        auto network = modelsLibrary().createEmbeddingNetwork(
            card.architecture, card.options, weights, card.input.width, card.input.height, {.threads = 1});
        if (network->dimension() != landmarkOutputs)
            throwBadInput(
                fmt::format("it gives {} values instead of {}.", network->dimension(), landmarkOutputs));
        return network;
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("Cannot open {}: {}", card.name, error.what()), error.hint());
    }
}

}  // namespace

void writeLandmarkInput(const cv::Mat& image, bool bgr, std::span<float> out) {
    float* to = out.data();
    for (int y = 0; y < image.rows; ++y) {
        const auto* row = image.ptr<std::uint8_t>(y);
        for (int x = 0; x < image.cols; ++x, row += 3, to += 3)
            for (int c = 0; c < 3; ++c)
                to[c] = (static_cast<float>(row[bgr ? 2 - c : c]) - 127.5F) / 127.5F;
    }
}

void encodePoints(const FacePoints& points, std::span<float> values) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        values[2 * i] = static_cast<float>((points[i].x - middle) / half);
        values[2 * i + 1] = static_cast<float>((points[i].y - middle) / half);
    }
}

FacePoints decodePoints(std::span<const float> values) {
    FacePoints points;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {static_cast<double>(values[2 * i]) * half + middle,
                     static_cast<double>(values[2 * i + 1]) * half + middle};
    return points;
}

LandmarkNetwork::LandmarkNetwork(const ModelCard& card) : m_network(openNetwork(card)) {}

std::vector<LandmarkReading> LandmarkNetwork::read(const cv::Mat& bgr, std::span<const FaceWindow> windows) {
    std::vector<LandmarkReading> readings(windows.size());
    if (windows.empty())
        return readings;
    m_input.resize(windows.size() * landmarkInputValues);
    m_output.resize(windows.size() * landmarkOutputs);
    for (std::size_t i = 0; i < windows.size(); ++i)
        writeLandmarkInput(cutWindow(bgr, windows[i], landmarkInputSide),
                           true,
                           std::span(m_input).subspan(i * landmarkInputValues, landmarkInputValues));
    m_network->forward(m_input, static_cast<int>(windows.size()), m_output);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto answer = std::span<const float>(m_output).subspan(i * landmarkOutputs, landmarkOutputs);
        const Similarity toPhoto = inverse(windowTransform(windows[i], landmarkInputSide));
        readings[i].points = decodePoints(answer);
        for (Point2& point : readings[i].points)
            point = transformed(toPhoto, point);
        readings[i].confidence = 1.0 / (1.0 + std::exp(-static_cast<double>(answer[10])));
    }
    return readings;
}

}  // namespace limen
