// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "quality/face_quality.h"

namespace limen {

/// Patterns of dropout that SER-FIQ compares (spec/metrics.md section 6).
inline constexpr std::size_t serFiqPatterns = 100;

/// SER-FIQ (Terhoerst 2020): how much the embedding of a face depends on which features are left out.
/// `score` is q, `distance` the mean distance d it comes from. The same patterns for every face. Throws Error
/// (BadInput) for a recognizer without dropout, and where the model cannot be used.
std::unique_ptr<FaceQuality> openSerFiq(const ModelCard& card, const QualityOptions& options);

}  // namespace limen
