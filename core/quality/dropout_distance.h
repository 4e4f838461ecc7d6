// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen {

/// The last layer of a recognizer: embedding = weight * features + bias.
struct LinearLayer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::vector<float> weight;  ///< outputs x inputs
    std::vector<float> bias;    ///< outputs
};

/// Patterns of dropout, the same for every face: an input is left out with probability `share`, the others
/// are multiplied by 1 / (1 - share), as in training.
class DropoutPatterns {
public:
    /// At least two patterns; `share` above 0 and below 1. The same seed gives the same patterns.
    DropoutPatterns(std::size_t count, std::size_t inputs, double share, std::uint64_t seed);

    std::size_t count() const { return m_kept.size() / m_inputs; }
    std::size_t inputs() const { return m_inputs; }
    double scale() const { return m_scale; }
    bool isKept(std::size_t pattern, std::size_t input) const { return m_kept[pattern * m_inputs + input]; }

private:
    std::size_t m_inputs;
    double m_scale;
    std::vector<bool> m_kept;
};

/// SER-FIQ's distance (Terhoerst 2020; spec/metrics.md section 6): the mean Euclidean distance between the
/// unit embeddings that the features give under each two patterns, 0..2. Throws Error (Failure) where a
/// pattern leaves an embedding without a direction.
double dropoutDistance(std::span<const float> features,
                       const LinearLayer& last,
                       const DropoutPatterns& patterns);

/// q = 2 / (1 + exp(d)), 1 for a distance of 0.
double serFiqScore(double distance);
/// As the authors' program spreads q: 1 / (1 + exp(-130 (q - 0.88))).
double serFiqMapped(double score);

}  // namespace limen
