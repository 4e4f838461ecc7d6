// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/bench_networks.h"

#include "recognition/models_library.h"

namespace limen {

std::vector<Json> benchNetworks(const Params& params, const std::string& fallback) {
    const std::string asked = params.has("width") ? params.text("width") : fallback;
    const std::vector<std::string> widths =
        asked == "all" ? std::vector<std::string>{"0.25", "0.5", "1"} : std::vector{asked};
    std::vector<Json> networks;
    for (const std::string& width : widths)
        networks.push_back({{"afd", "gam"},
                            {"skips", true},
                            {"depth", std::stoi(params.text("depth"))},
                            {"width", std::stod(width)}});
    return networks;
}

std::vector<std::string> benchPrecisions(const JobContext& context) {
    if (context.options().device == "cuda" || modelsLibrary().bf16Available())
        return {"fp32", "bf16"};
    return {"fp32"};
}

}  // namespace limen
