// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "metrics/image_pair.h"
#include "metrics/image_region.h"
#include "metrics/metric_list.h"
#include "metrics/pair_metric.h"

namespace limen {

namespace {

/// "8,16,32,32" as x, y, width and height.
ImageRegion parseRegion(const std::string& text) {
    int values[4] = {};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int i = 0; i < 4; ++i) {
        const auto [next, error] = std::from_chars(at, end, values[i]);
        const bool whole = error == std::errc() && (i == 3 ? next == end : next != end && *next == ',');
        if (!whole)
            throwBadInput(fmt::format("--region: \"{}\" is not a region.", text),
                          "Write x,y,width,height in whole pixels, such as 8,16,32,32.");
        at = next + 1;
    }
    return {values[0], values[1], values[2], values[3]};
}

/// All but those of sets.
std::vector<std::string> metricNames() {
    std::vector<std::string> names;
    for (const ImageMetric& metric : metrics())
        if (metric.of != MetricOf::Sets)
            names.push_back(metric.name);
    return names;
}

/// Each once.
std::vector<std::string> askedMetrics(const Params& params) {
    if (!params.has("metric"))
        return metricNames();
    std::vector<std::string> names;
    for (const std::string& name : params.texts("metric"))
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    return names;
}

Outcome run(const Params& params, JobContext& context) {
    RgbImage reference = readImage(params.text("ref"));
    RgbImage test = readImage(params.text("test"));
    requireComparable(reference, test);
    Json result = {{"reference", params.text("ref")}, {"test", params.text("test")}};
    if (params.has("region")) {
        const ImageRegion region = parseRegion(params.text("region"));
        reference = cutOut(reference, region);
        test = cutOut(test, region);
        result["region"] = {region.x, region.y, region.width, region.height};
    }
    result["width"] = reference.width;
    result["height"] = reference.height;
    result["equal"] = reference == test;

    const std::vector<std::string> names = askedMetrics(params);
    const MetricExecution execution = {.device = context.options().device, .threads = context.workers()};
    Json models = Json::object();
    Json missing = Json::array();
    std::optional<Error> first;
    for (std::size_t i = 0; i < names.size(); ++i) {
        context.progress(i, names.size(), names[i]);
        context.throwIfStopped();
        try {
            const auto metric = openPairMetric(names[i], execution);
            const double value = metric->compute(reference, test);
            result[names[i]] = std::isfinite(value) ? Json(value) : Json(nullptr);
            if (!metric->model().empty())
                models[names[i]] = metric->model();
        } catch (const Error& error) {
            missing.push_back({{"metric", names[i]}, {"reason", error.what()}, {"hint", error.hint()}});
            if (!first)
                first = error;
        }
    }
    context.progress(names.size(), names.size(), "metrics");
    if (missing.size() == names.size())
        throw Error(*first);
    result["models"] = std::move(models);
    result["missing"] = std::move(missing);
    return Outcome::succeeded(std::move(result));
}

ParamSpec imageParam(const char* name, const char* help) {
    return {.name = name, .type = ParamType::InputFile, .help = help, .required = true, .positional = true};
}

std::string metricTable() {
    std::string text;
    for (const std::string& name : metricNames()) {
        const ImageMetric& metric = metricNamed(name);
        text += fmt::format("\n{}: {}{}, {} is better{}",
                            name,
                            metric.title,
                            metric.unit.empty() ? "" : " in " + metric.unit,
                            metric.better == Better::Higher ? "higher" : "lower",
                            metric.task.empty() ? "" : "; by a model of the task " + metric.task);
    }
    return text;
}

}  // namespace

Job metricsJob() {
    Job job;
    job.id = "metrics";
    job.title = "Compare two images";
    job.help =
        "Measures how far an image is from its reference, on their 8-bit values. `psnr` is null where they "
        "are "
        "equal, and `equal` says so. Metrics that look with a network need its model card; what cannot be "
        "computed is listed in `missing` with the reason and what to do, and never has a number. When "
        "nothing "
        "that was asked for can be computed, the verb fails with the first reason. `models` names the cards "
        "used.\n" +
        metricTable();
    job.params = {imageParam("ref", "Reference image"),
                  imageParam("test", "Image of the same size"),
                  {.name = "region", .help = "Compare only this part: x,y,width,height", .unit = "pixels"},
                  {.name = "metric",
                   .type = ParamType::Choice,
                   .help = "What to compute, one or several; left out: everything",
                   .repeated = true,
                   .choices = metricNames()}};
    job.run = run;
    return job;
}

}  // namespace limen
