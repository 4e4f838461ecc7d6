// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "codecs/codec.h"
#include "image/rgb_image.h"
#include "study/encoding_table.h"
#include "study/label_table.h"

namespace limen {

/// Which results are looked at. All of one study; what is missing is explained instead of shown.
struct InspectSource {
    std::filesystem::path study;
    std::optional<CodecId> codec;          ///< CodecRecord::id; none: nothing is encoded yet
    std::string codecSetting = "hevc";     ///< of `codec`, or what to encode with
    std::optional<std::int64_t> labelSet;  ///< LabelSet::id; none: nothing labelled yet
    std::string recognizer;                ///< installed name or a card's path; empty: no similarity
};

/// What holds for every image of the source.
struct SourceFacts {
    CodecLevels levels;
    std::string codecName;
    std::string codecProblem;        ///< why there are no levels, for the user; empty: none
    std::optional<LabelSet> labels;  ///< the set asked for
};

/// An image at one level of the codec.
struct FaceFrame {
    int level = 0;
    RgbImage image;
    std::size_t bytes = 0;  ///< of the whole stream
    double bpp = 0.0;
    double psnr = 0.0;        ///< dB, against the original
    bool stored = false;      ///< from the study's own encodings, not encoded just now
    std::string whyNot = {};  ///< why there is no picture and what to do, for the user; empty: there is one
};

/// What is known of one image without looking at a level.
struct FaceFacts {
    ImageRecord record;
    RgbImage original;
    std::optional<Label> label;
    std::optional<FaceFrame> jnd;  ///< the image at its JND point
    std::string jndProblem;        ///< why there is none although the label names a level
};

/// What the recognizer says of an image at one level, its partners uncompressed (spec/jnd_fr_model.md
/// section 1.5).
struct LevelJudgement {
    int level = 0;
    double similarity = 0.0;  ///< cosine to the closest genuine image
    int genuineAccepted = 0;
    int distractorsAccepted = 0;
    bool accepted = false;  ///< constraints (1) and (2) hold
};

/// What judgements of one image are measured against, and those that need no new encoding.
struct FaceJudgements {
    std::string whyNot;  ///< why this image cannot be judged and what to do, for the user; empty: it can
    double threshold = 0.0;
    int genuinePairs = 0;
    int distractors = 0;
    double similarityUncompressed = 0.0;
    int genuineUncompressed = 0;
    int distractorsUncompressed = 0;
    std::vector<LevelJudgement> levels;  ///< from stored embeddings, in any order
};

}  // namespace limen
