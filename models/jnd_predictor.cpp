// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/jnd_predictor.h"

#include <torch/torch.h>

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/threads.h"
#include "models/conv_chain.h"
#include "models/jnd_network.h"
#include "models/named_tensors.h"

namespace limen::models {

namespace {

constexpr const char* architecture = "jnd-predictor";
/// Images that pass the network together on the CPU: a whole batch would not stay near the cache, and its
/// size would reach the arithmetic.
constexpr std::int64_t partSize = 4;

class JndPredictor final : public TensorNetwork {
public:
    JndPredictor(const Json& options, const TensorMap& weights, const ExecutionOptions& execution)
        : m_inspect(options.is_object() && options.contains("inspect") && options["inspect"] == true),
          m_threads(std::max(1, execution.threads)),
          m_optimised(execution.optimised),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_type(execution.precision == "bf16" ? at::kBFloat16 : at::kFloat) {
        const c10::InferenceMode inference;
        StoredTensors stored(weights, architecture);
        m_network.emplace(jndOptions(options), stored);
        if (m_optimised)
            m_network.emplace(m_network->folded(m_device, m_type));
        else if (m_device.is_cuda())
            throwBadInput("The JND predictor as published runs on the CPU only.");
    }

    TensorMap forward(const TensorMap& inputs) override {
        const c10::InferenceMode inference;
        const at::Tensor images = batchTensor(inputs, "images", {-1, 3, -1, -1});
        const auto fits = [&](std::int64_t side) { return side >= 32 && side % 16 == 0; };
        if (images.size(0) < 1 || !fits(images.size(2)) || !fits(images.size(3)))
            throwBadInput(fmt::format("The JND predictor was given images of shape {}.",
                                      formatShape(images.sizes().vec())),
                          "Both sides must be multiples of 16, from 32 on.");
        try {
            NamedTensors answers = m_optimised && m_device.is_cpu() ? runParts(images) : run(images);
            TensorMap result;
            appendTensors(result, "", answers);
            return result;
        } catch (const c10::Error& error) {
            throwFailure(
                fmt::format("LibTorch could not run the network: {}.", error.what_without_backtrace()));
        }
    }

private:
    NamedTensors run(const at::Tensor& images) const {
        useThreads(m_threads);
        return answer(images);
    }

    /// Parts of a fixed size, each on one thread.
    NamedTensors runParts(const at::Tensor& images) const {
        const std::int64_t count = images.size(0);
        std::vector<NamedTensors> parts(static_cast<std::size_t>((count + partSize - 1) / partSize));
        const auto runPart = [&](std::size_t index) {
            const c10::InferenceMode inference;  // thread-local
            useThreads(1);
            const std::int64_t first = static_cast<std::int64_t>(index) * partSize;
            const std::int64_t size = std::min(partSize, count - first);
            at::Tensor part = images.narrow(0, first, size);
            if (size < partSize)
                part = at::constant_pad_nd(part, {0, 0, 0, 0, 0, 0, 0, partSize - size});
            for (const auto& [name, tensor] : answer(part))
                parts[index][name] = tensor.narrow(0, 0, size);
        };
        if (m_threads == 1 || parts.size() == 1)
            for (std::size_t index = 0; index < parts.size(); ++index)
                runPart(index);
        else
            parallelFor(std::min(m_threads, static_cast<int>(parts.size())), parts.size(), {}, runPart);
        NamedTensors whole;
        for (const auto& [name, first] : parts.front()) {
            std::vector<at::Tensor> pieces;
            for (const NamedTensors& part : parts)
                pieces.push_back(part.at(name));
            whole[name] = at::cat(pieces);
        }
        return whole;
    }

    NamedTensors answer(const at::Tensor& images) const {
        const LayerRunner run{.training = false, .folded = m_optimised};
        at::Tensor x = images.to(m_device, m_type);
        if (m_optimised)
            x = x.contiguous(at::MemoryFormat::ChannelsLast);
        const std::vector<JndLevel> levels = m_network->encode(x, run);
        const at::Tensor residual = m_network->decode(levels, images.size(0), run);
        NamedTensors result;
        result["jnd"] = (images.to(m_device) - residual).clamp(-1, 1);
        for (std::size_t i = 0; m_inspect && i < levels.size(); ++i) {
            result[fmt::format("feature{}", i + 1)] = levels[i].feature;
            result[fmt::format("identity{}", i + 1)] = levels[i].identity;
            result[fmt::format("residual{}", i + 1)] = m_network->residual(levels[i], images.size(0));
        }
        return result;
    }

    bool m_inspect;
    int m_threads;
    bool m_optimised;
    at::Device m_device;
    at::ScalarType m_type;
    std::optional<JndNetwork> m_network;
};

}  // namespace

std::unique_ptr<TensorNetwork> makeJndPredictor(const Json& options,
                                                const TensorMap& weights,
                                                const ExecutionOptions& execution) {
    return std::make_unique<JndPredictor>(options, weights, execution);
}

}  // namespace limen::models
