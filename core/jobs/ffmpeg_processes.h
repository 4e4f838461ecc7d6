// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <stop_token>
#include <string>

#include "base/safe_file.h"
#include "image/rgb_image.h"

namespace limen {

/// The way without a library, which benchmarks compare with: raw file, one ffmpeg process that encodes with
/// libx265 and the parameters of the setting of record, one that decodes, raw file.
class FfmpegProcesses {
public:
    struct Result {
        std::size_t bytes = 0;
        RgbImage reconstruction;
    };

    /// Why this machine cannot do it, or empty.
    static std::string whyUnavailable(const std::stop_token& stop);

    /// Throws Error (Failure) when a process fails, Cancelled on `stop`.
    Result encodeAndDecode(const RgbImage& image, int qp, const std::stop_token& stop);

private:
    ScratchFolder m_folder;
};

}  // namespace limen
