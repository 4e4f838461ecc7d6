// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <chrono>
#include <cmath>

#include "base/error.h"
#include "codecs/codec.h"
#include "codecs/level_list.h"
#include "jobs/bench.h"
#include "jobs/bench_faces.h"
#include "jobs/bench_timing.h"
#include "metrics/bd_rate.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

using Clock = std::chrono::steady_clock;

struct Measured {
    Json levels = Json::array();
    std::vector<RatePoint> curve;  ///< mean bits per pixel and mean PSNR over the faces
    double milliseconds = 0.0;     ///< computing time, median per face over all levels
};

/// QP 22, 27, 32, 37 as the common test conditions of VVC have it, with one more on either side (17 and 42);
/// the same shares of other codecs' ranges.
std::vector<int> usualLevels(const CodecLevels& levels) {
    std::vector<int> chosen;
    for (const int step : {4, 9, 14, 19, 24, 29})
        chosen.push_back(levels.level(static_cast<int>(std::lround(step / 38.0 * (levels.count() - 1)))));
    return chosen;
}

Measured measure(const std::string& setting,
                 const std::string& chosenLevels,
                 const std::vector<RgbImage>& faces,
                 const JobContext& context) {
    const std::unique_ptr<Codec> codec = createCodec(setting, context.stop());
    const std::vector<int> levels =
        chosenLevels.empty() ? usualLevels(codec->levels()) : parseLevels(chosenLevels, codec->levels());
    Measured measured;
    std::vector<double> all;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        codec->encode(faces.front(), levels[i]);  // opens the encoder
        double bytes = 0.0;
        double headers = 0.0;
        double pixels = 0.0;
        double decibels = 0.0;
        std::vector<double> times;
        std::vector<double> computed;
        for (std::size_t face = 0; face < faces.size(); ++face) {
            context.throwIfStopped();
            context.progress(
                i * faces.size() + face, levels.size() * faces.size(), "encoding with " + setting);
            const double before = computedMilliseconds();
            const Clock::time_point start = Clock::now();
            const Encoded encoded = codec->encode(faces[face], levels[i]);
            times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
            computed.push_back(computedMilliseconds() - before);
            bytes += static_cast<double>(encoded.bitstream.size());
            headers += static_cast<double>(encoded.headerBytes);
            pixels += static_cast<double>(faces[face].pixelCount());
            decibels += psnr(faces[face], encoded.reconstruction);
        }
        const auto count = static_cast<double>(faces.size());
        measured.curve.push_back({8.0 * bytes / pixels, decibels / count});
        all.insert(all.end(), computed.begin(), computed.end());
        measured.levels.push_back({{"level", levels[i]},
                                   {"bpp", measured.curve.back().rate},
                                   {"header_bytes", headers / count},
                                   {"psnr", measured.curve.back().quality},
                                   {"ms", median(std::move(times))},
                                   {"cpu_ms", median(std::move(computed))}});
    }
    measured.milliseconds = median(std::move(all));
    return measured;
}

Json numberOrNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Json benchRate(const Params& params, JobContext& context) {
    const std::string setting = params.text("codec");
    const std::string anchorSetting = params.text("against");
    const BenchFaces faces = benchFaces(params, context, static_cast<std::size_t>(params.integer("count")));
    const Measured anchor = measure(anchorSetting,
                                    params.has("against-qp") ? params.text("against-qp") : "",
                                    faces.faces,
                                    context.part(0.0, 0.3));
    const Measured test =
        measure(setting, params.has("qp") ? params.text("qp") : "", faces.faces, context.part(0.3, 1.0));
    return {{"codec", setting},
            {"against", anchorSetting},
            {"faces", {{"source", faces.source}, {"count", faces.faces.size()}}},
            {"levels", test.levels},
            {"cpu_ms_per_face", test.milliseconds},
            {"anchor", {{"levels", anchor.levels}, {"cpu_ms_per_face", anchor.milliseconds}}},
            {"bd_rate", numberOrNull(bdRate(anchor.curve, test.curve, BdMethod::Akima))},
            {"bd_rate_pchip", numberOrNull(bdRate(anchor.curve, test.curve, BdMethod::Pchip))},
            {"bd_psnr", numberOrNull(bdPsnr(anchor.curve, test.curve, BdMethod::Akima))},
            {"quality_overlap", qualityOverlap(anchor.curve, test.curve)}};
}

}  // namespace limen
