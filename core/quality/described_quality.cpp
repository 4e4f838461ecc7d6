// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/described_quality.h"

#include <fmt/format.h>
#include <cmath>

#include "base/error.h"
#include "prediction/card_options.h"
#include "prediction/level_predictor.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

class DescribedQuality final : public FaceQuality {
public:
    DescribedQuality(const ModelCard& card, const QualityOptions& options)
        : m_card(card), m_method(textOption(card, "method")) {
        const DescriptionPlan plan = {.trunk = textOption(card, "trunk"),
                                      .recognizer = textOption(card, "recognizer"),
                                      .references = {}};
        card.verifyFiles();
        const models::TensorMap weights = readSafetensors(card.files.front());
        m_standardisation = Standardisation::from(weights, card.name);
        if (describerIdentity(plan) != textOption(card, "recognizer_identity"))
            throwBadInput(
                fmt::format("{} learned with another {} than is installed.", card.name, plan.recognizer),
                "Train it again, or install the recognizer it names.");
        m_describer = openFaceDescriber(plan, {.device = options.device, .threads = options.threads});
        m_network =
            modelsLibrary().createTensorNetwork(levelNetworkArchitecture,
                                                card.options.value("network", Json::object()),
                                                weights,
                                                {.device = options.device, .threads = options.threads});
    }

    QualityScore rate(const RgbImage& face) override { return rateAll({&face, 1}).front(); }

    std::vector<QualityScore> rateAll(std::span<const RgbImage> faces) override {
        std::vector<QualityScore> scores;
        for (std::vector<float>& row : m_describer->describe(faces)) {
            if (row.size() != m_standardisation.mean.size())
                throwBadInput(fmt::format("{} sees {} numbers of a face, but its recognizer gives {}.",
                                          m_card.name,
                                          m_standardisation.mean.size(),
                                          row.size()));
            m_standardisation.apply(row);
            // One at a time: the bits of a product may depend on its batch.
            FloatTensor features{{1, static_cast<std::int64_t>(row.size())}, std::move(row)};
            const std::vector<float> answer =
                m_network->forward({{"features", std::move(features)}}).at("answer").values;
            if (answer.size() != 1 || !std::isfinite(answer.front()))
                throwBadInput(fmt::format("The network of {} gave a face no finite score.", m_card.name),
                              "Check that its card and its weights belong together.");
            scores.push_back({.score = double{answer.front()}});
        }
        return scores;
    }

    const std::string& model() const override { return m_card.name; }
    std::string method() const override { return m_method; }

private:
    ModelCard m_card;
    std::string m_method;
    Standardisation m_standardisation;
    std::unique_ptr<FaceDescriber> m_describer;
    std::unique_ptr<models::TensorNetwork> m_network;
};

}  // namespace

Json describedQualityOptions(const DescriptionPlan& plan,
                             const Json& network,
                             const std::string& title,
                             const std::string& method) {
    return {{"trunk", plan.trunk},
            {"recognizer", plan.recognizer},
            {"recognizer_identity", describerIdentity(plan)},
            {"network", network},
            {"title", title},
            {"method", method}};
}

std::unique_ptr<FaceQuality> openDescribedQuality(const ModelCard& card, const QualityOptions& options) {
    if (card.format != "safetensors" || card.files.size() != 1)
        throwBadInput(fmt::format("{} needs one file of the format safetensors.", card.name));
    return std::make_unique<DescribedQuality>(card, options);
}

}  // namespace limen
