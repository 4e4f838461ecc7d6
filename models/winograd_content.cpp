// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/winograd_content.h"

#ifdef LIMEN_ONEDNN
#include <oneapi/dnnl/dnnl.hpp>

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "base/threads.h"
#include "models/blocked_image.h"
#include "models/conv_chain.h"
#endif

namespace limen::models {

#ifdef LIMEN_ONEDNN
namespace {

using dnnl::memory;

std::int64_t inBlocks(std::int64_t channels) {
    return (channels + blockChannels - 1) / blockChannels;
}

memory::desc described(const BlockedExtent& extent) {
    return {{1, extent.blocks * blockChannels, extent.height, extent.width},
            memory::data_type::f32,
            memory::format_tag::nChw16c};
}

/// A convolution without border, its weights transformed.
struct Winograd {
    dnnl::convolution_forward run;
    memory weight;
    memory bias;
    memory::desc source, destination, scratch;
};

Winograd winograd(const dnnl::engine& engine,
                  const BlockedExtent& in,
                  std::int64_t out,
                  std::vector<float> weight,
                  std::vector<float> bias,
                  bool relu) {
    const BlockedExtent result = BlockedExtent{out, in.height, in.width}.grown(-1);
    const memory::dims dims = {out * blockChannels, in.blocks * blockChannels, 3, 3};
    memory plainWeight({dims, memory::data_type::f32, memory::format_tag::oihw}, engine, weight.data());
    Winograd made;
    made.source = described(in);
    made.destination = described(result);
    made.bias = memory({{dims[0]}, memory::data_type::f32, memory::format_tag::x}, engine);
    std::copy(bias.begin(), bias.end(), static_cast<float*>(made.bias.get_data_handle()));
    dnnl::primitive_attr attribute;
    attribute.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (relu) {
        dnnl::post_ops after;
        after.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
        attribute.set_post_ops(after);
    }
    const dnnl::convolution_forward::desc description(dnnl::prop_kind::forward_inference,
                                                      dnnl::algorithm::convolution_winograd,
                                                      made.source,
                                                      {dims, memory::data_type::f32, memory::format_tag::any},
                                                      made.bias.get_desc(),
                                                      made.destination,
                                                      {1, 1},
                                                      {0, 0},
                                                      {0, 0});
    const dnnl::convolution_forward::primitive_desc chosen(description, attribute, engine);
    made.run = dnnl::convolution_forward(chosen);
    made.scratch = chosen.scratchpad_desc();
    made.weight = memory(chosen.weights_desc(), engine);
    dnnl::stream stream(engine);
    dnnl::reorder(plainWeight, made.weight).execute(stream, plainWeight, made.weight);
    stream.wait();
    return made;
}

/// Weights with their channels filled up to whole blocks. `backward`: those of the gradient, which is a
/// convolution with the roles of the channels exchanged and the kernel turned by 180 degrees.
std::vector<float> filledUp(const ContentLayer& layer, bool backward) {
    const std::int64_t out = backward ? layer.in : layer.out;
    const std::int64_t in = backward ? layer.out : layer.in;
    const std::int64_t width = inBlocks(in) * blockChannels;
    std::vector<float> result(static_cast<std::size_t>(inBlocks(out) * blockChannels * width * 9), 0.0F);
    for (std::int64_t o = 0; o < out; ++o)
        for (std::int64_t i = 0; i < in; ++i)
            for (std::int64_t k = 0; k < 9; ++k) {
                const std::int64_t from = backward ? (i * layer.in + o) * 9 + 8 - k : (o * in + i) * 9 + k;
                result[static_cast<std::size_t>((o * width + i) * 9 + k)] =
                    layer.weight[static_cast<std::size_t>(from)];
            }
    return result;
}

/// A layer with its sizes: `in` without border, before it is halved or not.
struct Step {
    BlockedExtent in, out;
    bool halvesBefore, kept;
    double scale;  ///< 1 / (channels x height x width)
    Winograd forward, backward;
};

using Buffer = std::vector<float>;

Buffer zeros(const BlockedExtent& extent) {
    return Buffer(static_cast<std::size_t>(extent.values()), 0.0F);
}

/// One worker's memory.
class Lane {
public:
    Lane(const std::vector<Step>& steps, const dnnl::engine& engine)
        : m_steps(steps), m_engine(engine), m_stream(engine) {
        std::size_t scratch = 1;
        for (const Step& step : steps) {
            m_halved.push_back(step.halvesBefore ? zeros(step.in) : Buffer());
            m_padded.push_back(zeros(step.in.grown(1)));
            m_seen.push_back(zeros(step.out));
            m_wanted.push_back(step.kept ? zeros(step.out) : Buffer());
            m_gradient.push_back(zeros(step.out.grown(2)));
            scratch = std::max({scratch, step.forward.scratch.get_size(), step.backward.scratch.get_size()});
        }
        m_scratch = memory(
            {{static_cast<memory::dim>(scratch)}, memory::data_type::u8, memory::format_tag::a}, engine);
    }

