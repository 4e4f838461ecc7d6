// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/jnd_division.h"

#include <fmt/format.h>
#include <unordered_map>

#include "base/error.h"
#include "base/safe_file.h"

namespace limen {

namespace {

std::vector<std::size_t> placesOf(const std::vector<std::size_t>& open,
                                  const std::vector<std::size_t>& part) {
    std::vector<std::size_t> places;
    for (const std::size_t i : part)
        places.push_back(open[i]);
    return places;
}

std::filesystem::path splitFile(const RunFolder& run) {
    return run.path() / "split.json";
}

Json namesOf(const JndFaces& faces, const std::vector<std::size_t>& places) {
    Json names = Json::array();
    for (const std::size_t place : places)
        names.push_back(faces.faces[place].name());
    return names;
}

}  // namespace

JndDivision divideFaces(std::shared_ptr<const JndFaces> faces, const std::set<std::string>& heldOut) {
    JndDivision division{std::move(faces), {}, {}};
    for (std::size_t i = 0; i < division.faces->faces.size(); ++i)
        (heldOut.contains(division.faces->faces[i].identity) ? division.heldOut : division.open).push_back(i);
    return division;
}

TrainingSplit splitDivision(const JndDivision& division,
                            const SplitPlan& plan,
                            const std::optional<FoldOf>& fold) {
    std::vector<std::int64_t> identities;
    for (const std::size_t place : division.open)
        identities.push_back(division.faces->faces[place].identityId);
    const TrainingSplit parts =
        fold ? splitFold(identities, fold->folds, fold->fold, plan) : splitOnce(identities, plan);
    return {placesOf(division.open, parts.train),
            placesOf(division.open, parts.validation),
            fold ? placesOf(division.open, parts.test) : division.heldOut};
}

void writeSplit(const RunFolder& run, const JndFaces& faces, const TrainingSplit& split) {
    writeFileAtomically(splitFile(run),
                        Json{{"train", namesOf(faces, split.train)},
                             {"validation", namesOf(faces, split.validation)},
                             {"test", namesOf(faces, split.test)}}
                            .dump(1));
}

TrainingSplit readSplit(const RunFolder& run, const JndFaces& faces) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < faces.faces.size(); ++i)
        places.emplace(faces.faces[i].name(), i);
    const Json json = Json::parse(readTextFile(splitFile(run)), nullptr, /*allow_exceptions=*/false);
    const auto read = [&](const char* part) {
        std::vector<std::size_t> found;
        for (const Json& name : json.at(part)) {
            const auto place = places.find(name.get<std::string>());
            if (place == places.end())
                throwBadInput(fmt::format("{} has no JND point under these labels, but the run {} used it.",
                                          name.get<std::string>(),
                                          run.path().filename().string()),
                              "Choose the labels it was trained with (--codec, --recognizer).");
            found.push_back(place->second);
        }
        return found;
    };
    try {
        return {read("train"), read("validation"), read("test")};
    } catch (const Json::exception&) {
        throwBadInput(fmt::format("{} does not say what the run learned from.", splitFile(run).string()));
    }
}

}  // namespace limen
