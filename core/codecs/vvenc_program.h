// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "codecs/encoder_program.h"
#include "codecs/vvc_encoder.h"

namespace limen {

/// VVenC as a program: vvencFFapp, which writes its reconstruction, or vvencapp together with a decoder.
struct VvencProgram {
    EncoderProgram encoder;
    EncoderProgram decoder;  ///< VTM's DecoderApp, for vvencapp; without it encode() gives no samples
    bool writesReconstruction = false;
    std::string problem;  ///< empty where there is no program, or all is well

    bool usable() const { return encoder.usable() && problem.empty(); }
};

VvencProgram findVvencProgram();
/// vvencapp alone, without a decoder: what others would run for the bitstream.
VvencProgram findVvencapp();

/// `stop` ends the program.
std::unique_ptr<VvcEncoder> makeVvencProgramEncoder(const VvencProgram& program,
                                                    const std::string& preset,
                                                    const std::stop_token& stop);

}  // namespace limen
