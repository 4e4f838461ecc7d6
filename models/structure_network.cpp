// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/structure_network.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/threads.h"
#include "models/conv_chain.h"

namespace limen::models {

namespace {

constexpr std::int64_t levels = 5;
constexpr double momentum = 0.1;
constexpr double normEpsilon = 1e-5;
constexpr double vectorEpsilon = 1e-12;
/// Patches that pass the network together: of a face of 112x112 there are four.
constexpr std::int64_t partSize = 4;

std::int64_t firstChannels(const Json& options) {
    const Json& width = options.is_object() && options.contains("width") ? options["width"] : Json(1.0);
    for (const double known : {1.0, 0.5, 0.25})
        if (width.is_number() && width.get<double>() == known)
            return std::lround(32.0 * known);
    throwBadInput(fmt::format("The network of Shen21 has no width {}.", width.dump()),
                  "It can be 1, 0.5 or 0.25.");
}

/// Asks a source for the tensors of a network, in its order.
class Plan {
public:
    Plan(TensorSource& source, NamedTensors& tensors) : m_source(&source), m_tensors(&tensors) {}

    void layer(const std::string& name, const Shape& shape) {
        take(name + ".weight", shape, TensorRole::Weight);
        take(name + ".bias", {shape.front()}, TensorRole::Bias);
    }
    void block(const std::string& name, const Shape& shape) {
        layer(name, shape);
        take(name + ".norm.weight", {shape.front()}, TensorRole::NormWeight);
        take(name + ".norm.bias", {shape.front()}, TensorRole::NormBias);
        take(name + ".norm.mean", {shape.front()}, TensorRole::NormMean);
        take(name + ".norm.variance", {shape.front()}, TensorRole::NormVariance);
    }
    void take(const std::string& name, const Shape& shape, TensorRole role) {
        (*m_tensors)[name] = m_source->take(name, shape, role);
    }

private:
    TensorSource* m_source;
    NamedTensors* m_tensors;
};

bool isStatistic(const std::string& name) {
    return name.ends_with(".norm.mean") || name.ends_with(".norm.variance");
}

at::Tensor unit(const at::Tensor& vector) {
    return vector / vector.norm().clamp_min(vectorEpsilon);
}

/// The spectral norm of a weight, by one step of the power iteration from `left`, which takes that step along
/// where it is to go on. The gradient passes the weight alone (Miyato 2018, appendix A).
at::Tensor spectralNorm(const at::Tensor& weight, const at::Tensor& left, bool goOn) {
    at::Tensor u, v;
    {
        const at::NoGradGuard guard;
        const at::Tensor matrix = weight.detach().flatten(1);
        v = unit(at::mv(matrix.t(), left));
        u = left.clone();
        if (goOn) {
            u = unit(at::mv(matrix, v));
            left.copy_(u);
        }
    }
    return at::dot(u, at::mv(weight.flatten(1), v));
}

class StructureTensorNetwork final : public TensorNetwork {
public:
    StructureTensorNetwork(const Json& options, const TensorMap& weights, const ExecutionOptions& execution)
        : m_threads(std::max(1, execution.threads)),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU) {
        if (execution.precision != "fp32")
            throwBadInput("The network of Shen21 runs in fp32 only.", "Use --precision fp32.");
        const c10::InferenceMode inference;
        StoredTensors stored(weights, "shen21");
        m_network.emplace(options, stored);
        stored.finish();
        m_network->moveTo(m_device);
    }

