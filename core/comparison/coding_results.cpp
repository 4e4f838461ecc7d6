// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/coding_results.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <cmath>
#include <functional>
#include <set>

#include "base/error.h"

namespace limen {

namespace {

using Better = TableColumn::Better;

bool isConstant(const JudgedChoice& judged) {
    return judged.choice.rule == "constant";
}

JudgedPart judge(const CodedPart& part,
                 const RecognitionGrid& grid,
                 const CodecLevels& levels,
                 std::uint64_t seed) {
    if (part.images.empty())
        throwBadInput(fmt::format("The part \"{}\" has no faces with a JND point.", part.name),
                      "Divide the study into fewer folds, or label more people.");
    const RateAccuracy rates(grid, part.images);
    std::set<std::int64_t> people;
    for (const ScoredFace& face : part.truth)
        people.insert(face.identity);
    JudgedPart judged{part.name, part.images.size(), people.size(), {}};
    for (const LevelChoice& choice : part.choices) {
        judged.choices.push_back({choice,
                                  rates.at(choice.selected),
                                  {},
                                  summarizeSelection(part.truth, choice.selected, levels, seed)});
        if (!isConstant(judged.choices.back()))
            judged.choices.back().difference = rates.difference(choice.selected, seed);
    }
    return judged;
}

/// Empty for what is not defined.
TableCell cell(double number) {
    return std::isnan(number) ? TableCell() : TableCell(number);
}

TableCell percent(const std::optional<MeanOfPeople>& share) {
    return share ? TableCell(MeanOfPeople{
                       100 * share->mean, 100 * share->lower, 100 * share->upper, share->undefinedShare})
                 : TableCell();
}

TableRow rowOf(const LevelChoice& choice) {
    return {choice.name, choice.note, choice.ranked, {}};
}

std::string judgeNote(const CodingResults& results) {
    return fmt::format(
        "{} images of {} people, judged by {}; ACC: share of genuine pairs above the originals' threshold "
        "{:.4f}; FAR: of the compressed probes at it. Intervals: 95 %, over people.",
        results.pooled.images,
        results.pooled.people,
        results.recognizer,
        results.threshold);
}

/// Whose difference to the curve is not defined, in words.
void noteWhoIsOutside(ResultTable& table,
                      const JudgedPart& part,
                      std::optional<MeanOfPeople> RateAccuracy::Difference::*difference,
                      const char* what,
                      const char* why) {
    std::vector<std::string> names;
    for (const JudgedChoice& judged : part.choices)
        if (!isConstant(judged) && !(judged.difference.*difference))
            names.push_back(judged.choice.name);
    if (!names.empty())
        table.notes.push_back(fmt::format("{} says nothing of {}: {}.", what, fmt::join(names, ", "), why));
}

/// Whose difference has no interval, in words.
void noteWhoHasNoInterval(ResultTable& table,
                          const JudgedPart& part,
                          std::optional<MeanOfPeople> RateAccuracy::Difference::*difference,
                          const char* what) {
    std::vector<std::string> names;
    for (const JudgedChoice& judged : part.choices)
        if (const auto& gain = judged.difference.*difference; gain && !gain->hasInterval())
            names.push_back(
                fmt::format("{} ({:.0f} %)", judged.choice.name, std::ceil(100 * gain->undefinedShare)));
    if (!names.empty())
        table.notes.push_back(
            fmt::format("{} has no interval where it lies outside the curve in more than 2.5 % of the "
                        "bootstrap's samples: {}.",
                        what,
                        fmt::join(names, ", ")));
}

bool isBiased(const CodingResults& results) {
    for (const JudgedChoice& judged : results.pooled.choices)
        if (!judged.choice.bias.empty())
            return true;
    return false;
}

/// A number of a choice, part by part; nothing where it is not defined.
using Number = std::function<std::optional<double>(const JudgedChoice& judged)>;

std::optional<double> accuracyGain(const JudgedChoice& judged) {
    const auto& gain = judged.difference.accuracy;
    return gain ? std::optional(100 * gain->mean) : std::nullopt;
}

std::optional<double> rateGain(const JudgedChoice& judged) {
    const auto& gain = judged.difference.rate;
    return gain ? std::optional(100 * gain->mean) : std::nullopt;
}

std::optional<double> meanOverFolds(const CodingResults& results, std::size_t choice, const Number& number) {
    double sum = 0.0;
    for (const JudgedPart& fold : results.folds) {
        const std::optional<double> value = number(fold.choices[choice]);
        if (!value)
            return std::nullopt;
        sum += *value;
    }
    return sum / static_cast<double>(results.folds.size());
}

TableCell meanCell(const CodingResults& results, std::size_t choice, const Number& number) {
    const std::optional<double> mean = meanOverFolds(results, choice, number);
    return mean ? cell(*mean) : TableCell();
}

Json rowsOf(const JudgedPart& part) {
    Json rows = Json::array();
    for (const JudgedChoice& judged : part.choices) {
        const LevelChoice& choice = judged.choice;
        Json row = {{"model", choice.name},
                    {"rule", choice.bias.empty() ? choice.rule : "bias"},
                    {"note", choice.note}};
        if (!choice.bias.empty())
            row["bias"] = choice.bias;
        row.update(toJson(judged.rate));
        row.update(toJson(judged.difference));
        row["selection"] = toJson(judged.selection);
        rows.push_back(std::move(row));
    }
    return rows;
}

Json meansOverFolds(const CodingResults& results) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < results.pooled.choices.size(); ++i) {
        const auto mean = [&](const Number& number, double unit) {
            const std::optional<double> value = meanOverFolds(results, i, number);
            return value ? Json(*value / unit) : Json();
        };
        rows.push_back({{"model", results.pooled.choices[i].choice.name},
                        {"bpp", mean([](const JudgedChoice& judged) { return judged.rate.bpp; }, 1.0)},
                        {"acc", mean([](const JudgedChoice& judged) { return judged.rate.accuracy; }, 1.0)},
                        {"acc_at_equal_bpp", mean(accuracyGain, 100.0)},
                        {"bpp_at_equal_acc", mean(rateGain, 100.0)}});
    }
    return rows;
}

}  // namespace

