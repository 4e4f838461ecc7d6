// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/conv_chain.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "base/threads.h"
#include "models/prelu_in_place.h"
#include "models/trainable_norm.h"
#include "models/trainable_prelu.h"
#ifdef LIMEN_ONEDNN
#include "models/onednn_chain.h"
#endif

namespace limen::models {

namespace {

/// at::conv2d leaves oneDNN for slow loops of its own when a single thread meets a small batch.
at::Tensor convolve(const at::Tensor& x, const ConvLayer& layer) {
    if (!x.is_cpu() || !at::hasMKLDNN())
        return at::conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding, 1, layer.groups);
    const std::int64_t stride[] = {layer.stride, layer.stride};
    const std::int64_t padding[] = {layer.padding, layer.padding};
    const std::int64_t dilation[] = {1, 1};
    return at::mkldnn_convolution(x, layer.weight, layer.bias, padding, stride, dilation, layer.groups);
}

void activate(at::Tensor& x, const ConvLayer& layer) {
    if (layer.activation == Activation::Relu) {
        x.relu_();
    } else if (layer.activation == Activation::Relu6) {
        x.clamp_(0, 6);
    } else if (layer.activation == Activation::PRelu) {
        if (!x.is_cpu() || !x.is_contiguous(at::MemoryFormat::ChannelsLast))
            x = at::prelu(x, layer.slope.to(x.scalar_type()));
        else if (x.scalar_type() == at::kFloat)
            preluInPlace(
                x.data_ptr<float>(), layer.slope.data_ptr<float>(), x.numel() / x.size(1), x.size(1));
        else
            preluInPlaceBf16(static_cast<std::uint16_t*>(x.data_ptr()),
                             layer.slope.data_ptr<float>(),
                             x.numel() / x.size(1),
                             x.size(1));
    }
}

/// What both ways of running share: shapes, devices, and LibTorch's exceptions turned into Limen's.
class ConvChain : public EmbeddingNetwork {
public:
    ConvChain(std::vector<ConvLayer> layers, int width, int height, const ExecutionOptions& execution)
        : m_layers(std::move(layers)),
          m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
          m_threads(std::max(1, execution.threads)),
          m_width(width),
          m_height(height),
          m_dimension(static_cast<int>(m_layers.back().weight.size(0))) {}

    int dimension() const override { return m_dimension; }

    void forward(std::span<const float> input, int batch, std::span<float> output) override {
        requireBatch(batch, input.size(), pixels() * 3, output.size(), m_dimension);
        try {
            const c10::InferenceMode inference;
            run(input.data(), batch, output.data());
        } catch (const c10::Error& error) {
            throwFailure(
                fmt::format("LibTorch could not run the network: {}.", error.what_without_backtrace()));
        }
    }

protected:
    virtual void run(const float* input, int batch, float* output) = 0;

    /// A view of NHWC memory as a batch x 3 x height x width tensor, which is then channels_last by itself.
    at::Tensor view(const float* input, std::int64_t batch) const {
        return at::from_blob(const_cast<float*>(input), {batch, m_height, m_width, 3}, at::kFloat)
            .permute({0, 3, 1, 2});
    }
    void store(const at::Tensor& vectors, float* output) const {
        const at::Tensor plain = vectors.flatten(1).to(at::kCPU, at::kFloat).contiguous();
        if (plain.size(1) != m_dimension)
            throwFailure("The network left more than one pixel: its input has the wrong size.");
        std::copy_n(plain.data_ptr<float>(), plain.numel(), output);
    }
    std::size_t pixels() const {
        return static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height);
    }
    std::size_t width() const { return static_cast<std::size_t>(m_dimension); }

    std::vector<ConvLayer> m_layers;
    at::Device m_device;
    int m_threads;

private:
    int m_width;
    int m_height;
    int m_dimension;
};

/// As its authors run it.
class EagerConvChain final : public ConvChain {
public:
    EagerConvChain(std::vector<ConvLayer> layers, int width, int height, const ExecutionOptions& execution)
        : ConvChain(std::move(layers), width, height, execution) {
        for (ConvLayer& layer : m_layers)
            for (at::Tensor* tensor : {&layer.weight,
                                       &layer.bias,
                                       &layer.normWeight,
                                       &layer.normBias,
                                       &layer.normMean,
                                       &layer.normVariance,
                                       &layer.slope})
                if (tensor->defined())
                    *tensor = tensor->to(m_device);
    }

protected:
    void run(const float* input, int batch, float* output) override {
        useThreads(m_threads);
        at::Tensor x = view(input, batch).contiguous().to(m_device);
        at::Tensor shortcut;
        for (const ConvLayer& layer : m_layers)
            x = runLayer(layer, x, shortcut, {});
        store(x, output);
    }
};

/// Batch norm folded into the convolutions, channels_last, activations in place, optionally bf16.
class FoldedConvChain final : public ConvChain {
public:
    FoldedConvChain(std::vector<ConvLayer> layers, int width, int height, const ExecutionOptions& execution)
        : ConvChain(std::move(layers), width, height, execution),
          m_type(execution.precision == "bf16" ? at::kBFloat16 : at::kFloat) {
        for (ConvLayer& layer : m_layers)
            layer = foldedLayer(layer, m_device, m_type);
    }

protected:
    void run(const float* input, int batch, float* output) override {
        if (m_device.is_cuda()) {
            store(forwardPart(view(input, batch)), output);
            return;
        }
        // Parts of a fixed size, each on one thread: activations stay near the cache (a batch of 32 needs 44
        // MB per layer), and neither the batch nor the number of threads can reach the arithmetic.
        const int parts = (batch + partSize - 1) / partSize;
        const auto runPart = [&](std::size_t index) {
            const c10::InferenceMode inference;  // thread-local
            useThreads(1);
            const int first = static_cast<int>(index) * partSize;
            const int count = std::min(partSize, batch - first);
            at::Tensor part = view(input + static_cast<std::size_t>(first) * pixels() * 3, count);
            if (count < partSize)
                part = at::constant_pad_nd(part, {0, 0, 0, 0, 0, 0, 0, partSize - count})
                           .contiguous(at::MemoryFormat::ChannelsLast);
            store(forwardPart(part).narrow(0, 0, count), output + static_cast<std::size_t>(first) * width());
        };
        if (m_threads == 1 || parts == 1)
            for (int part = 0; part < parts; ++part)
                runPart(static_cast<std::size_t>(part));
        else
            parallelFor(std::min(m_threads, parts), static_cast<std::size_t>(parts), {}, runPart);
    }

private:
    static constexpr int partSize = 8;

