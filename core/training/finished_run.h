// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "training/jnd_training.h"

namespace limen {

/// The result of a run that was finished before and keeps the model with the least error
/// (training/least_error_training.h); nothing otherwise.
std::optional<JndRunResult> finishedRun(const JndRun& run);

}  // namespace limen
