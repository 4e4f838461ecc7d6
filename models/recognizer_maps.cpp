// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/recognizer_maps.h"

#include <torch/torch.h>

#include "base/error.h"
#include "models/autocast.h"
#include "models/conv_chain.h"
#include "models/frozen_recognizer.h"
#include "models/named_tensors.h"

namespace limen::models {

namespace {

class RecognizerMaps final : public TensorNetwork {
public:
    RecognizerMaps(const Json& options, const ExecutionOptions& execution)
        : m_execution(execution),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_recognizer(options, m_device) {}

    TensorMap forward(const TensorMap& inputs) override {
        useThreads(m_execution.threads);
        const at::NoGradGuard guard;
        const Autocast autocast(m_execution.precision, m_device);
        const at::Tensor images = batchTensor(inputs, "images", {-1, 3, 112, 112}).to(m_device);
        const std::vector<at::Tensor> maps = m_recognizer.features(images);
        if (maps.size() < 2)
            throwBadInput("This recognizer has no two maps to describe a face with.");
        const auto pooled = [](const at::Tensor& map) { return map.to(at::kFloat).mean({2, 3}); };
        return {
            {"features", toFloatTensor(at::cat({pooled(maps[maps.size() - 2]), pooled(maps.back())}, 1))}};
    }

private:
    ExecutionOptions m_execution;
    at::Device m_device;
    FrozenRecognizer m_recognizer;
};

}  // namespace

std::unique_ptr<TensorNetwork> makeRecognizerMaps(const Json& options, const ExecutionOptions& execution) {
    return std::make_unique<RecognizerMaps>(options, execution);
}

}  // namespace limen::models
