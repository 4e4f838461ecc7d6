// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "jobs/output_file.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// Whether two names mean one file, existing or not.
bool isSameFile(const fs::path& a, const fs::path& b) {
    std::error_code ignored;
    return fs::weakly_canonical(a, ignored) == fs::weakly_canonical(b, ignored);
}

/// Files that appear together: written beside their places, moved there once all are whole.
class FilesTogether {
public:
    FilesTogether() = default;
    ~FilesTogether() {
        std::error_code ignored;
        for (const Staged& file : m_files)
            fs::remove(file.staged, ignored);
    }
    FilesTogether(const FilesTogether&) = delete;
    FilesTogether& operator=(const FilesTogether&) = delete;

    void add(const fs::path& target, std::span<const std::uint8_t> bytes) {
        fs::path staged = target;
        staged += fmt::format(".{}.new", ::getpid());
        writeFileAtomically(staged, bytes);
        m_files.push_back({staged, target});
    }

    void publish() {
        for (const Staged& file : m_files) {
            std::error_code error;
            fs::rename(file.staged, file.target, error);
            if (error)
                throwFailure(fmt::format("Cannot write {}: {}.", file.target.string(), error.message()),
                             "Choose a folder you may write to.");
        }
    }

private:
    struct Staged {
        fs::path staged;
        fs::path target;
    };
    std::vector<Staged> m_files;
};

Outcome compress(const Params& params, JobContext& context) {
    const fs::path in = params.text("in");
    const fs::path out = params.text("out");
    const bool wantsBitstream = params.has("bitstream");
    const fs::path bitstream = wantsBitstream ? params.text("bitstream") : std::string();
    requireExtension(out, {".png"}, "The decoded image is written as PNG");
    requireWritable(out);
    if (isSameFile(in, out))
        throwBadInput("The input would be overwritten by the output.", "Give the output another name.");
    if (wantsBitstream) {
        requireWritable(bitstream);
        if (isSameFile(bitstream, out) || isSameFile(bitstream, in))
            throwBadInput(fmt::format("{} is named twice.", bitstream.string()),
                          "Give the bitstream another name.");
    }

    const std::string setting = params.text("codec");
    const int level = static_cast<int>(params.integer("qp"));
    const std::unique_ptr<Codec> codec = createCodec(setting, context.stop());
    const RgbImage image = readImage(in);
    context.progress(0, 1, "encoding");
    const auto start = std::chrono::steady_clock::now();
    const Encoded encoded = codec->encode(image, level);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    context.throwIfStopped();

    FilesTogether files;
    files.add(out, encodePng(encoded.reconstruction));
    if (wantsBitstream)
        files.add(bitstream, encoded.bitstream);
    files.publish();
    context.progress(1, 1, "encoding");

    const double decibels = psnr(image, encoded.reconstruction);
    Json result;
    result["codec"] = setting;
    result["level"] = level;
    result["bytes"] = encoded.bitstream.size();
    result["header_bytes"] = encoded.headerBytes;
    result["bpp"] = bitsPerPixel(encoded.bitstream.size(), image.width, image.height);
    result["psnr"] = std::isfinite(decibels) ? Json(decibels) : Json(nullptr);
    result["milliseconds"] = time.count();
    return Outcome::succeeded(std::move(result));
}

ParamSpec file(const std::string& name, ParamType type, const std::string& help) {
    ParamSpec spec;
    spec.name = name;
    spec.type = type;
    spec.help = help;
    return spec;
}

}  // namespace

Job compressJob() {
    ParamSpec in = file("in", ParamType::InputFile, "image to compress");
    in.positional = true;
    in.required = true;
    ParamSpec out = file("out", ParamType::OutputFile, "PNG file for the decoded image");
    out.positional = true;
    out.required = true;
    ParamSpec codec;
    codec.name = "codec";
    codec.type = ParamType::Codec;
    codec.help = "codec setting NAME[:key=value,...]";
    codec.defaultValue = "hevc";
    ParamSpec qp;
    qp.name = "qp";
    qp.type = ParamType::Integer;
    qp.help = "level of the codec: QP (hevc, vvc, vtm), CRF (av1) or quality (jpeg, webp)";
    qp.required = true;
    qp.minimum = 0;
    qp.maximum = 100;

    Job job;
    job.id = "compress";
    job.title = "Compress an image";
    job.help =
        "Sends one image through a codec and writes what a decoder shows as PNG, and on request the "
        "bitstream. The "
        "result counts bytes of the whole stream, of its headers (parameter sets, container), bits per "
        "pixel, the "
        "PSNR in dB over all pixels and channels (null when the images are equal) and the milliseconds of "
        "encoding "
        "plus decoding.";
    job.params = {in, out, codec, qp, file("bitstream", ParamType::OutputFile, "file for the bitstream")};
    job.run = compress;
    job.inWindow = true;
    return job;
}

}  // namespace limen
