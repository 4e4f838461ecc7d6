// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/part_measures.h"

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>

namespace limen {

namespace {

double distance(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2.0);
    return std::sqrt(sum);
}

/// Of the card and thereby of its files; empty where a metric needs no model.
std::string hashOf(const std::string& model) {
    return model.empty() ? std::string() : findModel(model, "").hash;
}

/// A measure of each face's own pair of images.
auto eachFace(const std::string& name,
              std::function<double(const RgbImage& wanted, const RgbImage& predicted)> compare) {
    return [name, compare = std::move(compare)](
               const ComparedPart& part, const std::vector<RgbImage>& predicted, const JobContext& context) {
        std::vector<double> numbers;
        for (std::size_t i = 0; i < part.size(); ++i) {
            context.throwIfStopped();
            numbers.push_back(compare(part.face(i).jnd, predicted[i]));
            context.progress(i + 1, part.size(), "measuring " + name);
        }
        return std::map<std::string, std::vector<double>>{{name, std::move(numbers)}};
    };
}

}  // namespace

PartMeasure identityDistances(const std::string& recognizer, const RecognizerOptions& options) {
    const std::shared_ptr<Recognizer> network = openRecognizer(recognizer, options);
    const auto measure = [network](const ComparedPart& part,
                                   const std::vector<RgbImage>& predicted,
                                   const JobContext& context) {
        std::vector<std::vector<float>> embeddings;
        for (std::size_t from = 0; from < predicted.size(); from += Recognizer::batchSize) {
            context.throwIfStopped();
            const std::size_t count = std::min<std::size_t>(Recognizer::batchSize, predicted.size() - from);
            for (std::vector<float>& embedding : network->embed(std::span(predicted).subspan(from, count)))
                embeddings.push_back(std::move(embedding));
            context.progress(embeddings.size(), predicted.size(), "embedding predictions");
        }
        std::vector<double> positive, negative;
        for (std::size_t i = 0; i < embeddings.size(); ++i) {
            double sums[2] = {};
            double counts[2] = {};
            for (std::size_t j = 0; j < embeddings.size(); ++j) {
                if (i == j)
                    continue;
                const std::size_t same = part.face(i).identityId == part.face(j).identityId ? 1 : 0;
                sums[same] += distance(embeddings[i], embeddings[j]);
                counts[same] += 1.0;
            }
            const auto mean = [&](std::size_t same) {
                return counts[same] > 0.0 ? sums[same] / counts[same]
                                          : std::numeric_limits<double>::quiet_NaN();
            };
            positive.push_back(mean(1));
            negative.push_back(mean(0));
        }
        return std::map<std::string, std::vector<double>>{{"distance_positive", std::move(positive)},
                                                          {"distance_negative", std::move(negative)}};
    };
    return {{"distance_positive", "distance_negative"}, {{"recognizer", network->identity()}}, measure};
}

PartMeasure pairMeasure(const std::string& metric, const MetricExecution& execution) {
    const std::shared_ptr<PairMetric> opened = openPairMetric(metric, execution);
    const auto compare = [opened](const RgbImage& wanted, const RgbImage& predicted) {
        return opened->compute(wanted, predicted);
    };
    return {{metric},
            {{"model", opened->model()}, {"sha256", hashOf(opened->model())}},
            eachFace(metric, compare)};
}

PartMeasure qualityDifference(const std::string& name,
                              const std::string& model,
                              const QualityOptions& options) {
    const std::shared_ptr<FaceQuality> quality = openFaceQuality(model, options);
    // The true images are the same for every candidate.
    const auto known = std::make_shared<std::map<ImageId, double>>();
    const auto measure = [name, quality, known](const ComparedPart& part,
                                                const std::vector<RgbImage>& predicted,
                                                const JobContext& context) {
        constexpr std::size_t atOnce = Recognizer::batchSize;
        std::vector<double> numbers;
        while (numbers.size() < part.size()) {
            context.throwIfStopped();
            const std::size_t first = numbers.size();
            const std::size_t count = std::min(atOnce, part.size() - first);
            std::vector<RgbImage> wanted;
            std::vector<ImageId> unknown;
            for (std::size_t i = first; i < first + count; ++i)
                if (!known->contains(part.face(i).image)) {
                    wanted.push_back(part.face(i).jnd);
                    unknown.push_back(part.face(i).image);
                }
            const std::vector<QualityScore> truth =
                wanted.empty() ? std::vector<QualityScore>() : quality->rateAll(wanted);
            for (std::size_t i = 0; i < unknown.size(); ++i)
                known->emplace(unknown[i], truth[i].score);
            const std::vector<QualityScore> found =
                quality->rateAll(std::span(predicted).subspan(first, count));
            for (std::size_t i = 0; i < count; ++i)
                numbers.push_back(std::abs(found[i].score - known->at(part.face(first + i).image)));
            context.progress(numbers.size(), part.size(), "measuring " + name);
        }
        return std::map<std::string, std::vector<double>>{{name, std::move(numbers)}};
    };
    const Json source = {
        {"model", model}, {"sha256", hashOf(model)}, {"method", quality->method()}, {"seed", options.seed}};
    return {{name}, source, measure};
}

}  // namespace limen
