// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace limen {

/// The numbers that Tian et al. 2022 (arXiv 2209.05856 v1) print, for orderings and relative gains: they hold
/// for its authors' faces, recognizer, codec and weights, and none of them may stand beside a number measured
/// here.

struct PaperMeasure {
    std::string name;  ///< "LPIPS"
    bool largerIsBetter = false;
};

struct PaperRow {
    std::string name;            ///< "Jiang22", "Proposed"
    std::vector<double> values;  ///< by measure
};

struct PaperTable {
    std::vector<PaperMeasure> measures;
    std::vector<PaperRow> rows;
    std::vector<std::string> certainty;  ///< what is not sure about the numbers, in sentences
};

/// Table II, means over the five folds: predicted against true JND images.
const PaperTable& paperTable2();
/// Table IV: with and without the identity loss.
const PaperTable& paperTable4();
/// Table V: with and without feature disentanglement and skip connections.
const PaperTable& paperTable5();

/// Who encodes at which mean rate with which share of genuine pairs accepted.
struct PaperOperatingPoint {
    std::string name;
    double bpp = 0.0;       ///< printed with two digits
    double accuracy = 0.0;  ///< percent
};

/// Table III, means over the folds.
struct PaperCoding {
    std::vector<PaperOperatingPoint> constants;  ///< QP 42 to 24, in rising order of rate
    std::vector<PaperOperatingPoint> selected;   ///< each face at the level that is selected for it
    /// What the text says of the true JND points (its Fig. 3b), of all images.
    double truthAccuracy = 0.0;  ///< points at equal rate, at least
    double truthRate = 0.0;      ///< percent at equal accuracy, at least
    std::vector<std::string> certainty;
};
const PaperCoding& paperTable3();

}  // namespace limen
