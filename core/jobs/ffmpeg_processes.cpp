// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/ffmpeg_processes.h"

#include <fmt/format.h>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/child_process.h"
#include "base/error.h"
#include "codecs/hevc_codec.h"
#include "image/yuv420_buffer.h"

namespace limen {

namespace {

constexpr int smallestSide = 16;  // libavcodec refuses less than x265's smallest coding tree unit

void runFfmpeg(std::vector<std::string> arguments, const std::stop_token& stop) {
    ChildCommand command;
    command.arguments = {"ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-threads", "1"};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    const ChildResult result = runChild(command, stop);
    if (!result.succeeded())
        throwFailure(fmt::format(
            "ffmpeg ended with {}: {}", result.ending(), result.errors.substr(0, result.errors.find('\n'))));
}

}  // namespace

std::string FfmpegProcesses::whyUnavailable(const std::stop_token& stop) {
    ChildCommand command;
    command.arguments = {"ffmpeg", "-hide_banner", "-encoders"};
    try {
        const ChildResult result = runChild(command, stop);
        const std::string encoders(result.output.begin(), result.output.end());
        return result.succeeded() && encoders.find("libx265") != std::string::npos
                   ? std::string()
                   : "the program ffmpeg has no encoder libx265";
    } catch (const Error& error) {
        return error.what();
    }
}

FfmpegProcesses::Result FfmpegProcesses::encodeAndDecode(const RgbImage& image,
                                                         int qp,
                                                         const std::stop_token& stop) {
    const Yuv420Buffer picture(image, smallestSide);
    const std::string size = fmt::format("{}x{}", picture.width(), picture.height());
    const std::string raw = m_folder.path() / "in.yuv";
    const std::string stream = m_folder.path() / "stream.265";
    const std::string decoded = m_folder.path() / "out.yuv";

    writeFileAtomically(raw, picture.samples());
    runFfmpeg(
        {"-f",   "rawvideo", "-pix_fmt", "yuv420p", "-s",           size,
         "-r",   "25",       "-i",       raw,       "-frames:v",    "1",
         "-c:v", "libx265",  "-preset",  "medium",  "-x265-params", x265Parameters(qp) + ":log-level=none",
         "-f",   "hevc",     "-y",       stream},
        stop);
    runFfmpeg({"-f", "hevc", "-i", stream, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-y", decoded}, stop);

    Result result;
    result.bytes = readFile(stream).size();
    Yuv420Buffer shown(picture.width(), picture.height());
    std::vector<std::uint8_t> samples = readFile(decoded);
    if (samples.size() != shown.samples().size())
        throwFailure("ffmpeg decoded a picture of another size than it encoded.");
    shown.samples() = std::move(samples);
    result.reconstruction = shown.toRgb(image.width, image.height);
    return result;
}

}  // namespace limen
