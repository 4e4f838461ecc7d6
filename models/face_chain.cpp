// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/face_chain.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/chain_builder.h"

namespace limen::models {

namespace {

constexpr std::int64_t largestWidth = 1024;
constexpr std::int64_t largestDepth = 64;

std::vector<std::int64_t> integers(
    const Json& options, const char* key, std::size_t count, std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> values;
    if (options.is_object() && options.contains(key) && options[key].is_array())
        for (const Json& value : options[key])
            if (value.is_number_integer() && value.get<std::int64_t>() >= from &&
                value.get<std::int64_t>() <= to)
                values.push_back(value.get<std::int64_t>());
    if (values.size() != count || options[key].size() != count)
        throwBadInput(fmt::format("Option {} of the architecture face-chain must be {} numbers of {} to {}.",
                                  key,
                                  count,
                                  from,
                                  to));
    return values;
}

bool flag(const Json& options, const char* key) {
    if (!options.contains(key))
        return false;
    if (!options[key].is_boolean())
        throwBadInput(fmt::format("Option {} of the architecture face-chain must be true or false.", key));
    return options[key].get<bool>();
}

void addUnit(ChainBuilder& net, const std::string& name, LayerForm form, Activation activation) {
    net.add({name + ".conv", name + ".norm", ""}, form, activation);
}

void addBlock(ChainBuilder& net, const std::string& name, std::int64_t width, bool bottleneck) {
    const std::int64_t inner = bottleneck ? width / 2 : width;
    const auto add = [&](const char* part, const LayerForm& form, Activation activation) -> ConvLayer& {
        return net.add({name + part + ".conv", name + part + ".norm", ""}, form, activation);
    };
    if (bottleneck) {
        add(".a", {width, inner, 1, 1, 1, 0, 1}, Activation::Relu).opensShortcut = true;
        add(".b", {inner, inner, 3, 3, 1, 1, 1}, Activation::Relu);
        add(".c", {inner, width, 1, 1, 1, 0, 1}, Activation::None).closesShortcut = true;
    } else {
        add(".a", {width, inner, 3, 3, 1, 1, 1}, Activation::Relu).opensShortcut = true;
        add(".b", {inner, width, 3, 3, 1, 1, 1}, Activation::None).closesShortcut = true;
    }
}

}  // namespace

std::vector<ConvLayer> faceChain(const Json& options, TensorSource& source, int width, int height) {
    const auto widths = integers(options, "widths", 4, 8, largestWidth);
    const auto depths = integers(options, "depths", 3, 0, largestDepth);
    const bool bottleneck = flag(options, "bottleneck");
    ChainBuilder net(source);
    addUnit(net, "stem", {3, widths[0], 3, 3, 2, 1, 1}, Activation::Relu);
    for (std::size_t stage = 0; stage < depths.size(); ++stage) {
        const std::string name = fmt::format("stage{}", stage + 1);
        addUnit(net, name + ".down", {widths[stage], widths[stage + 1], 3, 3, 2, 1, 1}, Activation::Relu);
        for (std::int64_t block = 0; block < depths[stage]; ++block)
            addBlock(net, fmt::format("{}.{}", name, block), widths[stage + 1], bottleneck);
    }
    const std::int64_t last = widths.back();
    addUnit(net, "pool", {last, last, (height + 15) / 16, (width + 15) / 16, 1, 0, last}, Activation::None);
    net.add({"embedding.conv", "embedding.norm", ""},
            {last, net.openExtent("embedding.conv.weight"), 1, 1, 1, 0, 1},
            Activation::None);
    return net.finish();
}

}  // namespace limen::models