    TensorMap forward(const TensorMap& inputs) override {
        const c10::InferenceMode inference;
        const at::Tensor patches =
            batchTensor(inputs, "patches", {-1, 1, StructureNetwork::side, StructureNetwork::side});
        const std::int64_t count = patches.size(0);
        if (count == 0)
            throwBadInput("The network of Shen21 was given no patches.");
        at::Tensor answers = at::empty_like(patches);
        const auto runPart = [&](std::size_t index) {
            const c10::InferenceMode ofThisThread;
            useThreads(1);
            const std::int64_t first = static_cast<std::int64_t>(index) * partSize;
            const std::int64_t size = std::min(partSize, count - first);
            at::Tensor part = patches.narrow(0, first, size);
            if (size < partSize)
                part = at::constant_pad_nd(part, {0, 0, 0, 0, 0, 0, 0, partSize - size});
            const at::Tensor answer = m_network->forward(part.to(m_device), false);
            answers.narrow(0, first, size).copy_(answer.narrow(0, 0, size));
        };
        const auto parts = static_cast<std::size_t>((count + partSize - 1) / partSize);
        try {
            if (m_threads == 1 || parts == 1 || m_device.is_cuda())
                for (std::size_t index = 0; index < parts; ++index)
                    runPart(index);
            else
                parallelFor(std::min(m_threads, static_cast<int>(parts)), parts, {}, runPart);
        } catch (const c10::Error& error) {
            throwFailure(
                fmt::format("LibTorch could not run the network: {}.", error.what_without_backtrace()));
        }
        return {{"patches", toFloatTensor(answers)}};
    }

private:
    int m_threads;
    at::Device m_device;
    std::optional<StructureNetwork> m_network;
};

}  // namespace

StructureNetwork::StructureNetwork(const Json& options, TensorSource& source) {
    const std::int64_t first = firstChannels(options);
    const auto channels = [first](std::int64_t level) { return first << (level - 1); };
    Plan plan(source, m_tensors);
    plan.block("encoder.1", {channels(1), 1, 7, 7});
    for (std::int64_t level = 2; level <= levels; ++level)
        plan.block(fmt::format("encoder.{}", level), {channels(level), channels(level - 1), 3, 3});
    const std::int64_t deepest = channels(levels);
    plan.layer("attention.query", {deepest / 8, deepest, 1, 1});
    plan.layer("attention.key", {deepest / 8, deepest, 1, 1});
    plan.layer("attention.value", {deepest, deepest, 1, 1});
    plan.take("attention.gamma", {1}, TensorRole::Bias);  // begins at 0
    for (std::int64_t level = levels; level >= 1; --level) {
        const std::int64_t own = channels(level);
        const std::int64_t squeezed = std::max<std::int64_t>(1, own / 16);
        plan.layer(fmt::format("global.{}.squeeze", level), {squeezed, own});
        plan.layer(fmt::format("global.{}.excite", level), {own, squeezed});
        plan.layer(fmt::format("global.{}.merge", level), {own, 2 * own, 1, 1});
    }
    for (std::int64_t level = levels - 1; level >= 1; --level) {
        const std::int64_t own = channels(level);
        plan.layer(fmt::format("decoder.{}.up", level), {own, 2 * own, 3, 3});
        plan.block(fmt::format("decoder.{}.join", level), {own, 2 * own, 3, 3});
    }
    plan.layer("out", {1, channels(1), 7, 7});
    // The layout in which oneDNN convolves fastest.
    for (auto& [name, tensor] : m_tensors)
        if (tensor.dim() == 4)
            tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
}

void StructureNetwork::beginNorms(std::uint64_t seed) {
    auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
    for (const auto& [name, tensor] : m_tensors) {
        const std::size_t end = name.rfind(".weight");
        if (tensor.dim() < 2 || name == "out.weight")
            continue;
        m_vectors[name.substr(0, end)] =
            unit(at::empty({tensor.size(0)}, at::kFloat).normal_(0.0, 1.0, random)).to(tensor.device());
    }
}

void StructureNetwork::moveTo(at::Device device) {
    for (NamedTensors* tensors : {&m_tensors, &m_vectors})
        for (auto& [name, tensor] : *tensors)
            tensor = tensor.to(device);
}

NamedTensors StructureNetwork::parameters() const {
    NamedTensors chosen = m_tensors;
    std::erase_if(chosen, [](const auto& entry) { return isStatistic(entry.first); });
    return chosen;
}

NamedTensors StructureNetwork::statistics() const {
    NamedTensors chosen = m_tensors;
    std::erase_if(chosen, [](const auto& entry) { return !isStatistic(entry.first); });
    return chosen;
}

NamedTensors StructureNetwork::finished() const {
    const at::NoGradGuard guard;
    NamedTensors all = m_tensors;
    for (const auto& [layer, left] : m_vectors) {
        at::Tensor& weight = all.at(layer + ".weight");
        weight = weight / spectralNorm(weight, left, false);
    }
    return all;
}

