// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause

// VVC by VVenC: in this process through the plug-in, otherwise by one of its programs.

#include <fmt/format.h>
#include <cstdio>
#include <utility>

#include "codecs/codec_entry.h"
#include "codecs/vvc_codec.h"
#include "codecs/vvenc_library.h"
#include "codecs/vvenc_program.h"

namespace limen {

namespace {

constexpr const char* measuredVersion = "1.14";

/// Library and programs give the same bytes and pictures (tst_vvc_real proves it), so that one identity
/// serves both.
constexpr const char* fixedParameters =
    "8 bit in, 10 bit inside; IntraPeriod=1 GOPSize=1 POC0IDR=1 Threads=0 IntraQPOffset=0 PerceptQPA=0 "
    "GOPQPA=0";

/// Whether a version is too old for the parameters above.
bool isTooOld(const std::string& version) {
    int major = 0;
    int minor = 0;
    return std::sscanf(version.c_str(), "%d.%d", &major, &minor) != 2 || major < 1 ||
           (major == 1 && minor < 14);
}

}  // namespace

CodecEntry vvencEntry() {
    const CodecLevels levels{"QP", 13, 51, 1};
    CodecEntry entry;
    entry.info.name = "vvc";
    entry.info.title = "VVC (VVenC)";
    entry.info.levels = levels;
    entry.info.whatToInstall = fmt::format(
        "VVenC {} or later, built from its public sources (github.com/fraunhoferhhi/vvenc): Limen built with "
        "it, "
        "Limen's plug-in built for it, or the folder of vvencFFapp named by LIMEN_VVENC or `limen codecs "
        "--vvenc "
        "FOLDER`",
        measuredVersion);
    entry.parameters = {{"preset", "medium", {"faster", "fast", "medium", "slow", "slower"}}};

    const VvencLibrary library = findVvencLibrary();
    VvencProgram program;
    std::string version = library.version;
    if (library.api == nullptr) {
        program = findVvencProgram();
        version = program.encoder.version;
    }
    entry.info.problem = library.problem;
    if (library.api == nullptr && !program.usable()) {
        if (!program.problem.empty())
            entry.info.problem += (entry.info.problem.empty() ? "" : "; ") + program.problem;
        return entry;
    }
    if (isTooOld(version)) {
        entry.info.problem =
            fmt::format("VVenC {} is too old: Limen needs {} or later", version, measuredVersion);
        return entry;
    }
    entry.info.available = true;
    entry.info.version = "VVenC " + version;
    entry.info.location =
        library.api != nullptr ? fmt::format("in process, {}", library.file.string())
        : program.writesReconstruction
            ? program.encoder.path.string()
            : fmt::format("{}, decoded by {}", program.encoder.path.string(), program.decoder.path.string());
    // A plug-in that was asked for and is not used must be said even where something else stands in.
    entry.info.note = std::exchange(entry.info.problem, {});
    entry.make = [levels, library, program, version](const CodecValues& values, const std::stop_token& stop) {
        const std::string preset = values.at("preset");
        const std::string identity =
            fmt::format("vvc; VVenC {}; preset={}; {}; {}", version, preset, fixedParameters, yuvConvention);
        return std::make_unique<VvcCodec>("vvc",
                                          identity,
                                          levels,
                                          vvcSmallestSide,
                                          library.api != nullptr
                                              ? makeVvencLibraryEncoder(library, preset)
                                              : makeVvencProgramEncoder(program, preset, stop),
                                          stop);
    };
    return entry;
}

}  // namespace limen
