// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/beside_paper.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>

#include "comparison/paper_reference.h"
#include "hvs/eye_model.h"

namespace limen {

namespace {

const std::string proposed = "Proposed";

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return text;
}

bool mentions(const TableRow& row, const std::string& word) {
    return lower(row.name + " " + row.note).find(word) != std::string::npos;
}

/// Shen21 is a network and as such not in the list of models that need no training.
bool isEyeModel(const std::string& name) {
    const std::vector<EyeModelInfo>& models = eyeModels();
    const std::string first = name.substr(0, name.find(','));
    return lower(name).starts_with("shen21") ||
           std::any_of(
               models.begin(), models.end(), [&first](const auto& model) { return model.name == first; });
}

const TableRow* rowNamed(const ResultTable& table, const std::string& name) {
    const auto found = std::find_if(
        table.rows.begin(), table.rows.end(), [&name](const TableRow& row) { return row.name == name; });
    return found == table.rows.end() ? nullptr : &*found;
}

std::vector<const TableRow*> predictorsOf(const ResultTable& table) {
    std::vector<const TableRow*> rows;
    for (const TableRow& row : table.rows)
        if (row.ranked && !isEyeModel(row.name) && !mentions(row, "mv-nr") && !mentions(row, "mv-fr"))
            rows.push_back(&row);
    return rows;
}

/// The row here that stands for a row of the paper.
const TableRow* rowFor(const ResultTable& table, const std::string& paper, const PaperRoles& roles) {
    if (const auto role = roles.find(paper); role != roles.end())
        return rowNamed(table, role->second);
    if (paper == proposed) {
        const std::vector<const TableRow*> rows = predictorsOf(table);
        return rows.empty() ? nullptr : rows.front();
    }
    const std::string wanted = lower(paper);
    const auto found = std::find_if(table.rows.begin(), table.rows.end(), [&wanted](const TableRow& row) {
        return wanted.starts_with("mv-") ? row.ranked && mentions(row, wanted)
               : wanted == "shen21"      ? lower(row.name).starts_with(wanted)
                                         : lower(row.name) == wanted;
    });
    return found == table.rows.end() ? nullptr : &*found;
}

/// The column here of one of the paper's measures.
std::optional<std::size_t> columnFor(const ResultTable& table, const std::string& measure) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string name = lower(table.columns[i].name);
        const bool same = measure == "PSNR"        ? name == "psnr, db"
                          : measure == "LPIPS"     ? name.starts_with("lpips")
                          : measure == "dSDD-FIQA" ? name.find("sdd") != std::string::npos
                          : measure == "dSER-FIQ"  ? name.starts_with("dser")
                          : measure == "dFaceQnet" ? name.find("faceqnet") != std::string::npos
                                                   : name == measure;
        if (same)
            return i;
    }
    return std::nullopt;
}

/// A row that both have, by one measure.
struct Both {
    std::string paperName, name;
    double paper = 0.0, here = 0.0;
};

/// As it is read: "Proposed (limen-jnd-s)", but not "Yang05 (yang05)".
std::string titleOf(const std::string& paperName, const std::string& name) {
    return lower(paperName) == lower(name) ? paperName : fmt::format("{} ({})", paperName, name);
}

std::size_t placeOf(const std::vector<Both>& rows, std::size_t row, double Both::*value, bool larger) {
    return 1 + static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const Both& other) {
               return larger ? other.*value > rows[row].*value : other.*value < rows[row].*value;
           }));
}

double percentOver(double value, double base) {
    return 100.0 * (value / base - 1.0);
}

/// "PSNR: 14 of 15 pairs stand in the paper's order; not Zhang05 before Shen21."
std::string orderNote(const std::string& measure, const std::vector<Both>& rows, bool larger) {
    std::size_t pairs = 0;
    std::vector<std::string> broken;
    for (const Both& a : rows)
        for (const Both& b : rows) {
            const bool inPaper = larger ? a.paper > b.paper : a.paper < b.paper;
            if (!inPaper)
                continue;
            ++pairs;
            if (larger ? a.here <= b.here : a.here >= b.here)
                broken.push_back(fmt::format("{} before {}", a.paperName, b.paperName));
        }
    std::string note =
        fmt::format("{}: {} of {} pairs stand in the paper's order", measure, pairs - broken.size(), pairs);
    if (!broken.empty())
        note += fmt::format("; not {}", fmt::join(broken, ", "));
    return note + ".";
}

