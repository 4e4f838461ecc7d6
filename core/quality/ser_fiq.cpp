// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/ser_fiq.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/safetensors.h"
#include "quality/dropout_distance.h"
#include "recognition/face_input.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

double dropoutOf(const ModelCard& card, const QualityOptions& options) {
    const auto found = card.options.find("dropout");
    const double trained = found != card.options.end() && found->is_number() ? found->get<double>() : 0.0;
    if (!(trained > 0.0) || !(trained < 1.0))
        throwBadInput(
            fmt::format("The recognizer {} was not trained with dropout before its last layer, so SER-FIQ "
                        "would say nothing about faces.",
                        card.name),
            "Use a recognizer whose card has a \"dropout\" above 0 among its options, such as limen-fr-s.");
    return options.dropout.value_or(trained);
}

std::unique_ptr<models::TensorNetwork> openHead(const ModelCard& card, const QualityOptions& options) {
    if (card.format != "safetensors" || card.files.size() != 1)
        throwBadInput(
            fmt::format("SER-FIQ needs a recognizer of the format safetensors; {} has the format {}.",
                        card.name,
                        card.format),
            "Convert the weights to safetensors.");
    card.verifyFiles();
    try {
        return modelsLibrary().createTensorNetwork("recognizer-head",
                                                   {{"architecture", card.architecture},
                                                    {"options", card.options},
                                                    {"width", card.input.width},
                                                    {"height", card.input.height}},
                                                   readSafetensors(card.files.front()),
                                                   {.device = options.device, .threads = options.threads});
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("Cannot open {}: {}", card.name, error.what()), error.hint());
    }
}

class SerFiq final : public FaceQuality {
public:
    SerFiq(const ModelCard& card, const QualityOptions& options)
        : m_card(card), m_dropout(dropoutOf(card, options)), m_network(openHead(card, options)) {
        const ModelInput& input = card.input;
        m_images = {{1, input.height, input.width, 3}, {}};
        m_images.values.resize(std::size_t{3} * static_cast<std::size_t>(input.width * input.height));
        models::TensorMap head = m_network->forward({{"images", m_images}});
        FloatTensor& weight = head.at("weight");
        m_last = {static_cast<std::size_t>(weight.shape[1]),
                  static_cast<std::size_t>(weight.shape[0]),
                  std::move(weight.values),
                  std::move(head.at("bias").values)};
        m_patterns.emplace(serFiqPatterns, m_last.inputs, m_dropout, options.seed);
    }

    QualityScore rate(const RgbImage& face) override {
        writeFaceInput(face, m_card.input, m_images.values);
        const FloatTensor features = m_network->forward({{"images", m_images}}).at("features");
        const double distance = dropoutDistance(features.values, m_last, *m_patterns);
        const double score = serFiqScore(distance);
        return {score, distance, serFiqMapped(score)};
    }

    const std::string& model() const override { return m_card.name; }
    std::string method() const override { return "SER-FIQ"; }
    std::optional<double> dropout() const override { return m_dropout; }

private:
    ModelCard m_card;
    double m_dropout;
    std::unique_ptr<models::TensorNetwork> m_network;
    FloatTensor m_images;
    LinearLayer m_last;
    std::optional<DropoutPatterns> m_patterns;
};

}  // namespace

std::unique_ptr<FaceQuality> openSerFiq(const ModelCard& card, const QualityOptions& options) {
    return std::make_unique<SerFiq>(card, options);
}

}  // namespace limen
