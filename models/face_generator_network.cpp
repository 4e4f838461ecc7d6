// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/face_generator_network.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include "base/error.h"
#include "models/autocast.h"
#include "models/conv_chain.h"
#include "models/face_generator.h"
#include "models/named_tensors.h"

namespace limen::models {

namespace {

class FaceGeneratorNetwork final : public TensorNetwork {
public:
    FaceGeneratorNetwork(const Json& options, const TensorMap& weights, const ExecutionOptions& execution)
        : m_execution(execution),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_generator(faceGeneratorOptions(options)) {
        NamedTensors parameters;
        for (const auto& item : m_generator->named_parameters())
            parameters[item.key()] = item.value();
        assignTensors(parameters, "", weights);
        m_generator->to(m_device);
        for (at::Tensor& parameter : m_generator->parameters())
            if (parameter.dim() == 4)
                parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
    }

    TensorMap forward(const TensorMap& inputs) override {
        try {
            useThreads(m_execution.threads);
            const at::NoGradGuard guard;
            const Autocast autocast(m_execution.precision, m_device);
            const at::Tensor place = batchTensor(inputs, "place", {2});
            at::Generator noise = at::detail::createCPUGenerator(
                static_cast<std::uint64_t>(batchTensor(inputs, "noise", {1}).item<float>()));
            const at::Tensor photo = m_generator(batchTensor(inputs, "map", {-1, 3, -1, -1}).to(m_device),
                                                 batchTensor(inputs, "embedding", {-1, -1}).to(m_device),
                                                 static_cast<std::int64_t>(place[0].item<float>()),
                                                 static_cast<std::int64_t>(place[1].item<float>()),
                                                 noise);
            return {{"photo", toFloatTensor(photo)}};
        } catch (const c10::Error& error) {
            throwFailure(
                fmt::format("LibTorch could not run the network: {}.", error.what_without_backtrace()));
        }
    }

private:
    ExecutionOptions m_execution;
    at::Device m_device;
    FaceGenerator m_generator;
};

}  // namespace

std::unique_ptr<TensorNetwork> makeFaceGeneratorNetwork(const Json& options,
                                                        const TensorMap& weights,
                                                        const ExecutionOptions& execution) {
    return std::make_unique<FaceGeneratorNetwork>(options, weights, execution);
}

}  // namespace limen::models
