// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/study_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "study/embedding_table.h"
#include "study/image_table.h"

namespace limen {

namespace {

/// The middle one; of two the finer.
std::string medianOf(std::vector<int> levels) {
    if (levels.empty())
        return "none";
    std::sort(levels.begin(), levels.end());
    return std::to_string(levels[(levels.size() - 1) / 2]);
}

}  // namespace

ResultTable studyTable(Study& study, const LabelSet& labels) {
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const RecognizerRecord recognizer = EmbeddingTable(study).recognizer(labels.key.recognizer);
    const auto probes = ImageTable(study).counts(Role::Probe);
    const auto distractors = ImageTable(study).counts(Role::Distractor);
    std::map<LabelFlag, int> flags;
    std::vector<int> points;
    for (const Label& label : LabelTable(study).labels(labels.id)) {
        ++flags[label.flag];
        if (label.level)
            points.push_back(*label.level);
    }
    ResultTable table;
    table.title = "What the study is";
    table.columns = {{study.name(), 0}};
    const auto add = [&table](const std::string& name, const std::string& value) {
        table.rows.push_back({name, "", false, {TableCell(value)}});
    };
    const auto count = [](auto number) { return fmt::format("{}", number); };
    add("probes", count(probes.images));
    add("people", count(probes.identities));
    add("distractors", count(distractors.images));
    add("task", "face recognition (verification)");
    add("distortion", fmt::format("compression, {}", codec.setting));
    add("levels",
        fmt::format("{} {} to {}, {} of them",
                    codec.levels.unit,
                    codec.levels.finest,
                    codec.levels.coarsest,
                    codec.levels.count()));
    add("recognizer", recognizer.name);
    add("FAR and threshold", fmt::format("{}, {:.4f}", labels.key.farRequested, labels.threshold));
    add("TAR of the originals", fmt::format("{:.2f} %", 100 * labels.tar));
    add("JND points", count(flags[LabelFlag::Ok]));
    for (const LabelFlag flag : {LabelFlag::NoMates, LabelFlag::Unrecognised, LabelFlag::NoLevel})
        add(fmt::format("without one: {}", flagName(flag)), count(flags[flag]));
    add(fmt::format("median JND point, {}", codec.levels.unit), medianOf(points));
    return table;
}

}  // namespace limen
