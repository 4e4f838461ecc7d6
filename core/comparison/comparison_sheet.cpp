// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/comparison_sheet.h"

#include <fmt/format.h>
#include <algorithm>
#include <limits>
#include <set>
#include <system_error>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// JSON has no NaN: it writes null.
std::map<std::string, std::vector<double>> numbersFrom(const Json& json) {
    std::map<std::string, std::vector<double>> numbers;
    for (const auto& [name, list] : json.items())
        for (const Json& number : list)
            numbers[name].push_back(number.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                     : number.get<double>());
    return numbers;
}

Json toJson(const ComparedRow& row) {
    return {{"name", row.name},
            {"kind", row.kind},
            {"note", row.note},
            {"source", row.source},
            {"numbers", row.numbers},
            {"measures", row.measures},
            {"selected", row.selected},
            {"by_energy", row.byEnergy},
            {"own_levels", row.ownLevels}};
}

ComparedRow rowFrom(const Json& json, std::size_t faces) {
    ComparedRow row{json.at("name").get<std::string>(),
                    json.at("kind").get<std::string>(),
                    json.at("note").get<std::string>(),
                    json.at("source"),
                    numbersFrom(json.at("numbers")),
                    json.value("measures", Json::object()),
                    json.at("selected").get<std::vector<int>>(),
                    json.at("by_energy").get<std::vector<int>>(),
                    json.at("own_levels").get<bool>()};
    const bool whole = row.selected.size() == faces &&
                       (row.byEnergy.empty() || row.byEnergy.size() == faces) &&
                       std::all_of(row.numbers.begin(), row.numbers.end(), [faces](const auto& numbers) {
                           return numbers.second.size() == faces;
                       });
    if (!whole)
        throwFailure(fmt::format("The measurements of {} are not of {} faces.", row.name, faces));
    return row;
}

/// What a sheet is of: whoever has the same may add rows to it.
Json identityOf(const ComparedPart& part) {
    const auto names = [&part](const std::vector<std::size_t>& places) {
        Json list = Json::array();
        for (const std::size_t place : places)
            list.push_back(part.faces->faces[place].image);
        return sha256Hex(list.dump());
    };
    return {{"data", part.faces->description},
            {"codec", part.codec.identity},
            {"part", part.name},
            {"learned", part.learned.size()},
            {"learned_sha256", names(part.learned)},
            {"measured", part.measured.size()},
            {"measured_sha256", names(part.measured)}};
}

Json facesOf(const ComparisonSheet& sheet) {
    return {{"images", sheet.images}, {"identities", sheet.identities}, {"levels", sheet.levels}};
}

ComparisonSheet sheetFrom(const Json& json) {
    ComparisonSheet sheet;
    sheet.about = json.at("about");
    if (!sheet.about.is_object())
        throwFailure("It does not say what it is of.");
    if (!json.contains("faces"))
        throwFailure("It does not name its faces.");
    const Json& faces = json.at("faces");
    sheet.images = faces.at("images").get<std::vector<std::int64_t>>();
    sheet.identities = faces.at("identities").get<std::vector<std::int64_t>>();
    sheet.levels = faces.at("levels").get<std::vector<int>>();
    if (sheet.identities.size() != sheet.images.size() || sheet.levels.size() != sheet.images.size())
        throwFailure("Its faces do not have one person and one level each.");
    for (const Json& row : json.at("rows"))
        if (row.contains("own_levels"))
            sheet.rows.push_back(rowFrom(row, sheet.images.size()));
    return sheet;
}

}  // namespace

