// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// What Limen and its plug-in for VVenC say to each other. Plain C types and memory of the caller alone, so
// that the plug-in can be built by itself, later, by another compiler: nothing of either side's libraries
// crosses.

#include <cstddef>
#include <cstdint>

extern "C" {

/// One picture to encode: 8-bit 4:2:0, Y, U, V one after the other without gaps, as raw video files have it.
struct LimenVvencPicture {
    int width;   ///< even
    int height;  ///< even
    int qp;
    const char* preset;             ///< "faster" to "slower"
    const std::uint8_t* samples;    ///< width * height * 3 / 2
    std::uint16_t* reconstruction;  ///< receives as many samples of 10 bits in the same order
    std::uint8_t* stream;           ///< receives the bitstream
    std::size_t capacity;           ///< bytes that `stream` can hold
    std::size_t size;               ///< receives the bytes of the bitstream
    char* message;                  ///< receives the reason of a failure, ended by zero
    std::size_t messageCapacity;
};

struct LimenVvencApi {
    int number;            ///< limenVvencApiNumber of the plug-in
    const char* builtFor;  ///< version of VVenC whose headers it was compiled with
    const char* runsWith;  ///< version of the library that it calls
    /// 0 when the picture was encoded. Any number of threads may call it at once.
    int (*encode)(LimenVvencPicture* picture);
};

}  // extern "C"

/// Raised with every change of the structures above.
inline constexpr int limenVvencApiNumber = 1;
/// The plug-in's only symbol: `const LimenVvencApi* limenVvencApi()`.
inline constexpr const char* limenVvencEntry = "limenVvencApi";
