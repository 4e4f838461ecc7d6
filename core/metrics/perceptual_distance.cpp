// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/perceptual_distance.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/safetensors.h"
#include "image/opencv_view.h"
#include "image/planar_face.h"
#include "metrics/image_pair.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

constexpr int distsShortSide = 256;

std::unique_ptr<models::TensorNetwork> openNetwork(const ModelCard& card,
                                                   const std::string& device,
                                                   int threads) {
    if (card.format != "safetensors" || card.files.size() != 1)
        throwBadInput(
            fmt::format("Limen cannot run the model {}: a perceptual distance must be one file of "
                        "the format safetensors.",
                        card.name),
            "Convert its weights to safetensors, under the names of torchvision and LPIPS or DISTS.");
    card.verifyFiles();
    try {
        return modelsLibrary().createTensorNetwork(card.architecture,
                                                   card.options,
                                                   readSafetensors(card.files.front()),
                                                   {.device = device, .threads = threads});
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("Cannot open {}: {}", card.name, error.what()), error.hint());
    }
}

RgbImage reducedTo(const RgbImage& image, int shortSide) {
    const double scale = static_cast<double>(shortSide) / std::min(image.width, image.height);
    if (scale >= 1.0)
        return image;
    RgbImage reduced(static_cast<int>(std::lround(image.width * scale)),
                     static_cast<int>(std::lround(image.height * scale)));
    cv::Mat view = rgbView(reduced);
    cv::resize(rgbView(image), view, view.size(), 0, 0, cv::INTER_AREA);
    return reduced;
}

FloatTensor tensorOf(const RgbImage& image) {
    FloatTensor tensor{{1, 3, image.height, image.width}, {}};
    appendPlanar(image, false, tensor.values);
    return tensor;
}

}  // namespace

PerceptualDistance::PerceptualDistance(const ModelCard& card, const std::string& device, int threads)
    : m_reduces(card.architecture == "dists"), m_network(openNetwork(card, device, threads)) {}

double PerceptualDistance::between(const RgbImage& reference, const RgbImage& test) {
    requireComparable(reference, test);
    requireSide(reference, perceptualSide, m_reduces ? "DISTS" : "LPIPS");
    const auto prepared = [&](const RgbImage& image) {
        return tensorOf(m_reduces ? reducedTo(image, distsShortSide) : image);
    };
    const FloatTensor distance =
        m_network->forward({{"a", prepared(reference)}, {"b", prepared(test)}}).at("distance");
    const auto value = static_cast<double>(distance.values.at(0));
    if (!std::isfinite(value))
        throwFailure("The network of a perceptual distance gave no finite number.",
                     "Check that its card and its weights belong together.");
    return value;
}

}  // namespace limen
