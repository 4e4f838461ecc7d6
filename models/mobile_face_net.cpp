// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/mobile_face_net.h"

#include <fmt/format.h>
#include <array>

#include "base/error.h"
#include "models/chain_builder.h"

namespace limen::models {

namespace {

/// One bottleneck stage: expansion, width, repeats, stride of the first (Chen 2018, table 1).
struct Stage {
    std::int64_t expansion, width, repeats, stride;
};
constexpr std::array<Stage, 5> stages = {
    {{2, 64, 5, 2}, {4, 128, 1, 2}, {2, 128, 6, 1}, {4, 128, 1, 2}, {2, 128, 2, 1}}};

/// The layers both families share.
class MobileBuilder : public ChainBuilder {
public:
    MobileBuilder(TensorSource& source, Activation activation)
        : ChainBuilder(source), m_activation(activation) {}

    /// Widens, filters each channel, narrows; the shortcut where shape allows (Sandler 2018, figure 3).
    void addBlock(
        const std::string& prefix, bool mobileNetV2, std::int64_t in, const Stage& stage, bool first) {
        const std::int64_t wide = in * stage.expansion;
        const std::int64_t stride = first ? stage.stride : 1;
        const bool shortcut = stride == 1 && in == stage.width;
        const auto names = [&](const char* v2, const char* plain) {
            return prefix + (mobileNetV2 ? v2 : plain);
        };
        add({names("0.0", "0"), names("0.1", "1"), names("0.2", "2")},
            {in, wide, 1, 1, 1, 0, 1},
            m_activation)
            .opensShortcut = shortcut;
        add({names("1.0", "3"), names("1.1", "4"), names("1.2", "5")},
            {wide, wide, 3, 3, stride, 1, wide},
            m_activation);
        add({names("2", "6"), names("3", "7"), ""}, {wide, stage.width, 1, 1, 1, 0, 1}, Activation::None)
            .closesShortcut = shortcut;
    }

    void addBlocks(const std::string& folder, bool mobileNetV2) {
        std::int64_t in = 64;
        int index = 0;
        for (const Stage& stage : stages) {
            for (std::int64_t repeat = 0; repeat < stage.repeats; ++repeat) {
                addBlock(fmt::format("{}.{}.conv.", folder, index++), mobileNetV2, in, stage, repeat == 0);
                in = stage.width;
            }
        }
    }

private:
    Activation m_activation;
};

std::string option(const Json& options, const char* key, const std::string& fallback) {
    if (!options.is_object() || !options.contains(key))
        return fallback;
    if (!options[key].is_string())
        throwBadInput(fmt::format("Option {} of the architecture mobilefacenet must be a text.", key));
    return options[key].get<std::string>();
}

/// Height and width after the four halvings of the stem and the stages.
std::array<std::int64_t, 2> lastMap(const Json& options, int width, int height) {
    const std::array<std::int64_t, 2> size = {(height + 15) / 16, (width + 15) / 16};
    if (options.is_object() && options.contains("gdconv") &&
        options["gdconv"] != Json::array({size[0], size[1]}))
        throwBadInput(
            fmt::format("Option gdconv of the architecture mobilefacenet is {}, but an input of {}x{} "
                        "leaves a map of [{},{}].",
                        options["gdconv"].dump(),
                        width,
                        height,
                        size[0],
                        size[1]),
            "Check `input.size` ([width, height]) and `options.gdconv` ([height, width]) of the card.");
    return size;
}

}  // namespace

std::vector<ConvLayer> mobileFaceNet(const Json& options, TensorSource& source, int width, int height) {
    const std::string blocks = option(options, "blocks", "plain");
    const bool mobileNetV2 = blocks == "mobilenetv2";
    if (!mobileNetV2 && blocks != "plain")
        throwBadInput(fmt::format("The architecture mobilefacenet has no blocks \"{}\".", blocks),
                      "Use \"plain\" or \"mobilenetv2\".");
    const std::string named = option(options, "activation", mobileNetV2 ? "relu6" : "prelu");
    if (named != "prelu" && named != "relu6")
        throwBadInput(fmt::format("The architecture mobilefacenet has no activation \"{}\".", named),
                      "Use \"prelu\" or \"relu6\".");
    const Activation activation = named == "prelu" ? Activation::PRelu : Activation::Relu6;
    const auto [mapHeight, mapWidth] = lastMap(options, width, height);

    MobileBuilder net(source, activation);
    if (mobileNetV2) {
        net.add({"conv1.0", "conv1.1", "conv1.2"}, {3, 64, 3, 3, 2, 1, 1}, activation);
        // This family's second stage is a separable convolution with plain ReLU.
        net.add({"dw_conv.depthwise", "dw_conv.bn1", ""}, {64, 64, 3, 3, 1, 1, 64}, Activation::Relu);
        net.add({"dw_conv.pointwise", "dw_conv.bn2", ""}, {64, 64, 1, 1, 1, 0, 1}, Activation::Relu);
        net.addBlocks("features", true);
        net.add({"conv2.0", "conv2.1", "conv2.2"}, {128, 512, 1, 1, 1, 0, 1}, activation);
        net.add({"gdconv.depthwise", "gdconv.bn", ""},
                {512, 512, mapHeight, mapWidth, 1, 0, 512},
                Activation::None);
        net.add({"conv3", "bn", ""},
                {512, net.openExtent("conv3.weight"), 1, 1, 1, 0, 1, true},
                Activation::None);
    } else {
        net.add({"conv1.conv", "conv1.bn", "conv1.prelu"}, {3, 64, 3, 3, 2, 1, 1}, activation);
        net.add({"dw_conv1.conv", "dw_conv1.bn", "dw_conv1.prelu"}, {64, 64, 3, 3, 1, 1, 64}, activation);
        net.addBlocks("blocks", false);
        net.add({"conv2.conv", "conv2.bn", "conv2.prelu"}, {128, 512, 1, 1, 1, 0, 1}, activation);
        net.add(
            {"linear7.conv", "linear7.bn", ""}, {512, 512, mapHeight, mapWidth, 1, 0, 512}, Activation::None);
        net.add({"linear1.conv", "linear1.bn", ""},
                {512, net.openExtent("linear1.conv.weight"), 1, 1, 1, 0, 1},
                Activation::None);
    }
    return net.finish();
}

}  // namespace limen::models
