// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "study/encoding_table.h"
#include "study/image_table.h"
#include "study/job_history.h"
#include "study/label_table.h"
#include "ui/evaluate/study_results.h"

namespace limen {

/// One line of the image table.
struct ImageRow {
    ImageId id = 0;
    QString stem;
    QString identity;
    Role role = Role::Probe;
    std::optional<LabelFlag> flag;  ///< none: not labelled under the label set in use
    std::optional<int> level;       ///< JND point in the codec's native levels
    std::optional<double> bpp;      ///< bits per pixel at the JND point

    bool operator==(const ImageRow&) const = default;
};

/// A label set with the names of what it depends on.
struct LabelSetInfo {
    LabelSet set;
    std::string codecSetting;  ///< "hevc:preset=slow"
    std::string recognizer;
    QString unit;  ///< of a level: "QP", "CRF" or "quality"
};

/// What the window shows of a study: read on a worker's own connection, then only passed around as a value.
struct StudySnapshot {
    std::filesystem::path folder;
    QString name;
    std::vector<ImageRow> rows;            ///< in the order of identity and stem
    std::vector<LabelSetInfo> labelSets;   ///< newest first
    std::optional<std::int64_t> labelSet;  ///< whose JND points are in `rows`
    std::optional<CodecId> codec;          ///< of the label set, else the study's newest; none: has none
    std::string codecSetting = "hevc";     ///< of `codec`
    std::string recognizer;  ///< of the label set, else of the study's newest embeddings; may be empty
    std::vector<JobRecord> history;  ///< oldest first
    StudyResults results;
    std::vector<std::string> problems;  ///< results that cannot be read
    int identities = 0;
    int probes = 0;
    int distractors = 0;
    int labelled = 0;  ///< probes with a label, whatever its flag

    const LabelSetInfo* info(std::int64_t labelSet) const;
};

/// Reads a study with the labels of `labelSet`, or of the newest set if there is none of that id.
/// Throws Error as Study::open() does.
StudySnapshot readStudySnapshot(const std::filesystem::path& folder, std::optional<std::int64_t> labelSet);

}  // namespace limen
