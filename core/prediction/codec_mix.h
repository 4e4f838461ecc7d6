// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "study/encoding_table.h"

namespace limen {

/// Reads the stored levels of a study's images. An object belongs to one thread.
class LevelReader {
public:
    LevelReader(const std::filesystem::path& study, const CodecRecord& codec);

    const CodecLevels& levels() const { return m_record.levels; }
    /// Throws Error (Failure) when the level is not stored.
    RgbImage at(ImageId image, int level);
    /// Of the level's stream. Throws as at().
    std::size_t bytesAt(ImageId image, int level);

private:
    [[noreturn]] void throwMissing(int level) const;

    Study m_study;
    CodecRecord m_record;
    std::unique_ptr<Codec> m_codec;
};

/// How often each level, fine to coarse, is among `points`; sums to 1.
std::vector<double> shareOfLevels(const CodecLevels& levels, std::span<const int> points);

/// A weighted mean of images of one size.
class LevelMix {
public:
    void add(const RgbImage& image, double share);
    RgbImage image() const;

private:
    int m_width = 0, m_height = 0;
    std::vector<double> m_sum;
};

/// The codec mix: the mean of an image's decoded levels, each weighing its share. It is what minimises the
/// expected squared error to a JND image of which nothing is known but how JND points are distributed.
RgbImage mixOfLevels(ImageId image, LevelReader& reader, std::span<const double> shares);

}  // namespace limen
