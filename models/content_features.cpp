// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/content_features.h"

#include "base/error.h"
#include "models/autocast.h"
#include "models/frozen_recognizer.h"
#include "models/vgg_features.h"

namespace limen::models {

namespace {

at::Device deviceOf(const ExecutionOptions& execution) {
    return execution.device == "cuda" ? at::kCUDA : at::kCPU;
}

class VggContent final : public ContentFeatures {
public:
    VggContent(const std::string& file, const ExecutionOptions& execution)
        : m_network(readSafetensors(file),
                    deviceOf(execution),
                    execution.precision == "bf16" ? at::kBFloat16 : at::kFloat) {}
    std::vector<at::Tensor> of(const at::Tensor& picture) const override {
        return m_network.features(picture);
    }

private:
    VggFeatures m_network;
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

std::unique_ptr<ContentFeatures> makeContentFeatures(const Json& json, const ExecutionOptions& execution) {
    if (json.is_object() && json.contains("vgg19") && json["vgg19"].is_string())
        return std::make_unique<VggContent>(json["vgg19"].get<std::string>(), execution);
    if (json.is_object() && json.contains("recognizer"))
        return std::make_unique<RecognizerContent>(json["recognizer"], execution);
    throwBadInput("The content loss needs the file of a VGG-19, or a recognizer.",
                  "Leave the content loss out, or name a model card for it.");
}

}  // namespace limen::models