    /// One picture. `images`: in the batch, over which the loss is a mean.
    double loss(const float* predicted, const float* wanted, double images, float* gradient) {
        look(wanted);
        for (std::size_t i = 0; i < m_steps.size(); ++i)
            if (m_steps[i].kept)
                m_wanted[i].swap(m_seen[i]);
        look(predicted);
        double total = 0.0;
        for (std::size_t i = m_steps.size(); i-- > 0;) {
            const Step& step = m_steps[i];
            Buffer& here = m_gradient[i];
            if (i + 1 < m_steps.size())
                raiseGradient(m_padded[i + 1].data(),
                              m_steps[i + 1].halvesBefore,
                              m_seen[i].data(),
                              step.out,
                              here.data());
            else
                std::fill(here.begin(), here.end(), 0.0F);
            if (step.kept)
                total += step.scale * addSquaredDifference(m_seen[i].data(),
                                                           m_wanted[i].data(),
                                                           static_cast<float>(step.scale / images),
                                                           step.out,
                                                           here.data());
            maskGradient(m_seen[i].data(), step.out, here.data());
            convolve(step.backward, here, m_padded[i]);
            foldBorder(m_padded[i].data(), step.in);
        }
        takePicture(m_padded.front().data(), m_steps.front().in, gradient);
        return total;
    }

private:
    void look(const float* picture) {
        for (std::size_t i = 0; i < m_steps.size(); ++i) {
            const Step& step = m_steps[i];
            if (i == 0) {
                reflectPicture(picture, step.in, m_padded[i].data());
            } else if (step.halvesBefore) {
                halve(m_seen[i - 1].data(), m_steps[i - 1].out, m_halved[i].data());
                reflectBorder(m_halved[i].data(), step.in, m_padded[i].data());
            } else {
                reflectBorder(m_seen[i - 1].data(), step.in, m_padded[i].data());
            }
            convolve(step.forward, m_padded[i], m_seen[i]);
        }
    }

    void convolve(const Winograd& convolution, Buffer& from, Buffer& to) {
        convolution.run.execute(
            m_stream,
            {{DNNL_ARG_SRC, {convolution.source, m_engine, from.data()}},
             {DNNL_ARG_WEIGHTS, convolution.weight},
             {DNNL_ARG_BIAS, convolution.bias},
             {DNNL_ARG_DST, {convolution.destination, m_engine, to.data()}},
             {DNNL_ARG_SCRATCHPAD, {convolution.scratch, m_engine, m_scratch.get_data_handle()}}});
        m_stream.wait();
    }

