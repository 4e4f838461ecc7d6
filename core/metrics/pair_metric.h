// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>

#include "image/rgb_image.h"

namespace limen {

/// A metric of two images, ready to be computed again and again. An instance belongs to one thread.
class PairMetric {
public:
    virtual ~PairMetric() = default;
    /// Infinity only for the PSNR of equal images. Throws Error (BadInput) with one sentence where the images
    /// differ in size or are too small for the metric.
    virtual double compute(const RgbImage& reference, const RgbImage& test) = 0;
    /// Name of the model that it looks with; empty: it needs none.
    const std::string& model() const { return m_model; }

protected:
    explicit PairMetric(std::string model = {}) : m_model(std::move(model)) {}

private:
    std::string m_model;
};

/// How the network of a metric runs; always in fp32.
struct MetricExecution {
    std::string device = "cpu";
    int threads = 1;
};

/// Throws Error (BadInput): no such metric, a metric of sets, no installed model that it needs (saying what
/// to import), or one that cannot be used.
std::unique_ptr<PairMetric> openPairMetric(const std::string& name, const MetricExecution& execution);

}  // namespace limen
