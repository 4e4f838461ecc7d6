// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "labelling/gallery.h"

namespace limen {

/// A recognizer's threshold on a gallery and what it reaches there, on the uncompressed originals.
struct OperatingPoint {
    double threshold = 0.0;      ///< t0: a pair is accepted iff its cosine is greater
    double farRequested = 0.0;   ///< after "auto" was resolved
    double far = 0.0;            ///< share of impostor pairs accepted at t0; at most farRequested
    double tar = 0.0;            ///< share of genuine pairs accepted at t0
    double tarByIdentity = 0.0;  ///< mean over identities of their share
    std::int64_t impostorPairs = 0;
    std::int64_t genuinePairs = 0;
};

/// Keeps the k + 1 largest of many scores, in any order of arrival.
class LargestScores {
public:
    explicit LargestScores(std::size_t keep);
    void add(std::span<const double> scores);
    void merge(const LargestScores& other);
    /// The `keep`-th largest score. Needs at least that many.
    double smallestKept();
    std::size_t size() const { return m_scores.size(); }

private:
    void shrink();
    std::size_t m_keep;
    double m_floor;
    std::vector<double> m_scores;
};

/// t0 by contract.md: sort the impostor cosines descending, k = floor(FAR x N), threshold = the (k+1)-th.
/// `far` nothing means "auto": 1e-4, or the smallest FAR this study resolves.
/// Throws Error (Failure): no distractors, no genuine pairs, or k = 0 (naming the smallest possible FAR).
OperatingPoint findOperatingPoint(const Gallery& gallery,
                                  std::optional<double> far,
                                  const JobContext& context);

/// "1e-4" or "auto". Throws Error (BadInput) unless 0 < FAR < 1.
std::optional<double> parseFar(const std::string& text);

}  // namespace limen
