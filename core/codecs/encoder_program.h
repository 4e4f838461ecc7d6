// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "codecs/encoder_places.h"

namespace limen {

/// An encoder or decoder that is a program, or why there is none.
struct EncoderProgram {
    std::filesystem::path path;  ///< empty: none
    std::string version;         ///< what it says of itself
    std::string problem;         ///< why it cannot be used; empty where nothing is installed or all is well

    bool usable() const { return !path.empty() && problem.empty(); }
};

/// How to find a program and ask for its version.
struct ProgramSearch {
    std::string place;                     ///< EncoderPlaceKey::name of the folder
    std::vector<std::string> names;        ///< any of these, the first found
    std::vector<std::string> folders;      ///< looked through below the place, "" the place itself
    std::vector<std::string> versionArgs;  ///< arguments that make it tell its version
    std::string versionPattern;            ///< regular expression; the version is its first group
};

/// In the folder that the user named, otherwise in PATH. Programs are asked for their version once as long as
/// their file does not change.
EncoderProgram findProgram(const ProgramSearch& search);

/// How long a program may take over a picture: minutes for a face, more for larger pictures; exactly
/// LIMEN_CODEC_TIMEOUT seconds where that is set.
std::chrono::milliseconds programTimeout(int width, int height);

/// Writes a file for a program into a scratch folder. Throws Error (Failure).
void writeProgramInput(const std::filesystem::path& file, std::span<const std::uint8_t> bytes);

/// Runs a program for a picture of this size. Throws Error (Failure) with what it said last when it fails or
/// takes too long, Cancelled on `stop`.
void runProgram(const std::vector<std::string>& arguments,
                int width,
                int height,
                const std::stop_token& stop);

/// A file that a program must have written. Throws Error (Failure) when it is not there, empty, or larger
/// than `maxBytes`.
std::vector<std::uint8_t> programOutput(const std::filesystem::path& program,
                                        const std::filesystem::path& file,
                                        const std::string& what,
                                        std::uintmax_t maxBytes);

/// The samples of a raw 4:2:0 file with 16 bits for each of 10, little endian. Throws Error (Failure) when it
/// does not hold exactly one picture of that size, or values beyond 10 bits.
std::vector<std::uint16_t> tenBitSamples(const std::filesystem::path& program,
                                         const std::filesystem::path& file,
                                         int width,
                                         int height);

}  // namespace limen
