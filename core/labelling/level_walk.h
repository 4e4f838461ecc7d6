// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "labelling/level_source.h"
#include "recognition/recognizer.h"
#include "study/embedding_table.h"

namespace limen {

/// Which levels of one image are embedded, in which order; what is seen may decide what comes next.
class LevelWalk {
public:
    virtual ~LevelWalk() = default;
    /// Nothing: the walk is over.
    virtual std::optional<int> nextLevel() = 0;
    virtual void record(const EncodingRecord& encoding, const std::vector<float>& embedding) = 0;
    /// Called once, when nextLevel() is nothing.
    virtual void finish() {}
};

/// Where the walks of one worker get the levels of images from, and what becomes of those that are made.
class LevelSupply {
public:
    virtual ~LevelSupply() = default;
    struct Seen {
        EncodingRecord encoding;
        std::vector<float> embedding;
    };
    /// What need not be made.
    virtual std::optional<Seen> stored(ImageId image, int level) = 0;
    /// What is encoded.
    virtual RgbImage face(ImageId image) = 0;
    virtual LevelImage at(ImageId image, const RgbImage& face, int level) = 0;
    virtual void keep(ImageId image, int level, const std::vector<float>& embedding) = 0;
};

/// A recognizer looking at a study through a codec.
struct Observation {
    std::filesystem::path study;
    std::string codecSetting;
    CodecId codec = 0;
    std::string recognizerName;  ///< installed name or card
    RecognizerId recognizer = 0;
    RecognizerOptions options;  ///< with one thread: workers x threads <= cores
};

struct WalkTotals {
    std::size_t encoded = 0;   ///< encodings made
    std::size_t embedded = 0;  ///< embeddings made
};

using MakeWalk = std::function<std::unique_ptr<LevelWalk>(const ImageRecord&)>;
using OpenSupply = std::function<std::unique_ptr<LevelSupply>(const std::stop_token& stop)>;

/// Walks every image's levels on context.workers() threads, each with a supply of its own. Each worker keeps
/// up to a batch of images in work and replaces a finished one at once, so that networks always see full
/// batches.
WalkTotals walkLevels(const Observation& observation,
                      const std::vector<ImageRecord>& images,
                      const MakeWalk& makeWalk,
                      const OpenSupply& openSupply,
                      const JobContext& context,
                      const std::string& what);

/// The same over the study's own levels: what is stored is not made again, and what is made is stored.
WalkTotals walkLevels(const Observation& observation,
                      const std::vector<ImageRecord>& images,
                      const MakeWalk& makeWalk,
                      StudyWriter& writer,
                      const JobContext& context,
                      const std::string& what);

/// Embeds faces of images, batch by batch on context.workers() threads. `faceOf` gets a study to read;
/// `embedded` gets the place within `images`. Both are called on the workers.
void embedFaces(const Observation& observation,
                const std::vector<ImageId>& images,
                const std::function<RgbImage(Study& study, ImageId image)>& faceOf,
                const std::function<void(std::size_t place, const std::vector<float>& embedding)>& embedded,
                const JobContext& context,
                const std::string& what);

/// Embeds and stores the originals that have no embedding yet. Returns how many were made.
std::size_t embedOriginals(const Observation& observation, StudyWriter& writer, const JobContext& context);

/// Encodes and embeds every level of every image that is not stored: the full grid.
WalkTotals fillGrid(const Observation& observation,
                    const std::vector<ImageRecord>& images,
                    const std::vector<int>& levels,
                    StudyWriter& writer,
                    const JobContext& context);

}  // namespace limen
