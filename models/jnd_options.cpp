// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/jnd_options.h"

#include <fmt/format.h>
#include <map>
#include <string>

#include "base/error.h"

namespace limen::models {

namespace {

/// The value of `key`, of those there are.
template <class Value>
Value choice(const Json& json, const char* key, const Value& fallback, std::initializer_list<Value> values) {
    if (!json.contains(key))
        return fallback;
    std::string known;
    for (const Value& value : values) {
        if (json[key] == Json(value))
            return value;
        known += (known.empty() ? "" : ", ") + Json(value).dump();
    }
    throwBadInput(fmt::format("Option {} of the JND predictor is {}.", key, json[key].dump()),
                  fmt::format("It can be {}.", known));
}

std::int64_t scaled(std::int64_t channels, double width) {
    return static_cast<std::int64_t>(static_cast<double>(channels) * width);
}

}  // namespace

std::array<std::int64_t, 5> JndOptions::encoderWidths() const {
    return {scaled(64, width), scaled(64, width), scaled(128, width), scaled(256, width), scaled(512, width)};
}

std::array<std::int64_t, 4> JndOptions::decoderWidths() const {
    return {scaled(256, width), scaled(128, width), scaled(64, width), scaled(64, width)};
}

std::array<int, 4> JndOptions::units() const {
    if (depth == 18)
        return {2, 2, 2, 2};
    return depth == 34 ? std::array<int, 4>{3, 4, 6, 3} : std::array<int, 4>{3, 4, 14, 3};
}

JndOptions jndOptions(const Json& json) {
    if (!json.is_object() && !json.is_null())
        throwBadInput("The options of the JND predictor are not an object.");
    static const std::map<std::string, AfdMode> modes = {
        {"gam", AfdMode::Gam}, {"gate", AfdMode::Gate}, {"off", AfdMode::Off}};
    JndOptions options;
    options.afd = modes.at(choice<std::string>(json, "afd", "gam", {"gam", "gate", "off"}));
    options.skips = choice(json, "skips", options.skips, {true, false});
    options.depth = choice(json, "depth", options.depth, {18, 34, 50});
    options.width = choice(json, "width", options.width, {1.0, 0.5, 0.25});
    return options;
}

}  // namespace limen::models
