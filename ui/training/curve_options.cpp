// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/curve_options.h"

#include <algorithm>

#include "ui/training/metric_info.h"

namespace limen {

CurveOptions CurveOptions::defaults() {
    CurveOptions options;
    for (const MetricInfo& info : knownMetrics())
        if (info.shown)
            options.metrics.push_back(info.name);
    return options;
}

Json CurveOptions::toJson() const {
    return {{"smoothing", smoothing}, {"epochs", epochs}, {"logarithmic", logarithmic}, {"metrics", metrics}};
}

CurveOptions CurveOptions::fromJson(const Json& json) {
    CurveOptions options = defaults();
    if (!json.is_object())
        return options;
    if (const auto found = json.find("smoothing"); found != json.end() && found->is_number())
        options.smoothing = std::clamp(found->get<double>(), 0.0, 0.999);
    if (const auto found = json.find("epochs"); found != json.end() && found->is_boolean())
        options.epochs = found->get<bool>();
    if (const auto found = json.find("logarithmic"); found != json.end() && found->is_boolean())
        options.logarithmic = found->get<bool>();
    if (const auto found = json.find("metrics"); found != json.end() && found->is_array()) {
        options.metrics.clear();
        for (const Json& metric : *found)
            if (metric.is_string())
                options.metrics.push_back(metric.get<std::string>());
    }
    return options;
}

}  // namespace limen
