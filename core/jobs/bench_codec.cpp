// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "codecs/codec.h"
#include "faces/drawn_faces.h"
#include "image/image_file.h"
#include "image/yuv420_buffer.h"
#include "jobs/bench.h"
#include "jobs/ffmpeg_processes.h"

namespace limen {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// The setting that ffmpeg's command line below stands for.
constexpr const char* settingOfRecord = "hevc";
constexpr long usualCount = 8;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Up to `count` images of the size of an aligned face, in the order of their names.
std::vector<RgbImage> facesFromFolder(const fs::path& folder, std::size_t count) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<RgbImage> faces;
    for (const fs::path& file : files) {
        if (faces.size() == count)
            break;
        RgbImage image = readImage(file);
        if (image.width == alignedSize && image.height == alignedSize)
            faces.push_back(std::move(image));
    }
    if (faces.empty())
        throwBadInput(
            fmt::format("There is no image of {0}x{0} pixels in {1}.", alignedSize, folder.string()),
            "Name a folder of aligned faces, or none to use drawn ones.");
    return faces;
}

struct LevelTimes {
    int level = 0;
    std::vector<double> inProcess;  ///< encode(), which decodes too
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
    std::vector<RgbImage> faces;
    if (params.has("images")) {
        faces = facesFromFolder(params.text("images"), static_cast<std::size_t>(count));
    } else {
        for (long i = 0; i < count; ++i)
            faces.push_back(drawFace(context.options().seed * 1000 + static_cast<std::uint64_t>(i), 0));
    }

    const std::string missing = setting == settingOfRecord
                                    ? FfmpegProcesses::whyUnavailable(context.stop())
                                    : fmt::format("compared for the setting {} only", settingOfRecord);
    FfmpegProcesses processes;
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
            start = Clock::now();
            codec->decode(encoded.bitstream, face.width, face.height);
            times.decode.push_back(millisecondsSince(start));
            times.bytes += static_cast<double>(encoded.bitstream.size());
            times.pixels += static_cast<double>(face.pixelCount());
            if (!missing.empty())
                continue;
            start = Clock::now();
            const FfmpegProcesses::Result other =
                processes.encodeAndDecode(face, times.level, context.stop());
            times.processes.push_back(millisecondsSince(start));
            agree = agree && other.bytes == encoded.bitstream.size() &&
                    other.reconstruction == encoded.reconstruction;
        }
    }
    context.progress(faces.size(), faces.size(), "measuring " + setting);

    Json perLevel = Json::array();
    double inProcessSum = 0.0;
    double processesSum = 0.0;
    for (const LevelTimes& times : levels) {
        const double inProcess = median(times.inProcess);
        const double decode = median(times.decode);
        Json entry;
        entry["level"] = times.level;
        entry["bpp"] = 8.0 * times.bytes / times.pixels;
        entry["ms"] = inProcess;
        entry["encode_ms"] = inProcess - decode;
        entry["decode_ms"] = decode;
        inProcessSum += inProcess;
        if (missing.empty()) {
            const double other = median(times.processes);
            entry["ffmpeg_ms"] = other;
            entry["ratio"] = other / inProcess;
            processesSum += other;
        }
        perLevel.push_back(std::move(entry));
    }

    Json result;
    result["bench"] = "codec";
    result["codec"] = codec->identity();
    result["faces"] = {{"source", params.has("images") ? params.text("images") : "drawn"},
                       {"count", faces.size()}};
    result["levels"] = std::move(perLevel);
    result["colour"] = colourTimes(faces);
    result["ms_per_face"] = inProcessSum / static_cast<double>(levels.size());
    if (missing.empty()) {
        result["alternative"] = {{"what", "one ffmpeg process to encode and one to decode each face"},
                                 {"ms_per_face", processesSum / static_cast<double>(levels.size())},
                                 {"same_sizes_and_pictures", agree}};
        result["ratio"] = processesSum / inProcessSum;
    } else {
        result["alternative"] = nullptr;
        result["reason"] = missing;
        result["ratio"] = nullptr;
    }
    return result;
}

}  // namespace limen