const ComparedRow* ComparisonSheet::find(const std::string& name) const {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&name](const ComparedRow& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<ScoredFace> ComparisonSheet::truth() const {
    std::vector<ScoredFace> faces;
    for (std::size_t i = 0; i < levels.size(); ++i)
        faces.push_back({identities[i], levels[i], 0.0});
    return faces;
}

std::vector<ScoredFace> ComparisonSheet::scores(const ComparedRow& row) const {
    const std::vector<double>& errors = row.numbers.at("mse");
    std::vector<ScoredFace> faces = truth();
    for (std::size_t i = 0; i < errors.size(); ++i)
        faces[i].mse = errors[i];
    return faces;
}

ComparisonSheet emptySheet(const ComparedPart& part) {
    ComparisonSheet sheet;
    sheet.about = identityOf(part);
    for (std::size_t i = 0; i < part.size(); ++i) {
        sheet.images.push_back(part.face(i).image);
        sheet.identities.push_back(part.face(i).identityId);
        sheet.levels.push_back(part.face(i).level);
    }
    return sheet;
}

fs::path sheetFile(const ComparedPart& part) {
    const std::string hash = sha256Hex(identityOf(part).dump()).substr(0, 12);
    std::string name = part.name;
    std::replace(name.begin(), name.end(), ' ', '-');
    return part.study / "comparisons" / fmt::format("{}-{}.json", name, hash);
}

ComparisonSheet readSheet(const ComparedPart& part) {
    const fs::path file = sheetFile(part);
    ComparisonSheet sheet = emptySheet(part);
    if (!fs::exists(file))
        return sheet;
    try {
        const Json json = Json::parse(readTextFile(file));
        if (json.at("about") != sheet.about)
            throwFailure("It was measured on other faces.");
        for (const Json& row : json.at("rows"))
            if (row.contains("own_levels"))
                sheet.rows.push_back(rowFrom(row, part.size()));
        // Sheets of earlier versions do not name their faces, without which nobody else can read them.
        if (!json.contains("faces"))
            writeSheet(part, sheet);
    } catch (const std::exception& error) {
        throwFailure(fmt::format("The measurements in {} cannot be read: {}", file.string(), error.what()),
                     "Delete the file; they are then made again.");
    }
    return sheet;
}

void writeSheet(const ComparedPart& part, const ComparisonSheet& sheet) {
    Json rows = Json::array();
    for (const ComparedRow& row : sheet.rows)
        rows.push_back(toJson(row));
    const fs::path file = sheetFile(part);
    makeFolder(file.parent_path());
    writeFileAtomically(file, Json{{"about", sheet.about}, {"faces", facesOf(sheet)}, {"rows", rows}}.dump());
}

std::vector<ComparisonSheet> storedSheets(const fs::path& study, std::vector<std::string>& problems) {
    std::set<fs::path> files;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator(study / "comparisons", missing))
        if (entry.path().extension() == ".json")
            files.insert(entry.path());
    std::vector<ComparisonSheet> sheets;
    for (const fs::path& file : files) {
        try {
            sheets.push_back(sheetFrom(Json::parse(readTextFile(file))));
        } catch (const Json::exception&) {
            problems.push_back(
                fmt::format("The measurements in {} are damaged: delete the file, `limen evaluate` makes "
                            "them again.",
                            file.string()));
        } catch (const Error& error) {
            problems.push_back(fmt::format(
                "The measurements in {} cannot be used: {} `limen evaluate` completes what it can.",
                file.string(),
                error.what()));
        }
    }
    return sheets;
}

ComparisonSheet pooledSheet(const std::vector<ComparisonSheet>& sheets) {
    ComparisonSheet result = sheets.front();
    const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    for (std::size_t i = 1; i < sheets.size(); ++i) {
        const ComparisonSheet& next = sheets[i];
        append(result.images, next.images);
        append(result.identities, next.identities);
        append(result.levels, next.levels);
        std::erase_if(result.rows,
                      [&next](const ComparedRow& row) { return next.find(row.name) == nullptr; });
        for (ComparedRow& row : result.rows) {
            const ComparedRow& other = *next.find(row.name);
            std::erase_if(row.numbers,
                          [&other](const auto& numbers) { return !other.numbers.contains(numbers.first); });
            for (auto& [measure, numbers] : row.numbers)
                append(numbers, other.numbers.at(measure));
            append(row.selected, other.selected);
            append(row.byEnergy, other.byEnergy);
            if (row.note.find(other.note) == std::string::npos)
                row.note += "; " + other.note;
        }
    }
    return result;
}

}  // namespace limen
