// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/prediction_results.h"

#include <fmt/format.h>
#include <set>

#include "evaluation/selection_scores.h"

namespace limen {

namespace {

using Better = TableColumn::Better;

Json gainOver(const ComparisonSheet& sheet,
              const ComparedRow& row,
              const std::string& other,
              std::uint64_t seed) {
    const ComparedRow* base = sheet.find(other);
    if (base == nullptr || !row.predictsImages())
        return {};
    return toJson(summarizeGain(sheet.scores(row), sheet.scores(*base), seed));
}

}  // namespace

ResultTable predictionTable(const std::vector<ComparisonSheet>& sheets,
                            std::span<const PredictionColumn> columns,
                            std::uint64_t seed) {
    const ComparisonSheet all = pooledSheet(sheets);
    ResultTable table;
    table.title = "Predicted against true JND images";
    table.columns = {{"PSNR, dB", 2, Better::Larger}, {"pooled PSNR, dB", 2, Better::Larger}};
    for (const PredictionColumn& column : columns)
        table.columns.push_back(column.column);
    if (sheets.size() > 1)
        for (const ComparisonSheet& sheet : sheets)
            table.columns.push_back(
                {fmt::format("PSNR of {}, dB", sheet.about.value("part", "")), 2, Better::Larger});
    for (const ComparedRow& row : all.rows) {
        if (!row.predictsImages())
            continue;
        const PredictionScores scores = summarizeScores(all.scores(row), seed);
        TableRow shown{row.name, row.note, row.kind != kindName(CandidateKind::Baseline), {}};
        shown.cells = {scores.psnr, scores.pooledPsnr};
        for (const PredictionColumn& column : columns) {
            const auto numbers = row.numbers.find(column.measure);
            shown.cells.push_back(numbers == row.numbers.end()
                                      ? TableCell()
                                      : TableCell(meanOfPeople(all.identities, numbers->second, seed)));
        }
        if (sheets.size() > 1)
            for (const ComparisonSheet& sheet : sheets)
                shown.cells.emplace_back(
                    summarizeScores(sheet.scores(*sheet.find(row.name)), seed).psnr.mean);
        table.rows.push_back(std::move(shown));
    }
    const std::set<std::int64_t> people(all.identities.begin(), all.identities.end());
    table.notes.push_back(fmt::format(
        "{} images of {} people; intervals: 95 %, over people.", all.images.size(), people.size()));
    return table;
}

Json predictionRows(const ComparisonSheet& sheet, const CodecLevels& levels, std::uint64_t seed) {
    Json rows = Json::array();
    const std::vector<ScoredFace> truth = sheet.truth();
    for (const ComparedRow& row : sheet.rows) {
        Json json = {{"model", row.name}, {"kind", row.kind}, {"note", row.note}};
        if (row.predictsImages())
            json.update(toJson(summarizeScores(sheet.scores(row), seed)));
        json["selection"] = toJson(summarizeSelection(truth, row.selected, levels, seed));
        if (!row.byEnergy.empty())
            json["selection_by_energy"] = toJson(summarizeSelection(truth, row.byEnergy, levels, seed));
        json["gain"] = gainOver(sheet, row, "original", seed);
        json["gain_over_mix"] = gainOver(sheet, row, "codec mix", seed);
        for (const auto& [measure, numbers] : row.numbers)
            if (measure != "mse")
                json[measure] = toJson(meanOfPeople(sheet.identities, numbers, seed));
        rows.push_back(std::move(json));
    }
    return rows;
}

}  // namespace limen