at::Tensor StructureNetwork::weightOf(const std::string& layer, bool training) {
    const at::Tensor& weight = m_tensors.at(layer + ".weight");
    const auto left = m_vectors.find(layer);
    return left == m_vectors.end() ? weight : weight / spectralNorm(weight, left->second, training);
}

at::Tensor StructureNetwork::convolution(const std::string& layer,
                                         const at::Tensor& x,
                                         std::int64_t stride,
                                         bool training) {
    const at::Tensor weight = weightOf(layer, training);
    const std::int64_t margin = weight.size(-1) / 2;
    const at::Tensor padded = margin == 0 ? x : at::reflection_pad2d(x, {margin, margin, margin, margin});
    return at::conv2d(
        padded.contiguous(at::MemoryFormat::ChannelsLast), weight, m_tensors.at(layer + ".bias"), stride);
}

at::Tensor StructureNetwork::block(const std::string& layer,
                                   const at::Tensor& x,
                                   std::int64_t stride,
                                   bool training) {
    return at::relu(at::batch_norm(convolution(layer, x, stride, training),
                                   m_tensors.at(layer + ".norm.weight"),
                                   m_tensors.at(layer + ".norm.bias"),
                                   m_tensors.at(layer + ".norm.mean"),
                                   m_tensors.at(layer + ".norm.variance"),
                                   training,
                                   momentum,
                                   normEpsilon,
                                   false));
}

at::Tensor StructureNetwork::selfAttention(const at::Tensor& x, bool training) {
    // Zhang 2019 (SAGAN), section 3
    const at::Tensor query = convolution("attention.query", x, 1, training).flatten(2);
    const at::Tensor key = convolution("attention.key", x, 1, training).flatten(2);
    const at::Tensor value = convolution("attention.value", x, 1, training).flatten(2);
    const at::Tensor attention = at::softmax(at::bmm(query.transpose(1, 2), key), -1);
    const at::Tensor seen = at::bmm(value, attention.transpose(1, 2)).view_as(x);
    return m_tensors.at("attention.gamma") * seen + x;
}

at::Tensor StructureNetwork::globalAttention(const std::string& layer, const at::Tensor& x, bool training) {
    const auto product = [&](const std::string& name, const at::Tensor& vector) {
        return at::linear(vector, weightOf(name, training), m_tensors.at(name + ".bias"));
    };
    const at::Tensor mean = x.mean({2, 3});
    const at::Tensor global = product(layer + ".excite", at::relu(product(layer + ".squeeze", mean)));
    return convolution(
        layer + ".merge", at::cat({x, global.unsqueeze(2).unsqueeze(3).expand_as(x)}, 1), 1, training);
}

at::Tensor StructureNetwork::forward(const at::Tensor& patches, bool training) {
    std::vector<at::Tensor> features;
    for (std::int64_t level = 1; level <= levels; ++level)
        features.push_back(block(fmt::format("encoder.{}", level),
                                 level == 1 ? patches : features.back(),
                                 level == 1 ? 1 : 2,
                                 training));
    features.back() = selfAttention(features.back(), training);
    const auto skip = [&](std::int64_t level) {
        return globalAttention(
            fmt::format("global.{}", level), features[static_cast<std::size_t>(level - 1)], training);
    };
    at::Tensor x = skip(levels);
    for (std::int64_t level = levels - 1; level >= 1; --level) {
        const std::string layer = fmt::format("decoder.{}", level);
        const at::Tensor large = at::upsample_nearest2d(x, at::IntArrayRef({2 * x.size(2), 2 * x.size(3)}));
        x = at::cat({convolution(layer + ".up", large, 1, training), skip(level)}, 1);
        x = block(layer + ".join", x, 1, training);
    }
    return (convolution("out", x, 1, training) + patches).clamp(-1.0, 1.0);
}

std::unique_ptr<TensorNetwork> makeStructureNetwork(const Json& options,
                                                    const TensorMap& weights,
                                                    const ExecutionOptions& execution) {
    return std::make_unique<StructureTensorNetwork>(options, weights, execution);
}

}  // namespace limen::models
