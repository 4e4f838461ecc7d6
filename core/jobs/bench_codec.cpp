// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "codecs/codec_entry.h"
#include "codecs/vvenc_program.h"
#include "image/yuv420_buffer.h"
#include "jobs/bench.h"
#include "jobs/bench_faces.h"
#include "jobs/bench_timing.h"
#include "jobs/ffmpeg_processes.h"

namespace limen {

namespace {

using Clock = std::chrono::steady_clock;

/// The setting that ffmpeg's command line below stands for.
constexpr const char* settingOfRecord = "hevc";
constexpr long usualCount = 8;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// What Limen's codec is compared with.
struct Alternative {
    std::string what;
    std::string missing;  ///< why this machine cannot do it
    /// Does the work once more; whether the result is the same.
    std::function<bool(const RgbImage& face, int level, const Encoded& encoded)> agrees;
};

Alternative ffmpegAlternative(const std::stop_token& stop) {
    const auto processes = std::make_shared<FfmpegProcesses>();
    return {"one ffmpeg process to encode and one to decode each face",
            FfmpegProcesses::whyUnavailable(stop),
            [processes, stop](const RgbImage& face, int level, const Encoded& encoded) {
                const FfmpegProcesses::Result other = processes->encodeAndDecode(face, level, stop);
                return other.bytes == encoded.bitstream.size() &&
                       other.reconstruction == encoded.reconstruction;
            }};
}

/// Its bitstream alone: there is no reconstruction to compare.
Alternative vvencAlternative(const std::string& setting, const std::stop_token& stop) {
    const VvencProgram program = findVvencapp();
    Alternative other{"one vvencapp process to encode each face", program.problem, {}};
    if (!program.usable()) {
        if (other.missing.empty())
            other.missing = "there is no vvencapp here";
        return other;
    }
    const std::shared_ptr<VvcEncoder> encoder =
        makeVvencProgramEncoder(program, codecValues(setting).at("preset"), stop);
    other.agrees = [encoder](const RgbImage& face, int level, const Encoded& encoded) {
        return encoder->encode(Yuv420Buffer(face, 8), level).bitstream == encoded.bitstream;
    };
    return other;
}

Alternative alternativeTo(const std::string& setting, const Codec& codec, const std::stop_token& stop) {
    if (setting == settingOfRecord)
        return ffmpegAlternative(stop);
    if (codec.name() == "vvc")
        return vvencAlternative(setting, stop);
    return {"", fmt::format("compared for {} and vvc only", settingOfRecord), {}};
}

struct LevelTimes {
    int level = 0;
    std::vector<double> inProcess;  ///< encode(), which reconstructs too
    std::vector<double> decode;
    std::vector<double> processes;
    double bytes = 0.0;
    double pixels = 0.0;
};

/// QP 22, 32, 37 and 42 of hevc, and the same shares of other codecs' ranges.
std::vector<LevelTimes> levelsToMeasure(const CodecLevels& levels) {
    std::vector<LevelTimes> chosen;
    for (const double share : {9.0 / 38, 19.0 / 38, 24.0 / 38, 29.0 / 38}) {
        LevelTimes times;
        times.level = levels.level(static_cast<int>(std::lround(share * (levels.count() - 1))));
        chosen.push_back(times);
    }
    return chosen;
}

Json colourTimes(const std::vector<RgbImage>& faces) {
    Yuv420Buffer picture(alignedSize, alignedSize);
    std::vector<double> down;
    std::vector<double> up;
    for (const RgbImage& face : faces) {
        Clock::time_point start = Clock::now();
        rgbToYuv420(face, picture.planes());
        down.push_back(millisecondsSince(start));
        start = Clock::now();
        picture.toRgb(alignedSize, alignedSize);
        up.push_back(millisecondsSince(start));
    }
    return {{"to_yuv_ms", median(down)}, {"to_rgb_ms", median(up)}};
}

}  // namespace

Json benchCodec(const Params& params, JobContext& context) {
    const std::string setting = params.has("codec") ? params.text("codec") : settingOfRecord;
    const long count = std::max(1L, params.has("count") ? params.integer("count") : usualCount);
    const std::unique_ptr<Codec> codec = createCodec(setting, context.stop());
    const BenchFaces chosen = benchFaces(params, context, static_cast<std::size_t>(count));
    const std::vector<RgbImage>& faces = chosen.faces;
    const Alternative alternative = alternativeTo(setting, *codec, context.stop());
    const bool compared = alternative.missing.empty();
    std::vector<LevelTimes> levels = levelsToMeasure(codec->levels());
    bool agree = true;
    for (const LevelTimes& times : levels)
        codec->encode(faces.front(), times.level);  // opens the encoder
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const RgbImage& face = faces[i];
        context.progress(i, faces.size(), "measuring " + setting);
        for (LevelTimes& times : levels) {
            context.throwIfStopped();
            Clock::time_point start = Clock::now();
            const Encoded encoded = codec->encode(face, times.level);
            times.inProcess.push_back(millisecondsSince(start));
            if (codec->decodesInProcess()) {
                start = Clock::now();
                codec->decode(encoded.bitstream, face.width, face.height);
                times.decode.push_back(millisecondsSince(start));
            }
            times.bytes += static_cast<double>(encoded.bitstream.size());
            times.pixels += static_cast<double>(face.pixelCount());
            if (!compared)
                continue;
            start = Clock::now();
            const bool same = alternative.agrees(face, times.level, encoded);
            times.processes.push_back(millisecondsSince(start));
            agree = agree && same;
        }
    }
    context.progress(faces.size(), faces.size(), "measuring " + setting);

    Json perLevel = Json::array();
    double inProcessSum = 0.0;
    double processesSum = 0.0;
    for (const LevelTimes& times : levels) {
        const double inProcess = median(times.inProcess);
        Json entry;
        entry["level"] = times.level;
        entry["bpp"] = 8.0 * times.bytes / times.pixels;
        entry["ms"] = inProcess;
        if (!times.decode.empty()) {
            const double decode = median(times.decode);
            entry["encode_ms"] = inProcess - decode;
            entry["decode_ms"] = decode;
        }
        inProcessSum += inProcess;
        if (compared) {
            const double other = median(times.processes);
            entry["processes_ms"] = other;
            entry["ratio"] = other / inProcess;
            processesSum += other;
        }
        perLevel.push_back(std::move(entry));
    }

    Json result;
    result["bench"] = "codec";
    result["codec"] = codec->identity();
    result["faces"] = {{"source", chosen.source}, {"count", faces.size()}};
    result["levels"] = std::move(perLevel);
    result["colour"] = colourTimes(faces);
    result["ms_per_face"] = inProcessSum / static_cast<double>(levels.size());
    if (compared) {
        result["alternative"] = {{"what", alternative.what},
                                 {"ms_per_face", processesSum / static_cast<double>(levels.size())},
                                 {"same_results", agree}};
        result["ratio"] = processesSum / inProcessSum;
    } else {
        result["alternative"] = nullptr;
        result["reason"] = alternative.missing;
        result["ratio"] = nullptr;
    }
    return result;
}

}  // namespace limen
