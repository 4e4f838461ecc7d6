// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/compared_parts.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <numeric>

#include "base/error.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

constexpr const char* validationEnding = " validation";

bool isFinished(const RunFolder& folder) {
    const std::optional<RunStatus> status = folder.readStatus();
    return status &&
           (status->state == "finished" || status->state == "stopped" || status->state == "ended early");
}

std::vector<PartOfRuns> partsOfRun(const Study& study,
                                   const CodecRecord& codec,
                                   const JndFaces& faces,
                                   const std::string& name) {
    std::vector<PartOfRuns> parts;
    for (const RunEntry& entry : listRuns(study.folder())) {
        if (entry.name != name && !entry.name.starts_with(name + "/fold-"))
            continue;
        const fs::path card = entry.folder.model() / (name + ".json");
        if (!fs::exists(card) || !isFinished(entry.folder))
            throwBadInput(fmt::format("The run {} is not finished.", entry.name),
                          "`limen train` with the same options goes on with it.");
        TrainingSplit split = readSplit(entry.folder, faces);
        ComparedPart part{&faces, study.folder(), codec, "test part", {}, split.validation, split.test};
        if (entry.name != name)
            part.name = entry.name.substr(name.size() + 1);
        part.learned = std::move(split.train);
        part.learned.insert(part.learned.end(), split.validation.begin(), split.validation.end());
        std::sort(part.learned.begin(), part.learned.end());
        if (part.measured.empty())
            throwBadInput(fmt::format("The run {} left no faces to be measured on.", entry.name),
                          "Train it with --folds, or name a model with --models.");
        parts.push_back({std::move(part), {{name, card}}});
    }
    if (parts.empty())
        throwBadInput(fmt::format("The study {} has no run {}.", study.name(), name),
                      "Run `limen train` first.");
    return parts;
}

}  // namespace

std::vector<PartOfRuns> partsOfRuns(const Study& study,
                                    const CodecRecord& codec,
                                    const JndFaces& faces,
                                    const std::vector<std::string>& runs) {
    std::vector<PartOfRuns> parts = partsOfRun(study, codec, faces, runs.front());
    for (std::size_t run = 1; run < runs.size(); ++run) {
        std::vector<PartOfRuns> others = partsOfRun(study, codec, faces, runs[run]);
        const bool alike =
            std::equal(parts.begin(),
                       parts.end(),
                       others.begin(),
                       others.end(),
                       [](const PartOfRuns& a, const PartOfRuns& b) {
                           return a.part.measured == b.part.measured && a.part.learned == b.part.learned;
                       });
        if (!alike)
            throwBadInput(fmt::format("The runs {} and {} were not divided alike.", runs.front(), runs[run]),
                          "Train them with the same --folds, --split, --split-seed and --validation.");
        for (std::size_t i = 0; i < parts.size(); ++i)
            parts[i].models.push_back(others[i].models.front());
    }
    return parts;
}

bool isValidationPart(const std::string& name) {
    return name.ends_with(validationEnding);
}

std::optional<ComparedPart> validationPart(const ComparedPart& part) {
    if (part.validation.empty())
        return std::nullopt;
    ComparedPart own{
        part.faces, part.study, part.codec, part.name + validationEnding, {}, {}, part.validation};
    std::sort(own.measured.begin(), own.measured.end());
    std::set_difference(part.learned.begin(),
                        part.learned.end(),
                        own.measured.begin(),
                        own.measured.end(),
                        std::back_inserter(own.learned));
    return own;
}

ComparedPart heldOutPart(const Study& study, const CodecRecord& codec, const JndDivision& division) {
    if (division.heldOut.empty() || division.open.empty())
        throwBadInput(fmt::format("The study {} holds no people of the list, or nobody else.", study.name()),
                      "Name a run with --run, or another list with --held-out.");
    return {division.faces.get(), study.folder(), codec, "held out", division.open, {}, division.heldOut};
}

ComparedPart wholePart(const Study& study, const CodecRecord& codec, const JndFaces& faces) {
    ComparedPart part{&faces, study.folder(), codec, "everybody", {}, {}, {}};
    part.measured.resize(faces.faces.size());
    std::iota(part.measured.begin(), part.measured.end(), std::size_t{0});
    return part;
}

}  // namespace limen
