// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/level_predictor.h"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "prediction/card_options.h"
#include "recognition/face_input.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

constexpr std::size_t facesAtOnce = 32;

using Rows = std::vector<std::vector<float>>;

class NetworkLevels final : public LevelModel {
public:
    NetworkLevels(const ModelCard& card,
                  const std::map<std::string, FloatTensor>& tensors,
                  const PredictorOptions& options)
        : m_network(modelsLibrary().createTensorNetwork(
              levelNetworkArchitecture,
              card.options.value("network", Json::object()),
              tensors,
              {.device = options.device, .precision = options.precision, .threads = options.threads})) {}

    // One at a time: the bits of a product may depend on its batch.
    std::vector<float> answer(const std::vector<float>& description) override {
        FloatTensor features{{1, static_cast<std::int64_t>(description.size())}, description};
        return m_network->forward({{"features", std::move(features)}}).at("answer").values;
    }

private:
    std::unique_ptr<models::TensorNetwork> m_network;
};

class LinearLevels final : public LevelModel {
public:
    LinearLevels(const ModelCard& card, const std::map<std::string, FloatTensor>& tensors, std::size_t values)
        : m_weights(vectorOf(tensors, card.name, "linear.weight", values)),
          m_bias(vectorOf(tensors, card.name, "linear.bias", 1).front()) {}

    std::vector<float> answer(const std::vector<float>& description) override {
        return {static_cast<float>(
            std::inner_product(description.begin(), description.end(), m_weights.begin(), double{m_bias}))};
    }

private:
    std::vector<float> m_weights;
    float m_bias;
};

LevelCard readLevelCard(const ModelCard& card, const std::map<std::string, FloatTensor>& tensors) {
    LevelCard read;
    read.codec = textOption(card, "codec");
    read.levels = levelsOption(card);
    read.description = {
        .trunk = textOption(card, "trunk"), .recognizer = textOption(card, "recognizer"), .references = {}};
    const std::string answer = textOption(card, "answer");
    if (answer != "logits" && answer != "place")
        throwBadInput(fmt::format("The card {} names no answer \"{}\".", card.cardFile.string(), answer));
    read.answer = answer == "logits" ? LevelAnswer::Logits : LevelAnswer::Place;
    try {
        read.description.references = card.options.at("references").get<std::vector<int>>();
    } catch (const Json::exception& problem) {
        throwBadInput(fmt::format("The card {} does not say which references it sees: {}.",
                                  card.cardFile.string(),
                                  problem.what()));
    }
    for (const int level : read.description.references)
        if (read.levels.indexOf(level) < 0)
            throwBadInput(fmt::format("The card {} names the reference {}, which is no level of its codec.",
                                      card.cardFile.string(),
                                      level));
    read.method = textOption(card, "method");
    read.standardisation = Standardisation::from(tensors, card.name);
    return read;
}

class LevelPredictor final : public JndPredictor {
public:
    LevelPredictor(ModelCard card, const PredictorOptions& options) : m_card(std::move(card)) {
        std::map<std::string, FloatTensor> tensors = readSafetensors(m_card.files.front());
        m_levels = readLevelCard(m_card, tensors);
        const std::string identity = describerIdentity(m_levels.description);
        if (identity != textOption(m_card, "recognizer_identity"))
            throwBadInput(fmt::format("{} learned with another {} than is installed.",
                                      m_card.name,
                                      m_levels.description.recognizer),
                          "Train it again, or install the recognizer it names.");
        m_describer = openFaceDescriber(m_levels.description, options);
        if (m_card.architecture == linearLevelArchitecture)
            m_model = std::make_unique<LinearLevels>(m_card, tensors, m_levels.standardisation.mean.size());
        else
            m_model = std::make_unique<NetworkLevels>(m_card, tensors, options);
    }

    const ModelCard& card() const override { return m_card; }

    std::vector<JndPrediction> predict(const std::vector<RgbImage>& faces,
                                       const JobContext& context) override {
        std::unique_ptr<Codec> codec;
        if (!m_levels.description.references.empty())
            codec = createCardCodec(m_card, context.stop());
        std::vector<JndPrediction> predictions;
        for (std::size_t first = 0; first < faces.size(); first += facesAtOnce) {
            const std::size_t count = std::min(facesAtOnce, faces.size() - first);
            Rows rows = described(std::span(faces).subspan(first, count), codec.get(), context);
            for (std::vector<float>& row : rows) {
                m_levels.standardisation.apply(row);
                predictions.push_back({{}, levelOf(m_model->answer(row))});
            }
            context.progress(predictions.size(), faces.size(), "predicting levels");
        }
        return predictions;
    }

private:
    Rows described(std::span<const RgbImage> faces, Codec* codec, const JobContext& context) {
        std::vector<RgbImage> pictures;
        for (const RgbImage& face : faces) {
            context.throwIfStopped();
            requireAligned(face);
            pictures.push_back(face);
            for (const int level : m_levels.description.references)
                pictures.push_back(codec->encode(face, level).reconstruction);
        }
        const Rows descriptions = m_describer->describe(pictures);
        const std::size_t each = 1 + m_levels.description.references.size();
        Rows rows;
        for (std::size_t i = 0; i < faces.size(); ++i)
            rows.push_back(jointDescription(std::span(descriptions).subspan(i * each, each)));
        if (rows.front().size() != m_levels.standardisation.mean.size())
            throwBadInput(fmt::format("{} sees {} numbers of a face, but its recognizer gives {}.",
                                      m_card.name,
                                      m_levels.standardisation.mean.size(),
                                      rows.front().size()));
        return rows;
    }

    int levelOf(std::span<const float> answer) const {
        const int levels = m_levels.levels.count();
        const std::size_t wanted =
            m_levels.answer == LevelAnswer::Place ? 1 : static_cast<std::size_t>(levels);
        if (answer.size() != wanted)
            throwBadInput(fmt::format(
                "{} gives {} answers, but its card speaks of {}.", m_card.name, answer.size(), wanted));
        return m_levels.levels.level(placeOfAnswer(m_levels.answer, answer, levels));
    }

    ModelCard m_card;
    LevelCard m_levels;
    std::unique_ptr<FaceDescriber> m_describer;
    std::unique_ptr<LevelModel> m_model;
};

}  // namespace

Json levelCardOptions(const LevelCard& card, const Json& network) {
    return {{"codec", card.codec},
            {"levels", toJson(card.levels)},
            {"trunk", card.description.trunk},
            {"recognizer", card.description.recognizer},
            {"recognizer_identity", describerIdentity(card.description)},
            {"references", card.description.references},
            {"answer", card.answer == LevelAnswer::Place ? "place" : "logits"},
            {"method", card.method},
            {"network", network}};
}

std::unique_ptr<JndPredictor> openLevelPredictor(ModelCard card, const PredictorOptions& options) {
    if (card.architecture != levelNetworkArchitecture && card.architecture != linearLevelArchitecture)
        throwBadInput(fmt::format("Limen has no architecture \"{}\" for levels.", card.architecture));
    return std::make_unique<LevelPredictor>(std::move(card), options);
}

}  // namespace limen