ResultTable emptyTable(int number, const std::string& roman) {
    ResultTable table;
    table.title =
        fmt::format("Table {} beside the paper's Table {}: orderings and relative gains", number, roman);
    table.notes = {
        fmt::format("Faces, recognizer, codec, checkpoints and metric weights differ from the paper's: only "
                    "places and relative differences can be compared, no number with another. The paper: "
                    "Tian et al. 2022, arXiv 2209.05856 v1, Table {}.",
                    roman)};
    return table;
}

void addAll(std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

std::vector<Both> bothOf(const PaperTable& paper,
                         std::size_t measure,
                         const ResultTable& here,
                         const PaperRoles& roles) {
    std::vector<Both> rows;
    const std::optional<std::size_t> column = columnFor(here, paper.measures[measure].name);
    if (!column)
        return rows;
    for (const PaperRow& row : paper.rows) {
        const TableRow* own = rowFor(here, row.name, roles);
        if (own != nullptr && own->cells[*column].value)
            rows.push_back({row.name, own->name, row.values[measure], *own->cells[*column].value});
    }
    return rows;
}

/// The best of the eye models; nothing without one.
std::optional<double> bestEyeModel(const std::vector<Both>& rows, double Both::*value, bool larger) {
    std::optional<double> best;
    for (const Both& row : rows)
        if (row.paperName != proposed && (!best || (larger ? row.*value > *best : row.*value < *best)))
            best = row.*value;
    return best;
}

std::optional<ResultTable> predictions(const ResultTable& here, const PaperRoles& roles) {
    const PaperTable& paper = paperTable2();
    ResultTable table = emptyTable(2, "II");
    table.columns = {{"measure", 0},
                     {"place in the paper", 0},
                     {"place here", 0},
                     {"against the best eye model, paper, %", 1},
                     {"against the best eye model, here, %", 1}};
    for (std::size_t m = 0; m < paper.measures.size(); ++m) {
        const auto& [measure, larger] = paper.measures[m];
        const std::vector<Both> rows = bothOf(paper, m, here, roles);
        const auto bestThere = bestEyeModel(rows, &Both::paper, larger);
        const auto bestHere = bestEyeModel(rows, &Both::here, larger);
        if (rows.size() < 2 || !bestThere)
            continue;
        std::vector<std::pair<std::size_t, TableRow>> placed;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::size_t place = placeOf(rows, i, &Both::paper, larger);
            placed.emplace_back(place,
                                TableRow{titleOf(rows[i].paperName, rows[i].name),
                                         larger ? "larger is better" : "smaller is better",
                                         true,
                                         {measure,
                                          static_cast<double>(place),
                                          static_cast<double>(placeOf(rows, i, &Both::here, larger)),
                                          percentOver(rows[i].paper, *bestThere),
                                          percentOver(rows[i].here, *bestHere)}});
        }
        std::stable_sort(
            placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto& [place, row] : placed)
            table.rows.push_back(std::move(row));
        table.notes.push_back(orderNote(measure, rows, larger));
    }
    if (table.rows.empty())
        return std::nullopt;
    std::vector<std::string> missing;
    for (const PaperRow& row : paper.rows)
        if (rowFor(here, row.name, roles) == nullptr)
            missing.push_back(row.name);
    if (!missing.empty())
        table.notes.push_back(fmt::format(
            "Not measured here, so places in the paper are counted without: {}.", fmt::join(missing, ", ")));
    if (const auto predictors = predictorsOf(here); predictors.size() > 1)
        table.notes.push_back(fmt::format("{} stands for the paper's predictor; the table has others too.",
                                          rowFor(here, proposed, roles)->name));
    return table;
}

/// Value at `x` of the paper's curve of constant levels, linear between its points, which rise.
std::optional<double> onCurve(double x, double PaperOperatingPoint::*at, double PaperOperatingPoint::*value) {
    const std::vector<PaperOperatingPoint>& curve = paperTable3().constants;
    for (std::size_t i = 1; i < curve.size(); ++i)
        if (x >= curve[i - 1].*at && x <= curve[i].*at) {
            const double share = (x - curve[i - 1].*at) / (curve[i].*at - curve[i - 1].*at);
            return curve[i - 1].*value + share * (curve[i].*value - curve[i - 1].*value);
        }
    return std::nullopt;
}

struct FromCurve {
    std::string name;
    TableCell accuracy, rate;  ///< points at equal rate, percent at equal accuracy
};

