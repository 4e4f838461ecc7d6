// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/content_features.h"

#include "base/error.h"
#include "models/autocast.h"
#include "models/frozen_recognizer.h"
#include "models/vgg_features.h"
#include "models/winograd_content.h"

namespace limen::models {

namespace {

at::Device deviceOf(const ExecutionOptions& execution) {
    return execution.device == "cuda" ? at::kCUDA : at::kCPU;
}

/// A content loss that comes with its gradient.
struct ReadyGradient : torch::autograd::Function<ReadyGradient> {
    static at::Tensor forward(torch::autograd::AutogradContext* context,
                              const at::Tensor& /*predicted*/,
                              const at::Tensor& gradient,
                              double loss) {
        context->save_for_backward({gradient});
        return at::scalar_tensor(loss, at::kFloat);
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        return {context->get_saved_variables()[0] * gradients[0], {}, {}};
    }
};

std::span<const float> valuesOf(const at::Tensor& tensor) {
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

class VggContent final : public ContentFeatures {
public:
    VggContent(const std::string& file, const ExecutionOptions& execution)
        : m_network(readSafetensors(file),
                    deviceOf(execution),
                    execution.precision == "bf16" ? at::kBFloat16 : at::kFloat),
          m_threads(execution.threads),
          m_ownLoops(execution.optimised && execution.device == "cpu") {}
    std::vector<at::Tensor> of(const at::Tensor& picture) const override {
        return m_network.features(picture);
    }
    at::Tensor loss(const at::Tensor& predicted, const at::Tensor& wanted, ContentForm form) override {
        if (!m_ownLoops || form != ContentForm::Plain || !sizedFor(predicted.size(2), predicted.size(3)))
            return ContentFeatures::loss(predicted, wanted, form);
        constexpr at::MemoryFormat interleaved = at::MemoryFormat::ChannelsLast;
        const at::Tensor a = predicted.detach().to(at::kFloat).contiguous(interleaved);
        const at::Tensor b = wanted.detach().to(at::kFloat).contiguous(interleaved);
        const at::Tensor gradient = at::empty_like(a);
        const double value = m_loops->loss(
            valuesOf(a), valuesOf(b), a.size(0), {gradient.data_ptr<float>(), valuesOf(a).size()});
        return ReadyGradient::apply(predicted, gradient, value);
    }

private:
    bool sizedFor(std::int64_t height, std::int64_t width) {
        if (m_height != height || m_width != width) {
            m_loops = makeWinogradContent(m_network.layers(), height, width, m_threads);
            m_height = height;
            m_width = width;
        }
        return m_loops != nullptr;
    }

    VggFeatures m_network;
    int m_threads;
    bool m_ownLoops;
    std::unique_ptr<WinogradContent> m_loops;  ///< for pictures of m_height x m_width, if it can be
    std::int64_t m_height = 0, m_width = 0;
};

class RecognizerContent final : public ContentFeatures {
public:
    RecognizerContent(const Json& json, const ExecutionOptions& execution)
        : m_precision(execution.precision), m_device(deviceOf(execution)), m_network(json, m_device) {}
    std::vector<at::Tensor> of(const at::Tensor& picture) const override {
        const Autocast autocast(m_precision, m_device);
        return m_network.features(picture);
    }

private:
    std::string m_precision;
    at::Device m_device;
    FrozenRecognizer m_network;
};

}  // namespace

at::Tensor ContentFeatures::loss(const at::Tensor& predicted, const at::Tensor& wanted, ContentForm form) {
    std::vector<at::Tensor> features;
    {
        const at::NoGradGuard guard;
        features = of(wanted);
    }
    return contentLoss(of(predicted), features, form);
}

std::unique_ptr<ContentFeatures> makeContentFeatures(const Json& json, const ExecutionOptions& execution) {
    if (json.is_object() && json.contains("vgg19") && json["vgg19"].is_string())
        return std::make_unique<VggContent>(json["vgg19"].get<std::string>(), execution);
    if (json.is_object() && json.contains("recognizer"))
        return std::make_unique<RecognizerContent>(json["recognizer"], execution);
    throwBadInput("The content loss needs the file of a VGG-19, or a recognizer.",
                  "Leave the content loss out, or name a model card for it.");
}

}  // namespace limen::models
