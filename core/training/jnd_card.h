// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"

namespace limen {

/// The card of a JND predictor; `settings` of its run, `psnr` in dB on the run's validation images after
/// `steps` steps.
Json jndCard(const std::string& name, const Json& settings, double psnr, std::int64_t steps);

}  // namespace limen
