// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/level_errors.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <set>

#include "comparison/candidate.h"
#include "comparison/compared_parts.h"
#include "comparison/comparison_sheet.h"
#include "comparison/level_choice.h"

namespace limen {

namespace {

using Records = std::map<ImageId, ImageRecord>;

/// Sheets of the same labels and codec.
std::string keyOf(const ComparisonSheet& sheet) {
    return sheet.about.value("data", Json()).dump() + sheet.about.value("codec", Json()).dump();
}

SelectedLevels& candidateIn(LevelErrorSet& set, const std::string& name, bool isPredictor) {
    const auto found = std::find_if(set.candidates.begin(), set.candidates.end(), [&name](const auto& one) {
        return one.candidate == name;
    });
    if (found != set.candidates.end())
        return *found;
    set.candidates.push_back({name, isPredictor, {}});
    return set.candidates.back();
}

void add(LevelErrorSet& set, const ComparisonSheet& sheet, const Records& records) {
    for (const LevelChoice& choice : levelChoices(sheet, {})) {
        if (choice.rule == "truth")
            continue;
        SelectedLevels& candidate =
            candidateIn(set, choice.name, choice.kind == kindName(CandidateKind::Predictor));
        // Of what does not depend on the part, another part may have had the same face.
        std::set<ImageId> known;
        for (const LevelError& face : candidate.faces)
            known.insert(face.image);
        for (std::size_t i = 0; i < sheet.images.size(); ++i) {
            const auto record = records.find(sheet.images[i]);
            if (record == records.end() || !known.insert(sheet.images[i]).second)
                continue;
            candidate.faces.push_back({sheet.images[i],
                                       record->second.identity,
                                       record->second.stem,
                                       sheet.levels[i],
                                       choice.selected[i],
                                       (choice.selected[i] - sheet.levels[i]) / set.levels.step});
        }
    }
}

/// What tells labels made anew from those of before: the threshold and how many images have a JND point.
struct CurrentLabels {
    Json of;      ///< codec, recognizer, FAR and reading, as JndFaces::description has them
    Json result;  ///< threshold and images, as there
};

std::vector<CurrentLabels> currentLabels(Study& study) {
    std::vector<CurrentLabels> current;
    for (const LabelSet& set : LabelTable(study).sets()) {
        if (set.stale || !set.complete)
            continue;
        const std::vector<Label> labels = LabelTable(study).labels(set.id);
        const auto points = std::count_if(
            labels.begin(), labels.end(), [](const Label& label) { return label.level.has_value(); });
        current.push_back({{{"codec", EncodingTable(study).codec(set.key.codec).identity},
                            {"recognizer", EmbeddingTable(study).recognizer(set.key.recognizer).identity},
                            {"far", set.key.farRequested},
                            {"reading", readingName(set.key.reading)}},
                           {{"threshold", set.threshold}, {"images", points}}});
    }
    return current;
}

bool agrees(const Json& data, const Json& with) {
    return std::all_of(with.items().begin(), with.items().end(), [&data](const auto& item) {
        return data.contains(item.key()) && data[item.key()] == item.value();
    });
}

/// Whether the study has been labelled anew since a sheet was measured against `data`.
bool isSuperseded(const Json& data, const std::vector<CurrentLabels>& current) {
    bool isKnown = false;
    for (const CurrentLabels& labels : current) {
        if (!agrees(data, labels.of))
            continue;
        if (agrees(data, labels.result))
            return false;
        isKnown = true;
    }
    return isKnown;
}

}  // namespace

std::vector<LevelErrorSet> levelErrors(Study& study, std::vector<std::string>& problems) {
    Records records;
    for (const ImageRecord& record : ImageTable(study).all())
        records.emplace(record.id, record);
    const std::vector<CodecRecord> codecs = EncodingTable(study).codecs();
    const std::vector<CurrentLabels> current = currentLabels(study);
    std::vector<LevelErrorSet> sets;
    std::map<std::string, std::size_t> places;
    for (const ComparisonSheet& sheet : storedSheets(study.folder(), problems)) {
        const Json data = sheet.about.value("data", Json::object());
        if (isValidationPart(sheet.about.value("part", std::string())) || isSuperseded(data, current))
            continue;
        const std::string identity = sheet.about.value("codec", std::string());
        const auto codec = std::find_if(codecs.begin(), codecs.end(), [&identity](const CodecRecord& record) {
            return record.identity == identity;
        });
        if (codec == codecs.end() || codec->levels.step == 0) {
            problems.push_back(
                fmt::format("Some measurements are of a codec that the study does not have: {}.", identity));
            continue;
        }
        const auto [place, isNew] = places.emplace(keyOf(sheet), sets.size());
        if (isNew)
            sets.push_back({codec->setting, data.value("recognizer", std::string()), codec->levels, {}});
        add(sets[place->second], sheet, records);
    }
    return sets;
}

}  // namespace limen
