// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <vector>

#include "evaluation/recognition_grid.h"
#include "labelling/labeller.h"

namespace limen {

/// Recognition of the compressed probes at one level, against uncompressed partners at the originals' t0.
struct AccuracyPoint {
    int level = 0;
    double bpp = 0.0;         ///< mean over probes
    double accuracy = 0.0;    ///< ACC: share of all genuine pairs accepted (TAR at t0)
    double byIdentity = 0.0;  ///< mean over identities of their share
    double far = 0.0;         ///< share of impostor pairs accepted at the same t0
};

/// Every image at its own JND point; only images that have one.
struct JndAccuracy {
    std::size_t images = 0;
    double bpp = 0.0;
    double accuracy = 0.0;
    double originalAccuracy = 0.0;  ///< of the same images, uncompressed
};

struct AccuracyReport {
    OperatingPoint point;
    std::vector<AccuracyPoint> curve;  ///< fine to coarse
    JndAccuracy jnd;
    WalkTotals made;
};

/// Measures from what is stored, without a codec or a network. The set must be complete and its grid
/// (gridCoverage()) too. Leaves AccuracyReport::made empty.
AccuracyReport accuracyOfStored(Study& study, const LabelSet& set, const JobContext& context);

/// Fills the grid, labels it if it is not, and measures (contract.md, "Recognition and labels": ACC = TAR at
/// t0).
AccuracyReport measureAccuracy(const Observation& observation,
                               const LabelRequest& request,
                               const JobContext& context);

}  // namespace limen
