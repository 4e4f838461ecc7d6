// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/coding_results.h"

#include <fmt/format.h>

#include "evaluation/selection_scores.h"

namespace limen {

namespace {

using Better = TableColumn::Better;

/// One choice as a recognizer sees it.
struct Judged {
    LevelChoice choice;
    OperatingRate rate;
    RateAccuracy::Difference difference;
    SelectionScores selection;
};

std::vector<Judged> judge(const ComparisonSheet& sheet,
                          const RecognitionGrid& grid,
                          const CodecLevels& levels,
                          std::span<const int> constants,
                          std::uint64_t seed) {
    const RateAccuracy rates(grid, sheet.images);
    const std::vector<ScoredFace> truth = sheet.truth();
    std::vector<Judged> judged;
    for (LevelChoice& choice : levelChoices(sheet, constants)) {
        // A constant level lies on the curve.
        const bool beside = choice.rule != "constant";
        Judged result{std::move(choice), {}, {}, {}};
        result.rate = rates.at(result.choice.selected);
        if (beside)
            result.difference = rates.difference(result.choice.selected, seed);
        result.selection = summarizeSelection(truth, result.choice.selected, levels, seed);
        judged.push_back(std::move(result));
    }
    return judged;
}

TableCell percent(const std::optional<MeanOfPeople>& share) {
    return share ? TableCell(MeanOfPeople{100 * share->mean, 100 * share->lower, 100 * share->upper})
                 : TableCell();
}

}  // namespace

std::vector<LevelChoice> levelChoices(const ComparisonSheet& sheet, std::span<const int> constants) {
    std::vector<LevelChoice> choices = {
        {"true JND points", "truth", "the upper bound: labels of these very images", false, sheet.levels}};
    for (const ComparedRow& row : sheet.rows) {
        const bool ranked = row.kind != kindName(CandidateKind::Baseline);
        choices.push_back({row.name, "eq8", row.note, ranked, row.selected});
        if (row.kind == kindName(CandidateKind::EyeModel) && !row.byEnergy.empty())
            choices.push_back({row.name + ", by energy", "energy", row.note, ranked, row.byEnergy});
    }
    for (const int level : constants)
        choices.push_back({fmt::format("constant {}", level),
                           "constant",
                           "",
                           false,
                           std::vector<int>(sheet.images.size(), level)});
    return choices;
}

ResultTable codingTable(const ComparisonSheet& sheet,
                        const RecognitionGrid& grid,
                        const CodecLevels& levels,
                        std::span<const int> constants,
                        std::uint64_t seed) {
    ResultTable table;
    table.title = fmt::format("Coding guided by JND points, judged by {}", grid.recognizer);
    table.columns = {{"BPP", 3},
                     {"ACC, %", 2},
                     {"FAR, %", 4},
                     {"ACC at equal BPP, points", 2, Better::Larger},
                     {"BPP at equal ACC, %", 1, Better::Smaller},
                     {fmt::format("error, {}", levels.unit), 2, Better::Smaller},
                     {fmt::format("bias, {}", levels.unit), 2},
                     {"rank correlation", 2, Better::Larger},
                     {"at the ends, %", 1}};
    for (const Judged& judged : judge(sheet, grid, levels, constants, seed))
        table.rows.push_back({judged.choice.name,
                              judged.choice.note,
                              judged.choice.ranked,
                              {judged.rate.bpp,
                               100 * judged.rate.accuracy,
                               100 * judged.rate.far,
                               percent(judged.difference.accuracy),
                               percent(judged.difference.rate),
                               judged.selection.error,
                               judged.selection.bias,
                               judged.selection.spearman,
                               100 * judged.selection.atEnds}});
    table.notes.push_back(
        fmt::format("{} images; ACC: share of genuine pairs above the originals' threshold "
                    "{:.4f}; FAR: of the compressed probes at it. Intervals: 95 %, over "
                    "people.",
                    sheet.images.size(),
                    grid.threshold));
    return table;
}

Json codingRows(const ComparisonSheet& sheet,
                const RecognitionGrid& grid,
                const CodecLevels& levels,
                std::span<const int> constants,
                std::uint64_t seed) {
    const RateAccuracy rates(grid, sheet.images);
    Json curve = Json::array();
    for (const int level : grid.levels) {
        Json point = {{"level", level}};
        point.update(toJson(rates.at(level)));
        curve.push_back(std::move(point));
    }
    Json rows = Json::array();
    for (const Judged& judged : judge(sheet, grid, levels, constants, seed)) {
        Json row = {
            {"model", judged.choice.name}, {"rule", judged.choice.rule}, {"note", judged.choice.note}};
        row.update(toJson(judged.rate));
        row.update(toJson(judged.difference));
        row["selection"] = toJson(judged.selection);
        rows.push_back(std::move(row));
    }
    return {{"recognizer", grid.recognizer},
            {"threshold", grid.threshold},
            {"rows", std::move(rows)},
            {"curve", std::move(curve)}};
}

}  // namespace limen
