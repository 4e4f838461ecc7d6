// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/kept_comparisons.h"

#include <algorithm>

#include "base/error.h"
#include "comparison/compared_parts.h"
#include "training/jnd_division.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// The parts of each finished run, by its name without the fold.
std::vector<std::pair<std::string, std::vector<ComparedPart>>> partsByRun(const Study& study,
                                                                          const CodecRecord& codec,
                                                                          const JndFaces& faces) {
    std::vector<std::pair<std::string, std::vector<ComparedPart>>> result;
    std::set<std::string> seen;
    for (const RunEntry& entry : listRuns(study.folder())) {
        const std::string name = entry.name.substr(0, entry.name.find("/fold-"));
        if (!seen.insert(name).second)
            continue;
        try {
            std::vector<ComparedPart> parts;
            for (PartOfRuns& part : partsOfRuns(study, codec, faces, {name}))
                parts.push_back(std::move(part.part));
            result.emplace_back(name, std::move(parts));
        } catch (const Error&) {
            continue;  // not finished, or of other faces: then nothing was measured on it either
        }
    }
    return result;
}

}  // namespace

std::vector<KeptComparison> keptComparisons(const Study& study,
                                            const CodecRecord& codec,
                                            const std::shared_ptr<const JndFaces>& faces,
                                            const std::set<std::string>& heldOut) {
    std::vector<std::pair<std::string, std::vector<ComparedPart>>> asked = partsByRun(study, codec, *faces);
    const JndDivision division = divideFaces(faces, heldOut);
    if (!division.heldOut.empty() && !division.open.empty())
        asked.emplace(
            asked.begin(), "held out", std::vector<ComparedPart>{heldOutPart(study, codec, division)});
    std::vector<KeptComparison> kept;
    std::set<std::vector<fs::path>> taken;  // runs that are divided alike share their sheets
    for (const auto& [name, parts] : asked) {
        std::vector<fs::path> files;
        std::transform(parts.begin(), parts.end(), std::back_inserter(files), sheetFile);
        if (!std::all_of(files.begin(), files.end(), [](const fs::path& file) { return fs::exists(file); }) ||
            !taken.insert(files).second)
            continue;
        std::vector<ComparisonSheet> sheets;
        std::transform(parts.begin(), parts.end(), std::back_inserter(sheets), readSheet);
        kept.push_back({name, pooledSheet(sheets)});
    }
    return kept;
}

}  // namespace limen
