// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <array>
#include <cstdint>

#include "base/json.h"
#include "models/afd.h"

namespace limen::models {

/// Which JND predictor: what the paper's ablations vary, and how large it is.
struct JndOptions {
    AfdMode afd = AfdMode::Gam;
    bool skips = true;  ///< false: the decoder sees the deepest residual feature alone
    int depth = 50;     ///< of the encoder: units per stage as in IR-18, IR-34 or IR-50
    double width = 1;   ///< 1, 1/2 or 1/4 of the paper's channels

    /// Channels after the first convolution and each stage: 64 64 128 256 512 at full width.
    std::array<std::int64_t, 5> encoderWidths() const;
    /// Channels after each of the decoder's first four convolutions: 256 128 64 64 at full width.
    std::array<std::int64_t, 4> decoderWidths() const;
    std::array<int, 4> units() const;
};

/// `json`: any of `afd` ("gam", "gate", "off"), `skips` (true, false), `depth` (18, 34, 50) and `width` (1,
/// 0.5, 0.25); other keys are not for the network. Throws Error (BadInput).
JndOptions jndOptions(const Json& json);

}  // namespace limen::models