    const std::vector<Step>& m_steps;
    dnnl::engine m_engine;
    dnnl::stream m_stream;
    memory m_scratch;
    std::vector<Buffer> m_halved;    ///< what goes into a layer that halves
    std::vector<Buffer> m_padded;    ///< with its border; on the way back, the gradient there
    std::vector<Buffer> m_seen;      ///< activations
    std::vector<Buffer> m_wanted;    ///< those of the other picture, of kept layers
    std::vector<Buffer> m_gradient;  ///< at the activations, within a border of zeros
};

class OneDnnContent final : public WinogradContent {
public:
    OneDnnContent(std::span<const ContentLayer> layers, std::int64_t height, std::int64_t width, int threads)
        : m_engine(dnnl::engine::kind::cpu, 0), m_picture(static_cast<std::size_t>(height * width * 3)) {
        // oneDNN divides the work of a primitive by the threads of whoever makes it: here by one.
        runWorkers(1, {}, [&](int, const std::stop_token&) {
            useThreads(1);
            prepare(layers, height, width);
        });
        for (int lane = 0; lane < std::max(1, threads); ++lane)
            m_lanes.push_back(std::make_unique<Lane>(m_steps, m_engine));
    }

    double loss(std::span<const float> predicted,
                std::span<const float> wanted,
                std::int64_t count,
                std::span<float> gradient) override {
        const auto images = static_cast<std::size_t>(count);
        const std::size_t lanes = std::min(m_lanes.size(), images);
        std::vector<double> losses(images);
        const auto runLane = [&](std::size_t lane) {
            useThreads(1);
            for (std::size_t i = lane; i < images; i += lanes)
                losses[i] = m_lanes[lane]->loss(predicted.data() + i * m_picture,
                                                wanted.data() + i * m_picture,
                                                static_cast<double>(images),
                                                gradient.data() + i * m_picture);
        };
        try {
            runWorkers(static_cast<int>(lanes), {}, [&](int worker, const std::stop_token&) {
                runLane(static_cast<std::size_t>(worker));
            });
        } catch (const dnnl::error& error) {
            throwFailure(fmt::format("oneDNN could not compute the content loss: {}.", error.what()));
        }
        double total = 0.0;
        for (const double loss : losses)
            total += loss / static_cast<double>(images);
        return total;
    }

private:
    void prepare(std::span<const ContentLayer> layers, std::int64_t height, std::int64_t width) {
        BlockedExtent extent{1, height, width};
        for (const ContentLayer& layer : layers) {
            extent.blocks = inBlocks(layer.in);
            if (layer.halvesBefore)
                extent = {extent.blocks, extent.height / 2, extent.width / 2};
            const BlockedExtent out{inBlocks(layer.out), extent.height, extent.width};
            std::vector<float> bias = layer.bias;
            bias.resize(static_cast<std::size_t>(out.blocks * blockChannels), 0.0F);
            const std::vector<float> none(static_cast<std::size_t>(extent.blocks * blockChannels), 0.0F);
            m_steps.push_back(
                {extent,
                 out,
                 layer.halvesBefore,
                 layer.kept,
                 1.0 / static_cast<double>(layer.out * extent.height * extent.width),
                 winograd(m_engine, extent.grown(1), out.blocks, filledUp(layer, false), bias, true),
                 winograd(m_engine, out.grown(2), extent.blocks, filledUp(layer, true), none, false)});
        }
    }

    dnnl::engine m_engine;
    std::size_t m_picture;
    std::vector<Step> m_steps;
    std::vector<std::unique_ptr<Lane>> m_lanes;
};

}  // namespace
#endif

std::unique_ptr<WinogradContent> makeWinogradContent([[maybe_unused]] std::span<const ContentLayer> layers,
                                                     [[maybe_unused]] std::int64_t height,
                                                     [[maybe_unused]] std::int64_t width,
                                                     [[maybe_unused]] int threads) {
#ifdef LIMEN_ONEDNN
    std::int64_t smallest = std::min(height, width);
    for (const ContentLayer& layer : layers)
        smallest /= layer.halvesBefore ? 2 : 1;
    if (smallest < 2)
        return nullptr;
    try {
        return std::make_unique<OneDnnContent>(layers, height, width, threads);
    } catch (const dnnl::error& error) {
        if (error.status != dnnl_unimplemented)
            throwFailure(fmt::format("oneDNN could not build the content network: {}.", error.what()));
    }
#endif
    return nullptr;
}

}  // namespace limen::models
