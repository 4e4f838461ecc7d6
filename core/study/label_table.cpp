// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/label_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <array>

#include "base/error.h"
#include "base/utc_time.h"

namespace limen {

namespace {

constexpr std::array flags = {LabelFlag::Ok, LabelFlag::NoMates, LabelFlag::Unrecognised, LabelFlag::NoLevel};

LabelFlag parseFlag(const std::string& text) {
    for (const LabelFlag flag : flags)
        if (text == flagName(flag))
            return flag;
    throwFailure(fmt::format("The study holds a label with the unknown flag {}.", text),
                 "Label the study again.");
}

constexpr const char* selectSets =
    "SELECT id, codec_id, recognizer_id, far_requested, reading, probe_set, distractor_set, threshold, far, "
    "tar, "
    "tar_by_identity, impostor_pairs, created, (SELECT count(*) FROM label WHERE set_id = label_set.id) "
    "FROM label_set ";

}  // namespace

const char* flagName(LabelFlag flag) {
    switch (flag) {
        case LabelFlag::Ok:
            return "ok";
        case LabelFlag::NoMates:
            return "no_mates";
        case LabelFlag::Unrecognised:
            return "unrecognised";
        case LabelFlag::NoLevel:
            return "no_level";
    }
    return "";
}

bool differInCodecOnly(const LabelKey& a, const LabelKey& b) {
    return a.recognizer == b.recognizer && a.farRequested == b.farRequested && a.reading == b.reading &&
           a.probeSet == b.probeSet && a.distractorSet == b.distractorSet;
}

const char* readingName(Reading reading) {
    return reading == Reading::Largest ? "largest" : "contiguous";
}

Reading parseReading(const std::string& text) {
    if (text == "largest")
        return Reading::Largest;
    if (text == "contiguous")
        return Reading::Contiguous;
    throwBadInput(fmt::format("There is no reading \"{}\".", text), "Use largest or contiguous.");
}

LabelSet LabelTable::open(const LabelSet& set) {
    SQLite::Statement insert(
        m_study->database(),
        "INSERT OR IGNORE INTO label_set (codec_id, recognizer_id, far_requested, reading, "
        "probe_set, distractor_set, threshold, far, tar, tar_by_identity, impostor_pairs, "
        "created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const LabelKey& key = set.key;
    insert.bind(1, key.codec);
    insert.bind(2, key.recognizer);
    insert.bind(3, key.farRequested);
    insert.bind(4, readingName(key.reading));
    insert.bind(5, key.probeSet);
    insert.bind(6, key.distractorSet);
    insert.bind(7, set.threshold);
    insert.bind(8, set.far);
    insert.bind(9, set.tar);
    insert.bind(10, set.tarByIdentity);
    insert.bind(11, set.impostorPairs);
    insert.bind(12, utcNow());
    insert.exec();
    for (const LabelSet& stored : sets()) {
        const LabelKey& other = stored.key;
        if (other.codec == key.codec && other.recognizer == key.recognizer &&
            other.farRequested == key.farRequested && other.reading == key.reading &&
            other.probeSet == key.probeSet && other.distractorSet == key.distractorSet)
            return stored;
    }
    throwFailure(fmt::format("The study {} did not keep its label set.", m_study->name()));
}

std::vector<LabelSet> LabelTable::sets() const {
    const ImageTable images(*m_study);
    const std::string probeSet = images.setHash(Role::Probe);
    const std::string distractorSet = images.setHash(Role::Distractor);
    const int probes = images.counts(Role::Probe).images;
    SQLite::Statement query(m_study->database(), std::string(selectSets) + "ORDER BY id DESC");
    std::vector<LabelSet> list;
    while (query.executeStep()) {
        LabelSet set;
        set.id = query.getColumn(0).getInt64();
        set.key.codec = query.getColumn(1).getInt64();
        set.key.recognizer = query.getColumn(2).getInt64();
        set.key.farRequested = query.getColumn(3).getDouble();
        set.key.reading = parseReading(query.getColumn(4).getString());
        set.key.probeSet = query.getColumn(5).getString();
        set.key.distractorSet = query.getColumn(6).getString();
        set.threshold = query.getColumn(7).getDouble();
        set.far = query.getColumn(8).getDouble();
        set.tar = query.getColumn(9).getDouble();
        set.tarByIdentity = query.getColumn(10).getDouble();
        set.impostorPairs = query.getColumn(11).getInt64();
        set.created = query.getColumn(12).getString();
        set.stale = set.key.probeSet != probeSet || set.key.distractorSet != distractorSet;
        set.complete = !set.stale && query.getColumn(13).getInt() == probes;
        list.push_back(set);
    }
    return list;
}

void LabelTable::add(std::int64_t set, const std::vector<Label>& labels) {
    SQLite::Statement insert(
        m_study->database(),
        "INSERT OR IGNORE INTO label (set_id, image_id, flag, level, bpp, genuine_accepted, "
        "genuine_pairs, impostors_accepted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Label& label : labels) {
        insert.reset();
        insert.clearBindings();
        insert.bind(1, set);
        insert.bind(2, label.image);
        insert.bind(3, flagName(label.flag));
        if (label.level)
            insert.bind(4, *label.level);
        if (label.bpp)
            insert.bind(5, *label.bpp);
        insert.bind(6, label.genuineAccepted);
        insert.bind(7, label.genuinePairs);
        insert.bind(8, label.impostorsAccepted);
        insert.exec();
    }
}

std::vector<Label> LabelTable::labels(std::int64_t set) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT image_id, flag, level, bpp, genuine_accepted, genuine_pairs, impostors_accepted "
        "FROM label WHERE set_id = ? ORDER BY image_id");
    query.bind(1, set);
    std::vector<Label> list;
    while (query.executeStep()) {
        Label label;
        label.image = query.getColumn(0).getInt64();
        label.flag = parseFlag(query.getColumn(1).getString());
        if (!query.getColumn(2).isNull())
            label.level = query.getColumn(2).getInt();
        if (!query.getColumn(3).isNull())
            label.bpp = query.getColumn(3).getDouble();
        label.genuineAccepted = query.getColumn(4).getInt();
        label.genuinePairs = query.getColumn(5).getInt();
        label.impostorsAccepted = query.getColumn(6).getInt();
        list.push_back(label);
    }
    return list;
}

}  // namespace limen
