// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/recognizer_head.h"

#include <utility>

#include "models/architectures.h"
#include "models/conv_chain.h"
#include "models/named_tensors.h"

namespace limen::models {

namespace {

class RecognizerHead final : public TensorNetwork {
public:
    RecognizerHead(std::unique_ptr<EmbeddingNetwork> body, const FoldedLayer& last, int width, int height)
        : m_body(std::move(body)),
          m_weight(toFloatTensor(last.weight.flatten(1))),
          m_bias(toFloatTensor(last.bias)),
          m_width(width),
          m_height(height) {}

    TensorMap forward(const TensorMap& inputs) override {
        const auto found = inputs.find("images");
        if (found == inputs.end() || found->second.shape.size() != 4 || found->second.shape[1] != m_height ||
            found->second.shape[2] != m_width || found->second.shape[3] != 3)
            throwBadInput(
                fmt::format("A recognizer's head needs images of {}x{} pixels, as n x height x width x 3.",
                            m_width,
                            m_height));
        const std::int64_t batch = found->second.shape[0];
        FloatTensor features{{batch, m_body->dimension()}, {}};
        features.values.resize(static_cast<std::size_t>(batch) *
                               static_cast<std::size_t>(m_body->dimension()));
        m_body->forward(found->second.values, static_cast<int>(batch), features.values);
        return {{"features", std::move(features)}, {"weight", m_weight}, {"bias", m_bias}};
    }

private:
    std::unique_ptr<EmbeddingNetwork> m_body;
    FloatTensor m_weight, m_bias;
    int m_width, m_height;
};

}  // namespace

std::unique_ptr<TensorNetwork> makeRecognizerHead(const Json& options,
                                                  const TensorMap& weights,
                                                  const ExecutionOptions& execution) {
    const auto architecture = options.at("architecture").get<std::string>();
    const int width = options.at("width").get<int>();
    const int height = options.at("height").get<int>();
    const c10::InferenceMode inference;
    StoredTensors stored(weights, architecture);
    std::vector<ConvLayer> layers = buildChain(architecture, options.at("options"), stored, width, height);
    const ConvLayer last = layers.back();
    layers.pop_back();
    const bool isLinear = last.weight.size(2) == 1 && last.weight.size(3) == 1 && last.groups == 1 &&
                          last.activation == Activation::None && !last.closesShortcut && !layers.empty();
    if (!isLinear)
        throwBadInput(fmt::format("The last layer of the architecture {} is not linear.", architecture));
    return std::make_unique<RecognizerHead>(
        makeConvChain(std::move(layers), width, height, execution), foldBatchNorm(last), width, height);
}

}  // namespace limen::models