FromCurve fromCurve(const PaperOperatingPoint& point) {
    FromCurve result{point.name, {}, {}};
    if (const auto there = onCurve(point.bpp, &PaperOperatingPoint::bpp, &PaperOperatingPoint::accuracy))
        result.accuracy = point.accuracy - *there;
    if (const auto there = onCurve(point.accuracy, &PaperOperatingPoint::accuracy, &PaperOperatingPoint::bpp))
        result.rate = percentOver(point.bpp, *there);
    return result;
}

std::optional<ResultTable> coding(const ResultTable& here, const PaperRoles& roles) {
    const PaperCoding& paper = paperTable3();
    const auto accuracy = columnFor(here, "acc at equal bpp, points");
    const auto rate = columnFor(here, "bpp at equal acc, %");
    if (!accuracy || !rate)
        return std::nullopt;
    ResultTable table = emptyTable(3, "III");
    table.columns = {{"ACC at equal BPP, paper, points", 2},
                     {"here, points", 2},
                     {"BPP at equal ACC, paper, %", 1},
                     {"here, %", 1}};
    std::vector<FromCurve> there = {{"true JND points", paper.truthAccuracy, paper.truthRate}};
    for (const PaperOperatingPoint& point : paper.selected)
        there.push_back(fromCurve(point));
    std::vector<Both> rows;
    for (const FromCurve& point : there) {
        const TableRow* own = rowFor(here, point.name, roles);
        if (own == nullptr)
            continue;
        table.rows.push_back({titleOf(point.name, own->name),
                              own->note,
                              true,
                              {point.accuracy, own->cells[*accuracy], point.rate, own->cells[*rate]}});
        if (point.accuracy.value && own->cells[*accuracy].value)
            rows.push_back({point.name, own->name, *point.accuracy.value, *own->cells[*accuracy].value});
    }
    if (table.rows.empty())
        return std::nullopt;
    if (rows.size() > 1)
        table.notes.push_back(orderNote("ACC at equal BPP", rows, true));
    table.notes.push_back(
        "Differences from the curve of constant levels of the same codec and faces, above 0 in ACC and below "
        "0 in "
        "BPP: better than the curve.");
    addAll(table.notes, paper.certainty);
    return table;
}

/// Tables IV and V: each row against a base row of the same table.
std::optional<ResultTable> ablation(ResultTable table,
                                    const PaperTable& paper,
                                    const std::string& base,
                                    const ResultTable& here,
                                    const PaperRoles& roles) {
    table.columns = {{"measure", 0}, {fmt::format("against {}, paper, %", base), 2}, {"here, %", 2}};
    for (std::size_t m = 0; m < paper.measures.size(); ++m) {
        const auto& [measure, larger] = paper.measures[m];
        const std::vector<Both> rows = bothOf(paper, m, here, roles);
        const auto from = std::find_if(
            rows.begin(), rows.end(), [&base](const Both& row) { return row.paperName == base; });
        if (rows.size() < 2 || from == rows.end())
            continue;
        for (const Both& row : rows)
            if (row.paperName != base)
                table.rows.push_back(
                    {titleOf(row.paperName, row.name),
                     larger ? "larger is better" : "smaller is better",
                     true,
                     {measure, percentOver(row.paper, from->paper), percentOver(row.here, from->here)}});
        table.notes.push_back(orderNote(measure, rows, larger));
    }
    return table.rows.empty() ? std::nullopt : std::optional(std::move(table));
}

}  // namespace

std::optional<ResultTable> besidePaper(int number, const ResultTable& table, const PaperRoles& roles) {
    switch (number) {
        case 2:
            return predictions(table, roles);
        case 3:
            return coding(table, roles);
        case 4:
            return ablation(emptyTable(4, "IV"), paperTable4(), "without identity loss", table, roles);
        case 5:
            return ablation(emptyTable(5, "V"), paperTable5(), "no AFD, no skips", table, roles);
        default:
            return std::nullopt;
    }
}

std::optional<StoredTable> besidePaper(const StoredTable& table, const std::filesystem::path& study) {
    const Json& about = table.table.about;
    if (!about.is_object() || !about.contains("table") || !about["table"].is_number_integer())
        return std::nullopt;
    const int number = about["table"].get<int>();
    std::optional<ResultTable> beside = besidePaper(number, table.table, paperRoles(study, table.table));
    if (!beside)
        return std::nullopt;
    beside->about = about;
    beside->about["table"] = fmt::format("{}, beside the paper", number);
    return StoredTable{table.id + "-beside-the-paper", *std::move(beside)};
}

}  // namespace limen
