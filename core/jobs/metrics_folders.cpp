// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/metrics_folders.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/error.h"
#include "image/image_file.h"
#include "import/photo_list.h"
#include "metrics/frechet_distance.h"
#include "metrics/image_features.h"
#include "metrics/image_pair.h"
#include "metrics/metric_list.h"
#include "metrics/pair_metric.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

using NamedFiles = std::map<std::string, fs::path>;

/// By the path below the folder, without its ending.
NamedFiles imagesIn(const fs::path& folder, std::vector<FailedItem>& failed, const JobContext& context) {
    const PhotoList list = listImagesBelow(folder, context.stop());
    failed.insert(failed.end(), list.failed.begin(), list.failed.end());
    NamedFiles files;
    for (const Photo& photo : list.photos) {
        const std::string name = displayText(photo.file.lexically_relative(folder).replace_extension());
        if (const auto [other, added] = files.emplace(name, photo.file); !added)
            throwBadInput(fmt::format("{} and {} have one name, so that it is not clear which to compare.",
                                      displayText(other->second),
                                      displayText(photo.file)),
                          "Leave one of them out of the folder.");
    }
    if (files.empty())
        throwBadInput(fmt::format("The folder {} has no images.", displayText(folder)),
                      "Name a folder of PNG, JPEG or other images.");
    return files;
}

/// A metric of pairs and its mean.
struct MeanMetric {
    std::string name;
    std::unique_ptr<PairMetric> metric;
    double sum = 0.0;
    std::size_t count = 0, infinite = 0, failed = 0;
    std::optional<Error> why = {};  ///< of the first that failed

    void measure(const RgbImage& reference, const RgbImage& test) {
        try {
            const double value = metric->compute(reference, test);
            if (std::isfinite(value)) {
                sum += value;
                ++count;
            } else {
                ++infinite;
            }
        } catch (const Error& error) {
            ++failed;
            if (!why)
                why = error;
        }
    }
    bool hasValue() const { return count + infinite > 0; }
};

/// Metrics of which nothing could be computed.
class Missing {
public:
    void add(const std::string& metric, const Error& error) {
        m_list.push_back({{"metric", metric}, {"reason", error.what()}, {"hint", error.hint()}});
        if (!m_first)
            m_first = error;
    }
    const Json& list() const { return m_list; }
    void throwFirst() const {
        if (m_first)
            throw Error(*m_first);
    }

private:
    Json m_list = Json::array();
    std::optional<Error> m_first;
};

/// Of all images that can be read.
FeatureSet featuresOf(const NamedFiles& files,
                      ImageFeatures& network,
                      std::vector<FailedItem>& failed,
                      const JobContext& context) {
    FeatureSet features;
    std::size_t done = 0;
    for (const auto& [name, file] : files) {
        context.throwIfStopped();
        try {
            features.push_back(network.describe(readImage(file)));
        } catch (const Error& error) {
            failed.push_back({displayText(file), error.what()});
        }
        context.progress(++done, files.size(), "describing images for FID");
    }
    return features;
}

Json setDistance(const ModelCard& card,
                 const NamedFiles& reference,
                 const NamedFiles& test,
                 std::vector<FailedItem>& failed,
                 const JobContext& context) {
    ImageFeatures network(card);
    const FeatureSet a = featuresOf(reference, network, failed, context.part(0.0, 0.5));
    const FeatureSet b = featuresOf(test, network, failed, context.part(0.5, 1.0));
    const FrechetDistance distance = frechetDistance(a, b);
    Json json = {{"distance", distance.distance},
                 {"reference_images", distance.referenceCount},
                 {"test_images", distance.testCount},
                 {"features", a.front().size()},
                 {"few_images", distance.fewImages}};
    if (distance.fewImages) {
        json["note"] = fmt::format(
            "With no more images than the {} features the covariance is singular: the distance depends on "
            "how "
            "many images there are and must not be compared with one of other numbers.",
            a.front().size());
        context.warn(json["note"].get<std::string>());
    }
    return json;
}

