// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "comparison/comparison_sheet.h"
#include "comparison/result_table.h"

namespace limen {

/// A measure of predicted JND images as a column.
struct PredictionColumn {
    std::string measure;  ///< key in ComparedRow::numbers
    TableColumn column;
};

/// How far predicted JND images lie from the true ones (Tian 2022, Table II; of runs that differ in their
/// settings, Table V), pooled over the parts of `sheets` and, for the mean PSNR, part by part; candidates
/// that predict none are left out. Baselines take no rank. `columns`: what was measured beside the error.
ResultTable predictionTable(const std::vector<ComparisonSheet>& sheets,
                            std::span<const PredictionColumn> columns,
                            std::uint64_t seed);

/// Whether predicted JND images keep who they show (Table IV): part_measures.h, identityDistances().
ResultTable identityTable(const std::vector<ComparisonSheet>& sheets, std::uint64_t seed);

/// The rows of a pooled sheet for whoever reads JSON: scores, gain over the face unchanged and over the codec
/// mix in dB, and how well levels are selected by eq. (8) and by energy.
Json predictionRows(const ComparisonSheet& sheet, const CodecLevels& levels, std::uint64_t seed);

}  // namespace limen
