// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_snapshot.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "study/embedding_table.h"
#include "study/encoding_table.h"

namespace limen {

namespace {

std::vector<LabelSetInfo> readLabelSets(Study& study,
                                        const std::vector<CodecRecord>& codecs,
                                        const std::vector<RecognizerRecord>& recognizers) {
    std::vector<LabelSetInfo> infos;
    for (const LabelSet& set : LabelTable(study).sets()) {
        LabelSetInfo info;
        info.set = set;
        for (const CodecRecord& codec : codecs)
            if (codec.id == set.key.codec) {
                info.codecSetting = codec.setting;
                info.unit = QString::fromStdString(codec.levels.unit);
            }
        for (const RecognizerRecord& recognizer : recognizers)
            if (recognizer.id == set.key.recognizer)
                info.recognizer = recognizer.name;
        infos.push_back(info);
    }
    return infos;
}

void addLabels(StudySnapshot& snapshot, const std::vector<Label>& labels) {
    std::unordered_map<ImageId, const Label*> byImage;
    for (const Label& label : labels)
        byImage.emplace(label.image, &label);
    for (ImageRow& row : snapshot.rows) {
        const auto found = byImage.find(row.id);
        if (found == byImage.end())
            continue;
        row.flag = found->second->flag;
        row.level = found->second->level;
        row.bpp = found->second->bpp;
        ++snapshot.labelled;
    }
}

}  // namespace

const LabelSetInfo* StudySnapshot::info(std::int64_t id) const {
    const auto found = std::find_if(labelSets.begin(), labelSets.end(), [id](const LabelSetInfo& candidate) {
        return candidate.set.id == id;
    });
    return found == labelSets.end() ? nullptr : &*found;
}

StudySnapshot readStudySnapshot(const std::filesystem::path& folder, std::optional<std::int64_t> labelSet) {
    Study study = Study::open(folder, Study::Access::ReadOnly);
    StudySnapshot snapshot;
    snapshot.folder = study.folder();
    snapshot.name = QString::fromStdString(study.name());
    std::set<std::int64_t> identities;
    for (const ImageRecord& record : ImageTable(study).all()) {
        ImageRow row;
        row.id = record.id;
        row.stem = QString::fromStdString(record.stem);
        row.identity = QString::fromStdString(record.identity);
        row.role = record.role;
        snapshot.rows.push_back(std::move(row));
        ++(record.role == Role::Probe ? snapshot.probes : snapshot.distractors);
        identities.insert(record.identityId);
    }
    snapshot.identities = static_cast<int>(identities.size());
    // Probes are what is looked at; distractors only crowd the list.
    std::stable_partition(snapshot.rows.begin(), snapshot.rows.end(), [](const ImageRow& row) {
        return row.role == Role::Probe;
    });

    const std::vector<CodecRecord> codecs = EncodingTable(study).codecs();
    const std::vector<RecognizerRecord> recognizers = EmbeddingTable(study).recognizers();
    if (!codecs.empty()) {
        snapshot.codec = codecs.back().id;
        snapshot.codecSetting = codecs.back().setting;
    }
    if (!recognizers.empty())
        snapshot.recognizer = recognizers.back().name;
    snapshot.labelSets = readLabelSets(study, codecs, recognizers);
    if (labelSet && snapshot.info(*labelSet) != nullptr)
        snapshot.labelSet = labelSet;
    else if (!snapshot.labelSets.empty())
        snapshot.labelSet = snapshot.labelSets.front().set.id;
    if (snapshot.labelSet) {
        const LabelSetInfo& info = *snapshot.info(*snapshot.labelSet);
        snapshot.codec = info.set.key.codec;
        snapshot.codecSetting = info.codecSetting;
        snapshot.recognizer = info.recognizer;
        addLabels(snapshot, LabelTable(study).labels(*snapshot.labelSet));
    }
    snapshot.history = JobHistory(study).all();
    snapshot.results = readStudyResults(folder, snapshot.problems);
    return snapshot;
}

}  // namespace limen