CodingResults judgeCoding(const std::vector<CodedPart>& parts,
                          const RecognitionGrid& grid,
                          const CodecLevels& levels,
                          std::uint64_t seed) {
    if (parts.empty())
        throwBadInput("There are no faces to judge.");
    CodingResults results;
    results.recognizer = grid.recognizer;
    results.threshold = grid.threshold;
    results.levels = levels;
    CodedPart pooled = pooledPart(parts);
    results.pooled = judge(pooled, grid, levels, seed);
    const RateAccuracy rates(grid, pooled.images);
    for (const int level : grid.levels)
        results.curve.emplace_back(level, rates.at(level));
    if (parts.size() > 1)
        for (CodedPart part : parts) {
            // The choices of all parts, in one order.
            std::vector<LevelChoice> shared;
            for (const LevelChoice& choice : pooled.choices)
                for (LevelChoice& own : part.choices)
                    if (own.name == choice.name)
                        shared.push_back(std::move(own));
            part.choices = std::move(shared);
            results.folds.push_back(judge(part, grid, levels, seed));
        }
    return results;
}

ResultTable codingTable(const CodingResults& results) {
    ResultTable table;
    table.title = fmt::format("Coding guided by JND points, judged by {}", results.recognizer);
    table.columns = {{"BPP", 3},
                     {"ACC, %", 2},
                     {"FAR, %", 4},
                     {"ACC at equal BPP, points", 2, Better::Larger},
                     {"BPP at equal ACC, %", 1, Better::Smaller},
                     {fmt::format("error, {}", results.levels.unit), 2, Better::Smaller},
                     {fmt::format("bias, {}", results.levels.unit), 2},
                     {"rank correlation", 2, Better::Larger},
                     {"at the ends, %", 1}};
    for (const JudgedChoice& judged : results.pooled.choices) {
        table.rows.push_back(rowOf(judged.choice));
        table.rows.back().cells = {judged.rate.bpp,
                                   cell(100 * judged.rate.accuracy),
                                   cell(100 * judged.rate.far),
                                   percent(judged.difference.accuracy),
                                   percent(judged.difference.rate),
                                   judged.selection.error,
                                   judged.selection.bias,
                                   judged.selection.spearman,
                                   100 * judged.selection.atEnds};
    }
    table.notes = {judgeNote(results),
                   "At equal BPP and at equal ACC: beside the curve of all constant levels on the same "
                   "images, linear between neighbours."};
    noteWhoIsOutside(table,
                     results.pooled,
                     &RateAccuracy::Difference::accuracy,
                     "ACC at equal BPP",
                     "no constant levels lie on both sides of their rate");
    noteWhoIsOutside(table,
                     results.pooled,
                     &RateAccuracy::Difference::rate,
                     "BPP at equal ACC",
                     "no constant levels lie on both sides of their ACC");
    noteWhoHasNoInterval(table, results.pooled, &RateAccuracy::Difference::accuracy, "ACC at equal BPP");
    noteWhoHasNoInterval(table, results.pooled, &RateAccuracy::Difference::rate, "BPP at equal ACC");
    if (isBiased(results))
        table.notes.emplace_back(
            "\"bias\" behind a name: each level is shifted by one number of levels that was chosen on the "
            "fold's validation faces; an option of Limen's own.");
    return table;
}

