// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/jnd_predictor.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/safetensors.h"
#include "image/planar_face.h"
#include "prediction/codec_mix_predictor.h"
#include "prediction/level_predictor.h"
#include "recognition/face_input.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

constexpr std::size_t facesAtOnce = 16;

class NetworkPredictor final : public JndPredictor {
public:
    NetworkPredictor(ModelCard card, const PredictorOptions& options)
        : m_card(std::move(card)),
          m_network(modelsLibrary().createTensorNetwork(
              m_card.architecture,
              m_card.options,
              readSafetensors(m_card.files.front()),
              {.device = options.device, .precision = options.precision, .threads = options.threads})) {}

    const ModelCard& card() const override { return m_card; }

    std::vector<JndPrediction> predict(const std::vector<RgbImage>& faces,
                                       const JobContext& context) override {
        std::vector<JndPrediction> predicted;
        predicted.reserve(faces.size());
        for (std::size_t first = 0; first < faces.size(); first += facesAtOnce) {
            context.throwIfStopped();
            const std::size_t count = std::min(facesAtOnce, faces.size() - first);
            FloatTensor images{{static_cast<std::int64_t>(count), 3, alignedSize, alignedSize}, {}};
            for (std::size_t i = 0; i < count; ++i) {
                requireAligned(faces[first + i]);
                appendPlanar(faces[first + i], false, images.values);
            }
            const FloatTensor jnd = m_network->forward({{"images", std::move(images)}}).at("jnd");
            const std::size_t size = jnd.values.size() / count;
            for (std::size_t i = 0; i < count; ++i)
                predicted.push_back({fromPlanar(
                    std::span<const float>(jnd.values).subspan(i * size, size), alignedSize, alignedSize)});
            context.progress(predicted.size(), faces.size(), "predicting JND images");
        }
        return predicted;
    }

private:
    ModelCard m_card;
    std::unique_ptr<models::TensorNetwork> m_network;
};

}  // namespace

std::vector<RgbImage> imagesOf(const std::vector<JndPrediction>& predictions) {
    std::vector<RgbImage> images;
    for (const JndPrediction& prediction : predictions)
        images.push_back(prediction.jnd);
    return images;
}

void keepLevelsOf(const std::string& codec, const ModelCard& card, std::vector<JndPrediction>& predictions) {
    const auto known = card.options.find("codec");
    if (known != card.options.end() && *known == codec)
        return;
    if (card.task == levelTask)
        throwBadInput(fmt::format("{} knows the levels of {} alone, not those of {}.",
                                  card.name,
                                  known != card.options.end() ? known->dump() : "one codec",
                                  codec),
                      "Name that codec, or a predictor of images, whose level eq. 8 finds for any codec.");
    for (JndPrediction& prediction : predictions)
        prediction.level.reset();
}

std::unique_ptr<JndPredictor> openJndPredictor(const std::string& nameOrCard,
                                               const PredictorOptions& options) {
    ModelCard card = findModel(nameOrCard, jndTask);
    card.verifyFiles();
    if (card.architecture == codecMixArchitecture)
        return openCodecMixPredictor(std::move(card), options);
    return std::make_unique<NetworkPredictor>(std::move(card), options);
}

std::unique_ptr<JndPredictor> openAnyPredictor(const std::string& nameOrCard,
                                               const PredictorOptions& options) {
    ModelCard card = findModel(nameOrCard, "");
    if (card.task != levelTask)
        return openJndPredictor(nameOrCard, options);
    card.verifyFiles();
    return openLevelPredictor(std::move(card), options);
}

}  // namespace limen
