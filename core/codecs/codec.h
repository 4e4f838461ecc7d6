// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// The levels of a codec, ordered from fine to coarse in steps of `step` (negative for JPEG and WebP
/// qualities). "QP", "CRF" and "quality" all are levels; windows and files hold the codec's native number.
struct CodecLevels {
    std::string unit;  ///< "QP", "CRF" or "quality"
    int finest = 0;
    int coarsest = 0;
    int step = 1;

    int count() const { return (coarsest - finest) / step + 1; }
    int level(int index) const { return finest + index * step; }  ///< index 0 is the finest
    /// Index of a level, or -1 if the codec does not have it.
    int indexOf(int level) const;
    std::vector<int> all() const;  ///< fine to coarse
    bool operator==(const CodecLevels&) const = default;
};

/// One image through a codec.
struct Encoded {
    std::vector<std::uint8_t> bitstream;  ///< the whole stream, headers included
    /// Bytes within it of what pictures of one size and level have in common: container headers and the
    /// parameter sets of sequence and picture. What is chosen for this picture is none of them.
    std::size_t headerBytes = 0;
    RgbImage reconstruction;  ///< what a decoder shows, cropped to the original size
};

/// 8 x bytes of the whole stream / pixels.
double bitsPerPixel(std::size_t bytes, int width, int height);

/// An image codec with its setting. An instance belongs to one thread: it keeps encoder contexts and reuses
/// them.
class Codec {
public:
    virtual ~Codec();

    /// Short name: "hevc".
    virtual const std::string& name() const = 0;
    /// Everything that changes the output: name, library version, all parameters. Results are kept under it.
    virtual const std::string& identity() const = 0;
    virtual const CodecLevels& levels() const = 0;
    /// Whether decode() works without an outside program, so that reconstructions need not be stored.
    virtual bool decodesInProcess() const = 0;

    /// Any size from 1x1 (odd sizes are padded by replication and cropped back).
    /// Throws Error (BadInput) for a level the codec does not have, Error (Failure) when the library fails.
    virtual Encoded encode(const RgbImage& image, int level) = 0;
    /// Decodes a bitstream made by encode(); width and height of the original image.
    /// Throws Error (Failure) if it is damaged.
    virtual RgbImage decode(std::span<const std::uint8_t> bitstream, int width, int height) = 0;
};

/// A codec Limen knows, whether or not this machine can run it.
struct CodecInfo {
    std::string name;
    std::string title;  ///< "HEVC (libx265)"
    bool available = false;
    std::string version;        ///< of the library or program, when available
    std::string location;       ///< where an encoder that is not built in was found
    std::string note;           ///< what to know of the one that was found; mostly empty
    std::string problem;        ///< why one that was found or named cannot be used; no full stop
    std::string whatToInstall;  ///< when not available
    CodecLevels levels;
    std::vector<std::string>
        parameters;  ///< keys accepted in NAME:key=value, with their defaults: "preset=medium"
};

std::vector<CodecInfo> knownCodecs();

/// Makes a codec from `NAME[:key=value,...]`, e.g. "hevc" or "hevc:preset=slow".
/// Throws Error (BadInput) for an unknown name, key or value, and for a codec not available here. Where
/// encoders are programs, `stop` ends the one that runs: encode() and decode() then throw Cancelled.
std::unique_ptr<Codec> createCodec(const std::string& setting, const std::stop_token& stop = {});

}  // namespace limen
