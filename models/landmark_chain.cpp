// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/landmark_chain.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/chain_builder.h"

namespace limen::models {

namespace {

constexpr std::size_t widthCount = 5;
constexpr std::int64_t largestWidth = 512;

std::vector<std::int64_t> readWidths(const Json& options) {
    std::vector<std::int64_t> widths;
    if (options.is_object() && options.contains("widths") && options["widths"].is_array())
        for (const Json& value : options["widths"])
            if (value.is_number_integer() && value >= 1 && value <= largestWidth)
                widths.push_back(value.get<std::int64_t>());
    if (widths.size() != widthCount || options["widths"].size() != widthCount)
        throwBadInput(
            fmt::format("Option widths of the architecture landmark-chain must be {} numbers of 1 to {}.",
                        widthCount,
                        largestWidth));
    return widths;
}

}  // namespace

std::vector<ConvLayer> landmarkChain(const Json& options, TensorSource& source, int width, int height) {
    const std::vector<std::int64_t> widths = readWidths(options);
    ChainBuilder net(source);
    const auto add =
        [&](const std::string& name, const LayerForm& form, Activation activation) -> ConvLayer& {
        return net.add({name + ".conv", name + ".norm", ""}, form, activation);
    };
    add("stem", {3, widths[0], 3, 3, 2, 1, 1}, Activation::Relu);
    for (std::size_t stage = 1; stage <= 3; ++stage) {
        const std::string name = fmt::format("stage{}", stage);
        const std::int64_t w = widths[stage];
        add(name + ".down", {widths[stage - 1], w, 3, 3, 2, 1, 1}, Activation::Relu);
        add(name + ".a", {w, w, 3, 3, 1, 1, 1}, Activation::Relu).opensShortcut = true;
        add(name + ".b", {w, w, 3, 3, 1, 1, 1}, Activation::None).closesShortcut = true;
    }
    add("whole", {widths[3], widths[4], (height + 15) / 16, (width + 15) / 16, 1, 0, 1}, Activation::Relu);
    net.add({"answer.conv", "", ""},
            {widths[4], net.openExtent("answer.conv.weight"), 1, 1, 1, 0, 1, true},
            Activation::None);
    return net.finish();
}

}  // namespace limen::models
