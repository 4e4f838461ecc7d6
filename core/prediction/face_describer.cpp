// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/face_describer.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "image/planar_face.h"
#include "recognition/face_input.h"
#include "recognition/models_library.h"
#include "recognition/recognizer.h"
#include "training/teacher_options.h"

namespace limen {

namespace {

constexpr const char* recognizerTask = "face-recognition";

ModelCard recognizerWithMaps(const std::string& name) {
    ModelCard card = findModel(name, recognizerTask);
    if (card.format != "safetensors" || card.input.bgr)
        throwBadInput(
            fmt::format("{} does not show the maps inside it.", card.name),
            "That takes a recognizer in RGB whose weights are a safetensors file; --trunk embedding "
            "takes its embedding instead.");
    card.verifyFiles();
    return card;
}

class MapsDescriber final : public FaceDescriber {
public:
    MapsDescriber(const ModelCard& card, const PredictorOptions& options)
        : m_network(modelsLibrary().createTensorNetwork(
              "recognizer-maps",
              frozenRecognizerOptions(card),
              {},
              {.device = options.device, .precision = options.precision, .threads = options.threads})) {}

    std::vector<std::vector<float>> describe(std::span<const RgbImage> faces) override {
        // Padded batches of one size: the bits of an answer may depend on it (contract.md, "Determinism").
        constexpr std::size_t atOnce = Recognizer::batchSize;
        std::vector<std::vector<float>> descriptions;
        for (std::size_t first = 0; first < faces.size(); first += atOnce) {
            const std::size_t count = std::min(atOnce, faces.size() - first);
            FloatTensor images{{static_cast<std::int64_t>(atOnce), 3, alignedSize, alignedSize}, {}};
            for (std::size_t i = 0; i < count; ++i) {
                requireAligned(faces[first + i]);
                appendPlanar(faces[first + i], false, images.values);
            }
            images.values.resize(atOnce * 3 * alignedSize * alignedSize);
            const FloatTensor features = m_network->forward({{"images", std::move(images)}}).at("features");
            const auto size = static_cast<std::ptrdiff_t>(features.values.size() / atOnce);
            for (std::size_t i = 0; i < count; ++i) {
                const auto begin = features.values.begin() + static_cast<std::ptrdiff_t>(i) * size;
                descriptions.emplace_back(begin, begin + size);
            }
        }
        return descriptions;
    }

private:
    std::unique_ptr<models::TensorNetwork> m_network;
};

class EmbeddingDescriber final : public FaceDescriber {
public:
    EmbeddingDescriber(const std::string& recognizer, const PredictorOptions& options)
        : m_recognizer(openRecognizer(
              recognizer,
              {.device = options.device, .precision = options.precision, .threads = options.threads})) {}

    std::vector<std::vector<float>> describe(std::span<const RgbImage> faces) override {
        return m_recognizer->embed(faces);
    }

private:
    std::unique_ptr<Recognizer> m_recognizer;
};

bool usesMaps(const DescriptionPlan& plan) {
    if (plan.trunk != "maps" && plan.trunk != "embedding")
        throwBadInput(fmt::format("There is no trunk \"{}\".", plan.trunk), "Use maps or embedding.");
    return plan.trunk == "maps";
}

}  // namespace

std::unique_ptr<FaceDescriber> openFaceDescriber(const DescriptionPlan& plan,
                                                 const PredictorOptions& options) {
    if (usesMaps(plan))
        return std::make_unique<MapsDescriber>(recognizerWithMaps(plan.recognizer), options);
    return std::make_unique<EmbeddingDescriber>(plan.recognizer, options);
}

std::string describerIdentity(const DescriptionPlan& plan) {
    const ModelCard card =
        usesMaps(plan) ? recognizerWithMaps(plan.recognizer) : findModel(plan.recognizer, recognizerTask);
    return card.name + "; " + card.hash;
}

std::vector<float> jointDescription(std::span<const std::vector<float>> descriptions) {
    const std::vector<float>& face = descriptions.front();
    std::vector<float> joint = face;
    for (const std::vector<float>& reference : descriptions.subspan(1)) {
        joint.insert(joint.end(), reference.begin(), reference.end());
        std::transform(
            face.begin(), face.end(), reference.begin(), std::back_inserter(joint), std::minus<>());
    }
    return joint;
}

}  // namespace limen
