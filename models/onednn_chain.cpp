// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/onednn_chain.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/threads.h"
#include "models/prelu_in_place.h"

namespace limen::models {

namespace {

using dnnl::memory;
using Arguments = std::unordered_map<int, memory>;

/// One convolution with everything but its activations' places.
struct Step {
    dnnl::convolution_forward convolution;
    memory weight;
    memory bias;
    std::vector<float> slope;  ///< PReLU; oneDNN 2.6 has no fast convolution with one
    memory::desc source;
    memory::desc destination;
    memory::desc scratch;
    std::int64_t pixels = 0;  ///< of the destination
    std::int64_t channels = 0;
    bool opensShortcut = false;
    bool closesShortcut = false;
};

memory copyOf(const at::Tensor& tensor,
              const memory::dims& dims,
              memory::format_tag tag,
              const dnnl::engine& engine) {
    const at::Tensor plain = tensor.to(at::kFloat).contiguous();
    memory copy({dims, memory::data_type::f32, tag}, engine);
    std::copy_n(plain.data_ptr<float>(), plain.numel(), static_cast<float*>(copy.get_data_handle()));
    return copy;
}

/// ReLU and ReLU6 ride on the convolution; so does the shortcut, which is added to what the destination
/// holds.
dnnl::primitive_attr attributes(const ConvLayer& layer) {
    dnnl::post_ops after;
    if (layer.activation == Activation::Relu)
        after.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
    else if (layer.activation == Activation::Relu6)
        after.append_eltwise(1.0F, dnnl::algorithm::eltwise_clip, 0.0F, 6.0F);
    if (layer.closesShortcut)
        after.append_sum(1.0F);
    dnnl::primitive_attr attribute;
    attribute.set_post_ops(after);
    // The library's own scratch memory belongs to the thread that made the primitive; workers need theirs.
    attribute.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attribute;
}

/// Where one image's activations lie: a worker's own. Three buffers are enough: source, destination,
/// shortcut.
class Lane {
public:
    Lane(const std::vector<Step>& steps,
         const dnnl::engine& engine,
         const memory::desc& input,
         const memory::desc& output)
        : m_steps(steps),
          m_stream(engine),
          m_input(input, engine, nullptr),
          m_output(output, engine, nullptr) {
        std::size_t largest = 0;
        std::size_t scratch = 0;
        for (const Step& step : steps) {
            largest = std::max({largest, step.source.get_size(), step.destination.get_size()});
            scratch = std::max(scratch, step.scratch.get_size());
        }
        for (memory& buffer : m_buffers)
            buffer = bytes(largest, engine);
        m_scratch = bytes(scratch, engine);

        std::size_t source = 0;
        std::size_t shortcut = source;
        m_first = at(source, steps.front().source, engine);
        for (const Step& step : steps) {
            if (step.opensShortcut)
                shortcut = source;
            // The shortcut stays until it is overwritten by the sum it is part of.
            std::size_t destination = shortcut;
            if (!step.closesShortcut)
                for (destination = 0; destination == source || destination == shortcut;)
                    ++destination;
            m_arguments.push_back(
                {{DNNL_ARG_SRC, at(source, step.source, engine)},
                 {DNNL_ARG_WEIGHTS, step.weight},
                 {DNNL_ARG_BIAS, step.bias},
                 {DNNL_ARG_DST, at(destination, step.destination, engine)},
                 {DNNL_ARG_SCRATCHPAD, {step.scratch, engine, m_scratch.get_data_handle()}}});
            source = destination;
        }
        m_last = at(source, steps.back().destination, engine);
        m_read = dnnl::reorder(m_input, m_first);
        m_write = dnnl::reorder(m_last, m_output);
    }

    void run(const float* input, float* output) {
        m_input.set_data_handle(const_cast<float*>(input));
        m_output.set_data_handle(output);
        m_read.execute(m_stream, m_input, m_first);
        for (std::size_t i = 0; i < m_steps.size(); ++i) {
            m_steps[i].convolution.execute(m_stream, m_arguments[i]);
            if (!m_steps[i].slope.empty())
                prelu(m_steps[i], m_arguments[i].at(DNNL_ARG_DST));
        }
        m_write.execute(m_stream, m_last, m_output);
        m_stream.wait();
    }

private:
    /// Plain memory, aligned as oneDNN likes it.
    static memory bytes(std::size_t count, const dnnl::engine& engine) {
        return {{{static_cast<memory::dim>(std::max<std::size_t>(1, count))},
                 memory::data_type::u8,
                 memory::format_tag::a},
                engine};
    }
    memory at(std::size_t buffer, const memory::desc& shape, const dnnl::engine& engine) const {
        return {shape, engine, m_buffers[buffer].get_data_handle()};
    }
    void prelu(const Step& step, const memory& values) {
        m_stream.wait();
        if (step.destination.data_type() == memory::data_type::f32)
            preluInPlace(
                static_cast<float*>(values.get_data_handle()), step.slope.data(), step.pixels, step.channels);
        else
            preluInPlaceBf16(static_cast<std::uint16_t*>(values.get_data_handle()),
                             step.slope.data(),
                             step.pixels,
                             step.channels);
    }

