// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>

#include "base/error.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "jobs/metrics_folders.h"
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

std::vector<std::string> metricNames(bool ofSets) {
    std::vector<std::string> names;
    for (const ImageMetric& metric : metrics())
        if (ofSets || metric.of != MetricOf::Sets)
            names.push_back(metric.name);
    return names;
}

/// Each once.
std::vector<std::string> askedMetrics(const Params& params, bool ofSets) {
    if (!params.has("metric"))
        return metricNames(ofSets);
    std::vector<std::string> names;
    for (const std::string& name : params.texts("metric"))
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    return names;
}

Outcome compareImages(const Params& params, const JobContext& context) {
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

    const std::vector<std::string> names = askedMetrics(params, false);
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

Outcome run(const Params& params, JobContext& context) {
    std::error_code ignored;
    const bool reference = std::filesystem::is_directory(params.text("ref"), ignored);
    const bool test = std::filesystem::is_directory(params.text("test"), ignored);
    if (reference != test)
        throwBadInput(fmt::format("{} is a folder, {} is not.",
                                  params.text(reference ? "ref" : "test"),
                                  params.text(reference ? "test" : "ref")),
                      "Compare two images, or two folders of images.");
    if (!reference)
        return compareImages(params, context);
    if (params.has("region"))
        throwBadInput("--region is a part of two images, not of folders.", "Leave it out.");
    return compareFolders(params.text("ref"), params.text("test"), askedMetrics(params, true), context);
}

ParamSpec pathParam(const char* name, const char* help) {
    return {.name = name, .help = help, .required = true, .positional = true};
}

std::string metricTable() {
    std::string text;
    for (const std::string& name : metricNames(true)) {
        const ImageMetric& metric = metricNamed(name);
        text += fmt::format("\n{}: {}{}{}, {} is better{}",
                            name,
                            metric.title,
                            metric.of == MetricOf::Sets ? " of two folders" : "",
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
    job.title = "Compare images";
    job.help =
        "Measures how far an image is from its reference, on their 8-bit values. `psnr` is null where they "
        "are "
        "equal, and `equal` says so. Metrics that look with a network need its model card; what cannot be "
        "computed is listed in `missing` with the reason and what to do, and never has a number. When "
        "nothing "
        "that was asked for can be computed, the verb fails with the first reason. `models` names the cards "
        "used. Of two folders it compares the images of one name but for the ending and gives means, with "
        "`counts` of how many they are of (a PSNR without end is left out); FID compares all images of the "
        "one "
        "with all of the other.\n" +
        metricTable();
    job.params = {pathParam("ref", "Reference image, or folder of them"),
                  pathParam("test", "Image of the same size, or folder of images with the same names"),
                  {.name = "region", .help = "Compare only this part: x,y,width,height", .unit = "pixels"},
                  {.name = "metric",
                   .type = ParamType::Choice,
                   .help = "What to compute, one or several; left out: everything",
                   .repeated = true,
                   .choices = metricNames(true)}};
    job.run = run;
    return job;
}

}  // namespace limen
