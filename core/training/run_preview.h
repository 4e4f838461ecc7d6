// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "training/run_folder.h"

namespace limen {

/// A face that is shown while a run learns; the pictures are PNG files of 112x112.
struct PreviewFace {
    std::string name;  ///< IDENTITY/STEM
    std::filesystem::path original, jnd, predicted;
    double psnr = 0.0;          ///< dB, predicted against jnd
    double originalPsnr = 0.0;  ///< dB, original against jnd: what doing nothing gives
};

struct RunPreview {
    std::int64_t step = 0;  ///< steps done
    std::vector<PreviewFace> faces;
};

/// What RUN/preview/preview.json says; no faces where there is none yet. Throws Error (BadInput).
RunPreview readRunPreview(const RunFolder& run);

}  // namespace limen
