// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "codecs/codec.h"
#include "study/label_table.h"

namespace limen {

/// Quartiles with linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
struct Quartiles {
    double lower = 0.0;
    double median = 0.0;
    double upper = 0.0;
};

/// None without values.
std::optional<Quartiles> quartiles(std::vector<double> values);

/// What a set of labels says as a whole; levels and BPP of ok labels only (contract.md, "Recognition and
/// labels").
struct LabelSummary {
    std::size_t labelled = 0;
    std::map<LabelFlag, int> flags;   ///< every flag
    std::map<int, int> histogram;     ///< JND point -> images; every level of the codec
    std::optional<Quartiles> levels;  ///< of the JND points
    std::optional<Quartiles> bpp;     ///< at the JND points
    double meanBpp = 0.0;             ///< at the JND points; 0 without any
    std::int64_t genuinePairs = 0;    ///< uncompressed, of all labelled images
    std::int64_t genuineAccepted = 0;
};

LabelSummary summarizeLabels(const std::vector<Label>& labels, const CodecLevels& levels);

}  // namespace limen