    const std::vector<Step>& m_steps;
    dnnl::stream m_stream;
    memory m_input;
    memory m_output;
    memory m_first;
    memory m_last;
    dnnl::reorder m_read;
    dnnl::reorder m_write;
    std::array<memory, 3> m_buffers;
    memory m_scratch;
    std::vector<Arguments> m_arguments;
};

class OneDnnChain final : public EmbeddingNetwork {
public:
    OneDnnChain(const std::vector<ConvLayer>& layers,
                int width,
                int height,
                const ExecutionOptions& execution)
        : m_engine(dnnl::engine::kind::cpu, 0),
          m_type(execution.precision == "bf16" ? memory::data_type::bf16 : memory::data_type::f32),
          m_inputValues(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3),
          m_dimension(static_cast<int>(layers.back().weight.size(0))) {
        useThreads(1);  // oneDNN divides the work of a primitive when it is made
        memory::dim h = height;
        memory::dim w = width;
        for (const ConvLayer& layer : layers)
            m_steps.push_back(prepare(layer, h, w));
        if (h != 1 || w != 1)
            throwFailure("The network left more than one pixel: its input has the wrong size.");
        const memory::desc input({1, 3, height, width}, memory::data_type::f32, memory::format_tag::nhwc);
        const memory::desc output({1, m_dimension, 1, 1}, memory::data_type::f32, memory::format_tag::nhwc);
        for (int lane = 0; lane < std::max(1, execution.threads); ++lane)
            m_lanes.push_back(std::make_unique<Lane>(m_steps, m_engine, input, output));
    }

    int dimension() const override { return m_dimension; }

    void forward(std::span<const float> input, int batch, std::span<float> output) override {
        requireBatch(batch, input.size(), m_inputValues, output.size(), m_dimension);
        const auto count = static_cast<std::size_t>(batch);
        const std::size_t lanes = std::min(m_lanes.size(), count);
        const auto runLane = [&](std::size_t lane) {
            useThreads(1);
            for (std::size_t i = lane; i < count; i += lanes)
                m_lanes[lane]->run(input.data() + i * m_inputValues,
                                   output.data() + i * static_cast<std::size_t>(m_dimension));
        };
        try {
            if (lanes == 1)
                runLane(0);
            else
                runWorkers(static_cast<int>(lanes), {}, [&](int worker, const std::stop_token&) {
                    runLane(static_cast<std::size_t>(worker));
                });
        } catch (const dnnl::error& error) {
            throwFailure(fmt::format("oneDNN could not run the network: {}.", error.what()));
        }
    }

private:
    /// Packs a layer for a 1 x in x h x w image; h and w become its output's.
    Step prepare(const ConvLayer& layer, memory::dim& h, memory::dim& w) const {
        const FoldedLayer folded = foldBatchNorm(layer);
        const auto extents = layer.weight.sizes();
        const memory::dim out = extents[0];
        const memory::dim in = extents[1] * layer.groups;
        const bool grouped = layer.groups > 1;
        const memory::dims weightDims =
            grouped ? memory::dims{layer.groups, out / layer.groups, extents[1], extents[2], extents[3]}
                    : memory::dims{out, in, extents[2], extents[3]};

        Step step;
        step.source = {{1, in, h, w}, m_type, memory::format_tag::nhwc};
        h = (h + 2 * layer.padding - extents[2]) / layer.stride + 1;
        w = (w + 2 * layer.padding - extents[3]) / layer.stride + 1;
        step.destination = {{1, out, h, w}, m_type, memory::format_tag::nhwc};
        step.bias = copyOf(folded.bias, {out}, memory::format_tag::x, m_engine);
        const dnnl::convolution_forward::desc description(dnnl::prop_kind::forward_inference,
                                                          dnnl::algorithm::convolution_direct,
                                                          step.source,
                                                          {weightDims, m_type, memory::format_tag::any},
                                                          step.bias.get_desc(),
                                                          step.destination,
                                                          {layer.stride, layer.stride},
                                                          {layer.padding, layer.padding},
                                                          {layer.padding, layer.padding});
        const dnnl::convolution_forward::primitive_desc chosen(description, attributes(layer), m_engine);
        step.convolution = dnnl::convolution_forward(chosen);
        step.scratch = chosen.scratchpad_desc();

        memory plain = copyOf(folded.weight,
                              weightDims,
                              grouped ? memory::format_tag::goihw : memory::format_tag::oihw,
                              m_engine);
        step.weight = memory(chosen.weights_desc(), m_engine);
        dnnl::stream stream(m_engine);
        dnnl::reorder(plain, step.weight).execute(stream, plain, step.weight);
        stream.wait();
        if (layer.slope.defined())
            step.slope.assign(layer.slope.data_ptr<float>(), layer.slope.data_ptr<float>() + out);
        step.pixels = h * w;
        step.channels = out;
        step.opensShortcut = layer.opensShortcut;
        step.closesShortcut = layer.closesShortcut;
        return step;
    }

    dnnl::engine m_engine;
    memory::data_type m_type;
    std::size_t m_inputValues;
    int m_dimension;
    std::vector<Step> m_steps;
    std::vector<std::unique_ptr<Lane>> m_lanes;
};

}  // namespace

std::unique_ptr<EmbeddingNetwork> makeOneDnnChain(const std::vector<ConvLayer>& layers,
                                                  int width,
                                                  int height,
                                                  const ExecutionOptions& execution) {
    try {
        return std::make_unique<OneDnnChain>(layers, width, height, execution);
    } catch (const dnnl::error& error) {
        throwFailure(fmt::format("oneDNN could not build the network: {}.", error.what()));
    }
}

}  // namespace limen::models