/// What is compared, and what came of it.
struct Comparison {
    NamedFiles reference, test;
    std::vector<FailedItem> failed = {};
    Missing missing = {};
    Json result = Json::object();
    Json models = Json::object();
};

void comparePairs(Comparison& run, std::vector<MeanMetric>& metrics, const JobContext& context) {
    std::vector<std::string> names;
    for (const auto& [name, file] : run.reference)
        if (run.test.contains(name))
            names.push_back(name);
    run.result["pairs"] = names.size();
    run.result["without_namesake"] = run.reference.size() + run.test.size() - 2 * names.size();
    if (metrics.empty())
        return;
    if (names.empty()) {
        const Error error(ErrorKind::BadInput,
                          "No image of the one folder has the name of one of the other.",
                          "Images are compared that have one name but for the ending, such as a/face.png and "
                          "b/face.jpg.");
        for (const MeanMetric& metric : metrics)
            run.missing.add(metric.name, error);
        return;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        context.throwIfStopped();
        try {
            const RgbImage reference = readImage(run.reference.at(names[i]));
            const RgbImage test = readImage(run.test.at(names[i]));
            requireComparable(reference, test);
            for (MeanMetric& metric : metrics)
                metric.measure(reference, test);
        } catch (const Error& error) {
            run.failed.push_back({names[i], error.what()});
        }
        context.progress(i + 1, names.size(), "pairs of images");
    }
    for (const MeanMetric& metric : metrics) {
        if (!metric.hasValue()) {
            run.missing.add(metric.name,
                            metric.why.value_or(Error(ErrorKind::BadInput,
                                                      "No pair of images can be compared.",
                                                      "`failed` says why of each.")));
            continue;
        }
        run.result[metric.name] =
            metric.count > 0 ? Json(metric.sum / static_cast<double>(metric.count)) : Json();
        Json& counts = run.result["counts"][metric.name];
        counts = {{"mean_of", metric.count}, {"infinite", metric.infinite}, {"not_computed", metric.failed}};
        if (metric.why)
            counts["reason"] = metric.why->what();
        if (!metric.metric->model().empty())
            run.models[metric.name] = metric.metric->model();
    }
}

}  // namespace

Outcome compareFolders(const fs::path& reference,
                       const fs::path& test,
                       const std::vector<std::string>& names,
                       const JobContext& context) {
    Comparison run;
    run.result = {{"reference", displayText(reference)}, {"test", displayText(test)}};
    run.reference = imagesIn(reference, run.failed, context);
    run.test = imagesIn(test, run.failed, context);
    run.result["reference_images"] = run.reference.size();
    run.result["test_images"] = run.test.size();

    const MetricExecution execution = {.device = context.options().device, .threads = context.workers()};
    std::vector<MeanMetric> metrics;
    std::optional<ModelCard> set;
    for (const std::string& name : names) {
        try {
            if (metricNamed(name).of == MetricOf::Sets)
                set = modelOf(metricNamed(name));
            else
                metrics.push_back({name, openPairMetric(name, execution)});
        } catch (const Error& error) {
            run.missing.add(name, error);
        }
    }
    const double half = set ? 0.5 : 1.0;
    comparePairs(run, metrics, context.part(0.0, half));
    if (set) {
        try {
            const Json found =
                setDistance(*set, run.reference, run.test, run.failed, context.part(half, 1.0));
            run.result["fid"] = found["distance"];
            run.result["fid_sets"] = found;
            run.models["fid"] = set->name;
        } catch (const Error& error) {
            run.missing.add("fid", error);
        }
    }
    if (run.missing.list().size() == names.size())
        run.missing.throwFirst();
    run.result["models"] = run.models;
    run.result["missing"] = run.missing.list();
    run.result["failed"] = toJson(run.failed);
    return Outcome::finished(std::move(run.result), std::move(run.failed));
}

}  // namespace limen