ResultTable codingFoldsTable(const CodingResults& results) {
    ResultTable table;
    table.title = fmt::format("Coding guided by JND points, fold by fold, judged by {}", results.recognizer);
    table.columns = {{"mean of folds: ACC at equal BPP, points", 2, Better::Larger},
                     {"mean of folds: BPP at equal ACC, %", 1, Better::Smaller},
                     {"mean of folds: BPP", 3},
                     {"mean of folds: ACC, %", 2}};
    for (const JudgedPart& fold : results.folds) {
        table.columns.push_back({fold.name + ": ACC at equal BPP, points", 2, Better::Larger});
        table.columns.push_back({fold.name + ": BPP at equal ACC, %", 1, Better::Smaller});
        table.columns.push_back({fold.name + ": BPP", 3});
        table.columns.push_back({fold.name + ": ACC, %", 2});
        table.notes.push_back(
            fmt::format("{}: {} images of {} people.", fold.name, fold.images, fold.people));
    }
    for (std::size_t i = 0; i < results.pooled.choices.size(); ++i) {
        TableRow row = rowOf(results.pooled.choices[i].choice);
        row.cells = {
            meanCell(results, i, accuracyGain),
            meanCell(results, i, rateGain),
            meanCell(results, i, [](const JudgedChoice& judged) { return judged.rate.bpp; }),
            meanCell(results, i, [](const JudgedChoice& judged) { return 100 * judged.rate.accuracy; })};
        for (const JudgedPart& fold : results.folds) {
            const JudgedChoice& judged = fold.choices[i];
            row.cells.push_back(percent(judged.difference.accuracy));
            row.cells.push_back(percent(judged.difference.rate));
            row.cells.emplace_back(judged.rate.bpp);
            row.cells.push_back(cell(100 * judged.rate.accuracy));
        }
        table.rows.push_back(std::move(row));
    }
    table.notes.insert(table.notes.begin(), judgeNote(results));
    table.notes.emplace_back(
        "A mean of folds is empty where a fold has no such number: what is selected there lies outside the "
        "fold's curve of constant levels.");
    return table;
}

ResultTable constantLevelsTable(const CodingResults& results) {
    ResultTable table;
    table.title = fmt::format("Everybody at one level, judged by {}", results.recognizer);
    table.columns = {{"BPP", 3}, {"ACC, %", 2}, {"ACC by person, %", 2}, {"FAR, %", 4}};
    for (const auto& [level, rate] : results.curve)
        table.rows.push_back(
            {fmt::format("{} {}", results.levels.unit, level),
             "",
             false,
             {rate.bpp, cell(100 * rate.accuracy), cell(100 * rate.byIdentity), cell(100 * rate.far)}});
    table.notes = {judgeNote(results)};
    return table;
}

Json toJson(const CodingResults& results) {
    Json curve = Json::array();
    for (const auto& [level, rate] : results.curve) {
        Json point = {{"level", level}};
        point.update(toJson(rate));
        curve.push_back(std::move(point));
    }
    Json json = {{"recognizer", results.recognizer},
                 {"threshold", results.threshold},
                 {"rows", rowsOf(results.pooled)},
                 {"curve", std::move(curve)}};
    if (results.folds.empty())
        return json;
    json["folds"] = Json::array();
    for (const JudgedPart& fold : results.folds)
        json["folds"].push_back(
            {{"part", fold.name}, {"images", fold.images}, {"people", fold.people}, {"rows", rowsOf(fold)}});
    json["mean_of_folds"] = meansOverFolds(results);
    return json;
}

}  // namespace limen