    at::Tensor forwardPart(const at::Tensor& images) const {
        at::Tensor x = images.to(m_device, m_type);
        at::Tensor shortcut;
        for (const ConvLayer& layer : m_layers) {
            if (layer.opensShortcut)
                shortcut = x;
            x = runFolded(layer, x);
            if (layer.closesShortcut)
                x.add_(shortcut);
        }
        return x;
    }

    at::ScalarType m_type;
};

}  // namespace

at::Tensor runLayer(const ConvLayer& layer, const at::Tensor& x, at::Tensor& shortcut, LayerMode mode) {
    if (layer.opensShortcut)
        shortcut = x;
    const auto as = [&](const at::Tensor& tensor) {
        return tensor.defined() ? tensor.to(x.scalar_type()) : tensor;
    };
    // oneDNN's backward pass of a depthwise filter as large as its map takes as long as all others together.
    const bool wholeMap = mode.training && layer.groups == x.size(1) && layer.padding == 0 &&
                          layer.weight.size(0) == x.size(1) && !layer.bias.defined() &&
                          layer.weight.size(2) == x.size(2) && layer.weight.size(3) == x.size(3);
    at::Tensor y =
        wholeMap
            ? (x.to(at::kFloat) * layer.weight.squeeze(1)).sum(at::IntArrayRef{2, 3}, true)
            : at::conv2d(x, as(layer.weight), as(layer.bias), layer.stride, layer.padding, 1, layer.groups);
    if (layer.normWeight.defined() && mode.training)
        y = trainableNorm(y,
                          layer.normWeight,
                          layer.normBias,
                          layer.normMean,
                          layer.normVariance,
                          mode.normMomentum,
                          normEps);
    else if (layer.normWeight.defined())
        y = at::batch_norm(y,
                           layer.normWeight,
                           layer.normBias,
                           layer.normMean,
                           layer.normVariance,
                           false,
                           mode.normMomentum,
                           normEps,
                           false);
    if (layer.activation == Activation::PRelu)
        y = mode.training ? trainablePRelu(y, layer.slope) : at::prelu(y, as(layer.slope));
    else if (layer.activation == Activation::Relu)
        y = at::relu(y);
    else if (layer.activation == Activation::Relu6)
        y = at::relu6(y);
    return layer.closesShortcut ? y + shortcut : y;
}

FoldedLayer foldBatchNorm(const ConvLayer& layer) {
    if (!layer.normWeight.defined())
        return {layer.weight.to(at::kDouble),
                layer.bias.defined() ? layer.bias.to(at::kDouble)
                                     : at::zeros({layer.weight.size(0)}, at::kDouble)};
    const at::Tensor scale =
        layer.normWeight.to(at::kDouble) / (layer.normVariance.to(at::kDouble) + normEps).sqrt();
    const at::Tensor bias = layer.bias.defined() ? layer.bias.to(at::kDouble) : at::zeros_like(scale);
    return {layer.weight.to(at::kDouble) * scale.view({-1, 1, 1, 1}),
            (bias - layer.normMean.to(at::kDouble)) * scale + layer.normBias.to(at::kDouble)};
}

ConvLayer foldedLayer(const ConvLayer& layer, at::Device device, at::ScalarType type) {
    ConvLayer result = layer;
    const FoldedLayer folded = foldBatchNorm(layer);
    result.weight = folded.weight.to(device, type).contiguous(at::MemoryFormat::ChannelsLast);
    result.bias = folded.bias.to(device, type);
    if (layer.slope.defined())
        result.slope = layer.slope.to(device, at::kFloat).contiguous();
    result.normWeight = result.normBias = result.normMean = result.normVariance = at::Tensor();
    return result;
}

at::Tensor runFolded(const ConvLayer& layer, const at::Tensor& x) {
    at::Tensor y = convolve(x, layer);
    activate(y, layer);
    return y;
}

void useThreads(int threads) {
    // The call drops the back end's caches, so only where it changes something.
    if (at::get_num_threads() != threads)
        at::set_num_threads(threads);
}

void requireBatch(int batch, std::size_t input, std::size_t inputValues, std::size_t output, int dimension) {
    const auto count = static_cast<std::size_t>(std::max(0, batch));
    if (count == 0 || input != count * inputValues || output != count * static_cast<std::size_t>(dimension))
        throwFailure("A network was given a batch of the wrong size.");
}

std::unique_ptr<EmbeddingNetwork> makeConvChain(std::vector<ConvLayer> layers,
                                                int width,
                                                int height,
                                                const ExecutionOptions& execution) {
#ifdef LIMEN_ONEDNN
    if (execution.optimised && execution.device == "cpu")
        return makeOneDnnChain(layers, width, height, execution);
#endif
    if (execution.optimised)
        return std::make_unique<FoldedConvChain>(std::move(layers), width, height, execution);
    return std::make_unique<EagerConvChain>(std::move(layers), width, height, execution);
}

}  // namespace limen::models
