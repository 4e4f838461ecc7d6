// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/codec_mix_predictor.h"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "base/safetensors.h"
#include "prediction/card_options.h"
#include "recognition/face_input.h"
#include "recognition/recognizer.h"

namespace limen {

namespace {

std::vector<float> floats(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

class CodecMixPredictor final : public JndPredictor {
public:
    CodecMixPredictor(ModelCard card, const PredictorOptions& options)
        : m_card(std::move(card)), m_options(options), m_mix(readCodecMixCard(m_card)) {
        createCardCodec(m_card, {});
        openDriftRecognizer();
    }

    const ModelCard& card() const override { return m_card; }

    std::vector<JndPrediction> predict(const std::vector<RgbImage>& faces,
                                       const JobContext& context) override {
        std::vector<JndPrediction> predictions;
        const auto workers = std::clamp<std::size_t>(
            faces.size(), 1, static_cast<std::size_t>(std::max(1, m_options.threads)));
        computeInOrder<JndPrediction>(
            static_cast<int>(workers),
            faces.size(),
            context.stop(),
            [&](int) {
                return [this,
                        &faces,
                        codec = std::shared_ptr<Codec>(createCodec(m_mix.codec, context.stop())),
                        recognizer = std::shared_ptr<Recognizer>(openDriftRecognizer())](std::size_t i) {
                    requireAligned(faces[i]);
                    return predictFrom(codeFace(*codec, faces[i]), m_mix, *recognizer);
                };
            },
            [&](std::size_t, JndPrediction prediction) {
                predictions.push_back(std::move(prediction));
                context.progress(predictions.size(), faces.size(), "predicting JND images");
            });
        return predictions;
    }

private:
    std::unique_ptr<Recognizer> openDriftRecognizer() const {
        return openRecognizer(m_mix.recognizer,
                              {.device = m_options.device, .precision = m_options.precision, .threads = 1});
    }

    ModelCard m_card;
    PredictorOptions m_options;
    CodecMixCard m_mix;
};

}  // namespace

std::vector<double> CodecMixModel::probabilities(std::span<const double> features) const {
    std::vector<double> standard(features.begin(), features.end());
    for (std::size_t i = 0; i < standard.size(); ++i)
        standard[i] = (standard[i] - mean[i]) / scale[i];
    return head.probabilities(standard);
}

std::map<std::string, FloatTensor> CodecMixModel::tensors() const {
    auto tensors = head.tensors();
    const auto count = static_cast<std::int64_t>(mean.size());
    tensors["feature.mean"] = {{count}, floats(mean)};
    tensors["feature.scale"] = {{count}, floats(scale)};
    return tensors;
}

CodecMixModel CodecMixModel::fromTensors(const std::map<std::string, FloatTensor>& tensors, int levels) {
    CodecMixModel model;
    model.head = LevelHead::fromTensors(tensors);
    const std::vector<FeatureGroup> groups = featureGroups(levels);
    const int features =
        std::accumulate(groups.begin(), groups.end(), 0, [](int sum, const FeatureGroup& group) {
            return sum + group.count;
        });
    const LevelHead::Shape& shape = model.head.shape();
    if (shape.levels != levels || shape.features != features)
        throwBadInput(fmt::format("The level head is made for {} levels and {} features, not for {} and {}.",
                                  shape.levels,
                                  shape.features,
                                  levels,
                                  features));
    for (const auto& [name, values] :
         {std::pair("feature.mean", &model.mean), std::pair("feature.scale", &model.scale)}) {
        const auto found = tensors.find(name);
        if (found == tensors.end() || found->second.values.size() != static_cast<std::size_t>(features))
            throwBadInput(fmt::format("The codec mix has no tensor {} of {} values.", name, features));
        values->assign(found->second.values.begin(), found->second.values.end());
    }
    return model;
}

int medianLevel(const CodecLevels& levels, std::span<const double> probabilities) {
    double sum = 0.0;
    int index = 0;
    for (; index + 1 < levels.count(); ++index) {
        sum += probabilities[static_cast<std::size_t>(index)];
        if (sum >= 0.5)
            break;
    }
    return levels.level(index);
}

CodecMixCard readCodecMixCard(const ModelCard& card) {
    CodecMixCard mix;
    mix.levels = levelsOption(card);
    mix.codec = textOption(card, "codec");
    mix.recognizer = textOption(card, "recognizer");
    mix.model = CodecMixModel::fromTensors(readSafetensors(card.files.front()), mix.levels.count());
    return mix;
}

JndPrediction predictFrom(const CodedFace& face, const CodecMixCard& card, Recognizer& recognizer) {
    const std::vector<double> p = card.model.probabilities(codedFaceFeatures(face, recognizer));
    LevelMix mix;
    for (std::size_t level = 0; level < p.size(); ++level)
        mix.add(face.decoded[level], p[level]);
    return {mix.image(), medianLevel(card.levels, p)};
}

std::unique_ptr<JndPredictor> openCodecMixPredictor(ModelCard card, const PredictorOptions& options) {
    return std::make_unique<CodecMixPredictor>(std::move(card), options);
}

}  // namespace limen
