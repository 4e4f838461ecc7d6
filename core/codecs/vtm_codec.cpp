// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause

// VTM, the reference software of VVC, as child processes: the paper's codec.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "codecs/codec_entry.h"
#include "codecs/vvc_codec.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

constexpr const char* versionOfRecord = "15.0";
constexpr const char* configuration = "encoder_intra_vtm.cfg";

/// All but files, size and QP.
const std::vector<std::string> fixedArguments = {"-fr",
                                                 "25",
                                                 "-f",
                                                 "1",
                                                 "-ts",
                                                 "1",
                                                 "--InputBitDepth=8",
                                                 "--InternalBitDepth=10",
                                                 "--OutputBitDepth=10",
                                                 "--InputChromaFormat=420",
                                                 "--ConformanceWindowMode=1"};

EncoderProgram findEncoder() {
    return findProgram({"vtm",
                        {"EncoderApp", "EncoderAppStatic"},
                        {"", "bin"},
                        {},
                        R"(VTM Encoder Version ([0-9][0-9A-Za-z.\-]*))"});
}

/// Where the user said, otherwise beside the program or in VTM's own tree; empty if nowhere.
fs::path findConfiguration(const fs::path& program) {
    std::error_code ignored;
    if (const auto place = encoderPlace("vtm-cfg"))
        return fs::is_regular_file(place->path, ignored) ? place->path : fs::path();
    const fs::path folder = program.parent_path();
    for (const fs::path& candidate : {folder / configuration,
                                      folder / "cfg" / configuration,
                                      folder.parent_path() / "cfg" / configuration,
                                      folder.parent_path() / configuration})
        if (fs::is_regular_file(candidate, ignored))
            return candidate;
    return {};
}

class VtmEncoder final : public VvcEncoder {
public:
    VtmEncoder(fs::path program, fs::path configurationFile, std::stop_token stop)
        : m_program(std::move(program)),
          m_configuration(std::move(configurationFile)),
          m_stop(std::move(stop)) {}

    VvcPicture encode(const Yuv420Buffer& picture, int qp) override {
        const ScratchFolder folder;
        const std::string in = folder.path() / "in.yuv";
        const std::string stream = folder.path() / "stream.266";
        const std::string shown = folder.path() / "shown.yuv";
        // A file shorter than a picture would make VTM wait for the rest for ever.
        writeProgramInput(in, picture.samples());
        std::vector<std::string> arguments = {m_program.string(),
                                              "-c",
                                              m_configuration.string(),
                                              "-i",
                                              in,
                                              "-b",
                                              stream,
                                              "--ReconFile=" + shown,
                                              "-wdt",
                                              fmt::format("{}", picture.width()),
                                              "-hgt",
                                              fmt::format("{}", picture.height()),
                                              "-q",
                                              fmt::format("{}", qp)};
        arguments.insert(arguments.end(), fixedArguments.begin(), fixedArguments.end());
        runProgram(arguments, picture.width(), picture.height(), m_stop);
        VvcPicture made;
        made.bitstream = programOutput(m_program, stream, "bitstream", largestVvcStream(picture));
        made.samples = tenBitSamples(m_program, shown, picture.width(), picture.height());
        return made;
    }

private:
    fs::path m_program;
    fs::path m_configuration;
    std::stop_token m_stop;
};

}  // namespace

CodecEntry vtmEntry() {
    const CodecLevels levels{"QP", 13, 51, 1};
    const EncoderProgram program = findEncoder();
    const fs::path configurationFile = program.usable() ? findConfiguration(program.path) : fs::path();

    CodecEntry entry;
    entry.info.name = "vtm";
    entry.info.title = "VVC (reference software VTM)";
    entry.info.levels = levels;
    entry.info.available = program.usable() && !configurationFile.empty();
    entry.info.whatToInstall =
        "VTM-15.0, the reference software of VVC, built from its public sources (vcgit.hhi.fraunhofer.de), "
        "and "
        "the folder of EncoderApp, DecoderApp and encoder_intra_vtm.cfg named by LIMEN_VTM or `limen codecs "
        "--vtm FOLDER`";
    entry.info.problem = program.problem;
    if (program.usable() && configurationFile.empty()) {
        const auto place = encoderPlace("vtm-cfg");
        entry.info.problem =
            place
                ? fmt::format("{} names {}, where there is no such file", place->saidBy, place->path.string())
                : fmt::format("there is no {} with {}; name it in LIMEN_VTM_CFG",
                              configuration,
                              program.path.string());
    }
    if (!entry.info.available)
        return entry;
    entry.info.version = "VTM " + program.version;
    entry.info.location = fmt::format("{}, {}", program.path.string(), configurationFile.string());
    if (program.version != versionOfRecord)
        entry.info.note = fmt::format(
            "labels of record are made with VTM {}, this is VTM {}", versionOfRecord, program.version);
    entry.make = [levels, program, configurationFile](const CodecValues&, const std::stop_token& stop) {
        // The configuration decides as much as the program; its text is what counts, not where it lies.
        const std::string identity = fmt::format("vtm; VTM {}; {} {}; {}; {}",
                                                 program.version,
                                                 configuration,
                                                 sha256HexOfFile(configurationFile).substr(0, 16),
                                                 fmt::join(fixedArguments, " "),
                                                 yuvConvention);
        return std::make_unique<VvcCodec>("vtm",
                                          identity,
                                          levels,
                                          vvcSmallestSide,
                                          std::make_unique<VtmEncoder>(program.path, configurationFile, stop),
                                          stop);
    };
    return entry;
}

}  // namespace limen
