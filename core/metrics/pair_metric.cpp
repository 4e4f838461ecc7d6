// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/pair_metric.h"

#include <fmt/format.h>

#include "base/error.h"
#include "metrics/face_landmarks_68.h"
#include "metrics/image_pair.h"
#include "metrics/landmark_nme.h"
#include "metrics/metric_list.h"
#include "metrics/perceptual_distance.h"
#include "metrics/psnr.h"
#include "metrics/ssim.h"

namespace limen {

namespace {

class SignalMetric final : public PairMetric {
public:
    using Function = double (*)(const RgbImage&, const RgbImage&);
    explicit SignalMetric(Function function) : m_function(function) {}
    double compute(const RgbImage& reference, const RgbImage& test) override {
        return m_function(reference, test);
    }

private:
    Function m_function;
};

class PerceptualMetric final : public PairMetric {
public:
    PerceptualMetric(const ModelCard& card, const MetricExecution& execution)
        : PairMetric(card.name), m_distance(card, execution.device, execution.threads) {}
    double compute(const RgbImage& reference, const RgbImage& test) override {
        return m_distance.between(reference, test);
    }

private:
    PerceptualDistance m_distance;
};

class LandmarkMetric final : public PairMetric {
public:
    LandmarkMetric(const ModelCard& card, double LandmarkNme::*length)
        : PairMetric(card.name), m_landmarks(card), m_length(length) {}
    double compute(const RgbImage& reference, const RgbImage& test) override {
        requireComparable(reference, test);
        const std::vector<Point2> wanted = m_landmarks.find(reference);
        return landmarkNme(m_landmarks.find(test), wanted).*m_length;
    }

private:
    FaceLandmarks68 m_landmarks;
    double LandmarkNme::*m_length;
};

}  // namespace

std::unique_ptr<PairMetric> openPairMetric(const std::string& name, const MetricExecution& execution) {
    const ImageMetric& metric = metricNamed(name);
    if (metric.of == MetricOf::Sets)
        throwBadInput(fmt::format("{} compares sets of images, not two images.", metric.title),
                      "Compare two folders of images.");
    if (name == "psnr")
        return std::make_unique<SignalMetric>(psnr);
    if (name == "ssim")
        return std::make_unique<SignalMetric>(ssim);
    if (name == "ms_ssim_3")
        return std::make_unique<SignalMetric>(msSsim3);
    const ModelCard card = modelOf(metric);
    if (metric.of == MetricOf::Faces)
        return std::make_unique<LandmarkMetric>(
            card, name == "nme" ? &LandmarkNme::box : &LandmarkNme::interOcular);
    return std::make_unique<PerceptualMetric>(card, execution);
}

}  // namespace limen
