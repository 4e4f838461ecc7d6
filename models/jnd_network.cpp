// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/jnd_network.h"

#include <fmt/format.h>

#include "models/chain_builder.h"
#include "models/padded_join.h"

namespace limen::models {

namespace {

constexpr std::size_t levelCount = 5;
constexpr const char* lastLayer = "decoder.out";

LayerForm form(std::int64_t in, std::int64_t out, std::int64_t size, std::int64_t stride) {
    return {in, out, size, size, stride, size / 2, 1};
}

}  // namespace

JndNetwork::Unit JndNetwork::takeUnit(
    TensorSource& source, const std::string& name, std::int64_t in, std::int64_t out, bool halves) {
    Unit unit;
    unit.before = NormLayer::take(source, name + ".bn1", in);
    unit.first = takeLayer(
        source, {name + ".conv1", name + ".bn2", name + ".prelu"}, form(in, out, 3, 1), Activation::PRelu);
    unit.second = takeLayer(
        source, {name + ".conv2", name + ".bn3", ""}, form(out, out, 3, halves ? 2 : 1), Activation::None);
    if (halves)
        unit.shortcut = takeLayer(source,
                                  {name + ".downsample.0", name + ".downsample.1", ""},
                                  form(in, out, 1, 2),
                                  Activation::None);
    return unit;
}

JndNetwork::JndNetwork(const JndOptions& options, TensorSource& source) : m_options(options) {
    const auto wide = options.encoderWidths();
    m_first = takeLayer(
        source, {"encoder.conv1", "encoder.bn1", "encoder.prelu"}, form(3, wide[0], 3, 1), Activation::PRelu);
    for (std::size_t level = 0; level < levelCount; ++level) {
        if (level > 0) {
            std::vector<Unit> stage;
            for (int i = 0; i < options.units()[level - 1]; ++i)
                stage.push_back(takeUnit(source,
                                         fmt::format("encoder.layer{}.{}", level, i),
                                         wide[i == 0 ? level - 1 : level],
                                         wide[level],
                                         i == 0));
            m_stages.push_back(std::move(stage));
        }
        m_modules.emplace_back(options.afd, fmt::format("afd{}", level + 1), wide[level], source);
    }
    std::int64_t in = wide.back();
    for (std::size_t i = 0; i < levelCount - 1; ++i) {
        const std::int64_t out = options.decoderWidths()[i];
        const std::string name = fmt::format("decoder.{}", levelCount - 1 - i);
        LayerForm decoding = form(options.skips ? in + wide[levelCount - 2 - i] : in, out, 3, 1);
        decoding.padding = 0;  // reflected beforehand
        m_decoder.push_back(
            takeLayer(source, {name + ".conv", name + ".norm", ""}, decoding, Activation::Relu));
        in = out;
    }
    LayerForm last = form(in, 3, 3, 1);
    last.padding = 0;
    last.bias = true;
    m_decoder.push_back(takeLayer(source, {lastLayer, "", ""}, last, Activation::None));
    source.finish();
}

at::Tensor JndNetwork::runUnit(const Unit& unit, const at::Tensor& x, const LayerRunner& run) {
    const at::Tensor inner = run(unit.second, run(unit.first, run(unit.before, x)));
    const at::Tensor shortcut = unit.shortcut.weight.defined() ? run(unit.shortcut, x) : x;
    return run.folded ? at::Tensor(inner).add_(shortcut) : inner + shortcut;
}

std::vector<JndLevel> JndNetwork::encode(const at::Tensor& images, const LayerRunner& run) const {
    std::vector<JndLevel> levels;
    at::Tensor x = run(m_first, images);
    for (std::size_t level = 0; level < levelCount; ++level) {
        if (level > 0)
            for (const Unit& unit : m_stages[level - 1])
                x = runUnit(unit, x, run);
        levels.push_back({x, m_modules[level].identity(x)});
        x = levels.back().identity;
    }
    return levels;
}

at::Tensor JndNetwork::residual(const JndLevel& level, std::int64_t count) const {
    const at::Tensor feature = level.feature.narrow(0, 0, count);
    return m_options.afd == AfdMode::Off ? feature : feature - level.identity.narrow(0, 0, count);
}

at::Tensor JndNetwork::decode(const std::vector<at::Tensor>& residuals, const LayerRunner& run) const {
    at::Tensor x = residuals.back();
    for (std::size_t i = 0; i < levelCount - 1; ++i)
        x = run(m_decoder[i], paddedJoin(x, m_options.skips ? residuals[levelCount - 2 - i] : at::Tensor()));
    return at::tanh(run(m_decoder.back(), reflectPad(x)).to(at::kFloat));
}

at::Tensor JndNetwork::decode(const std::vector<JndLevel>& levels,
                              std::int64_t count,
                              const LayerRunner& run) const {
    std::vector<at::Tensor> residuals(levelCount);
    for (std::size_t level = m_options.skips ? 0 : levelCount - 1; level < levelCount; ++level)
        residuals[level] = residual(levels[level], count);
    return decode(residuals, run);
}

JndNetwork JndNetwork::folded(at::Device device, at::ScalarType type) const {
    JndNetwork result = *this;
    const auto fold = [&](ConvLayer& layer) { layer = foldedLayer(layer, device, type); };
    fold(result.m_first);
    for (std::vector<Unit>& stage : result.m_stages) {
        for (Unit& unit : stage) {
            unit.before = unit.before.folded(device);
            fold(unit.first);
            fold(unit.second);
            if (unit.shortcut.weight.defined())
                fold(unit.shortcut);
        }
    }
    for (Afd& module : result.m_modules)
        module.moveTo(device);
    for (ConvLayer& layer : result.m_decoder)
        fold(layer);
    return result;
}

void beginQuietly(NamedTensors& parameters) {
    const at::NoGradGuard guard;
    parameters.at(fmt::format("{}.weight", lastLayer)).mul_(0.02);
}

}  // namespace limen::models
