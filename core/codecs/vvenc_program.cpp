// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/vvenc_program.h"

#include <fmt/format.h>
#include <utility>

#include "base/safe_file.h"
#include "codecs/vvc_decoder.h"

namespace limen {

namespace {

constexpr const char* fullProgram = "vvencFFapp";
constexpr const char* shortProgram = "vvencapp";

EncoderProgram find(const char* name) {
    return findProgram(
        {"vvenc", {name}, {"", "bin"}, {"--version"}, R"(version ([0-9]+\.[0-9]+[0-9A-Za-z.\-]*))"});
}

class VvencProgramEncoder final : public VvcEncoder {
public:
    VvencProgramEncoder(VvencProgram program, std::string preset, std::stop_token stop)
        : m_program(std::move(program)), m_preset(std::move(preset)), m_stop(std::move(stop)) {}

    VvcPicture encode(const Yuv420Buffer& picture, int qp) override {
        const ScratchFolder folder;
        const std::string in = folder.path() / "in.yuv";
        const std::string stream = folder.path() / "stream.266";
        const std::string shown = folder.path() / "shown.yuv";
        writeProgramInput(in, picture.samples());
        const std::string size = fmt::format("{}x{}", picture.width(), picture.height());
        // Presets lower the QP of intra pictures by 3 and vary it inside the picture; one thread or more
        // changes the bitstream.
        std::vector<std::string> arguments = {m_program.encoder.path.string(),
                                              "-i",
                                              in,
                                              "-s",
                                              size,
                                              "-f",
                                              "1",
                                              "--preset",
                                              m_preset,
                                              "-q",
                                              fmt::format("{}", qp),
                                              "-ip",
                                              "1",
                                              "-t",
                                              "0",
                                              "-v",
                                              "1"};
        const std::vector<std::string> own = m_program.writesReconstruction
                                                 ? std::vector<std::string>{"-fr",
                                                                            "25",
                                                                            "--InputChromaFormat=420",
                                                                            "--InputBitDepth=8",
                                                                            "--InternalBitDepth=10",
                                                                            "--OutputBitDepth=10",
                                                                            "--PerceptQPA=0",
                                                                            "--GOPQPA=0",
                                                                            "--IntraQPOffset=0",
                                                                            "-b",
                                                                            stream,
                                                                            "-o",
                                                                            shown}
                                                 : std::vector<std::string>{"-r",
                                                                            "25",
                                                                            "-c",
                                                                            "yuv420",
                                                                            "--qpa",
                                                                            "0",
                                                                            "--additional",
                                                                            "IntraQPOffset=0:GOPQPA=0",
                                                                            "-o",
                                                                            stream};
        arguments.insert(arguments.end(), own.begin(), own.end());
        runProgram(arguments, picture.width(), picture.height(), m_stop);

        const std::filesystem::path& program = m_program.encoder.path;
        VvcPicture made;
        made.bitstream = programOutput(program, stream, "bitstream", largestVvcStream(picture));
        if (m_program.writesReconstruction)
            made.samples = tenBitSamples(program, shown, picture.width(), picture.height());
        else if (m_program.decoder.usable())
            made.samples = VvcDecoder::decodeByProgram(
                m_program.decoder, made.bitstream, picture.width(), picture.height(), m_stop);
        return made;
    }

private:
    VvencProgram m_program;
    std::string m_preset;
    std::stop_token m_stop;
};

}  // namespace

VvencProgram findVvencapp() {
    VvencProgram program;
    program.encoder = find(shortProgram);
    program.problem = program.encoder.problem;
    return program;
}

VvencProgram findVvencProgram() {
    VvencProgram program;
    program.encoder = find(fullProgram);
    program.writesReconstruction = program.encoder.usable();
    if (!program.writesReconstruction) {
        const EncoderProgram other = find(shortProgram);
        if (other.usable() || program.encoder.path.empty())
            program.encoder = other;
    }
    program.problem = program.encoder.problem;
    if (program.usable() && !program.writesReconstruction) {
        program.decoder = findVtmDecoder();
        if (!program.decoder.usable())
            program.problem = fmt::format(
                "{} writes no reconstruction and there is no DecoderApp of VTM to make one", shortProgram);
    }
    return program;
}

std::unique_ptr<VvcEncoder> makeVvencProgramEncoder(const VvencProgram& program,
                                                    const std::string& preset,
                                                    const std::stop_token& stop) {
    return std::make_unique<VvencProgramEncoder>(program, preset, stop);
}

}  // namespace limen
