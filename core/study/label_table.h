// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/embedding_table.h"

namespace limen {

/// Why an image has a JND point or none (contract.md, "Recognition and labels").
enum class LabelFlag { Ok, NoMates, Unrecognised, NoLevel };

const char* flagName(LabelFlag flag);  ///< "ok", "no_mates", "unrecognised", "no_level"

/// Which satisfying level is the JND point.
enum class Reading { Largest, Contiguous };

const char* readingName(Reading reading);  ///< "largest", "contiguous"
/// Throws Error (BadInput).
Reading parseReading(const std::string& text);

struct Label {
    ImageId image = 0;
    LabelFlag flag = LabelFlag::Ok;
    std::optional<int> level;   ///< JND point; set if and only if flag is Ok
    std::optional<double> bpp;  ///< at the JND point
    int genuineAccepted = 0;    ///< genuine pairs accepted at t0, uncompressed
    int genuinePairs = 0;
    int impostorsAccepted = 0;  ///< distractors accepted at t0, uncompressed
};

/// Everything labels depend on; labels made under another key are never mixed in.
struct LabelKey {
    CodecId codec = 0;
    RecognizerId recognizer = 0;
    double farRequested = 1e-4;  ///< after `auto` was resolved
    Reading reading = Reading::Largest;
    std::string probeSet;  ///< ImageTable::setHash
    std::string distractorSet;
};

/// Whether label sets under these keys may be compared as results of two codec settings.
bool differInCodecOnly(const LabelKey& a, const LabelKey& b);

struct LabelSet {
    std::int64_t id = 0;
    LabelKey key;
    double threshold = 0.0;  ///< t0: cosine; a pair is accepted iff its cosine is greater
    double far = 0.0;        ///< reached on the originals' impostor pairs
    double tar = 0.0;
    double tarByIdentity = 0.0;
    std::int64_t impostorPairs = 0;
    bool stale = false;     ///< images were imported since
    bool complete = false;  ///< every probe has a label
    std::string created;    ///< ISO 8601, UTC
};

/// JND points of a study.
class LabelTable {
public:
    explicit LabelTable(Study& study) : m_study(&study) {}

    /// Finds or adds the set of this key; `set.id` is ignored.
    LabelSet open(const LabelSet& set);
    /// Newest first; `stale` and `complete` are computed.
    std::vector<LabelSet> sets() const;
    void add(std::int64_t set, const std::vector<Label>& labels);
    std::vector<Label> labels(std::int64_t set) const;

private:
    Study* m_study;
};

}  // namespace limen
