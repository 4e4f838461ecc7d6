// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/prediction_results.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <cmath>
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
    if (base == nullptr)
        return {};
    return toJson(summarizeGain(sheet.scores(row), sheet.scores(*base), seed));
}

/// Of the faces that have the number.
std::optional<MeanOfPeople> meanOf(const ComparisonSheet& sheet,
                                   const ComparedRow& row,
                                   const std::string& measure,
                                   std::uint64_t seed) {
    const auto numbers = row.numbers.find(measure);
    if (numbers == row.numbers.end())
        return std::nullopt;
    std::vector<std::int64_t> identities;
    std::vector<double> values;
    for (std::size_t i = 0; i < numbers->second.size(); ++i) {
        if (std::isnan(numbers->second[i]))
            continue;
        identities.push_back(sheet.identities[i]);
        values.push_back(numbers->second[i]);
    }
    return values.empty() ? std::nullopt : std::optional(meanOfPeople(identities, values, seed));
}

TableRow rowFor(const ComparedRow& row) {
    return {row.name, row.note, row.kind != kindName(CandidateKind::Baseline), {}};
}

/// Empty where every image is the true one: no error, no PSNR.
TableCell psnrCell(const PredictionScores& scores) {
    return scores.equal < scores.images ? TableCell(scores.psnr) : TableCell();
}

TableCell withoutInterval(TableCell cell) {
    cell.lower.reset();
    cell.upper.reset();
    return cell;
}

std::string sizeNote(const ComparisonSheet& sheet) {
    const std::set<std::int64_t> people(sheet.identities.begin(), sheet.identities.end());
    return fmt::format(
        "{} images of {} people; intervals: 95 %, over people.", sheet.images.size(), people.size());
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
    std::vector<std::string> equals;
    for (const ComparedRow& row : all.rows) {
        if (!row.predictsImages())
            continue;
        const PredictionScores scores = summarizeScores(all.scores(row), seed);
        if (scores.equal > 0)
            equals.push_back(fmt::format("{} of {}", scores.equal, row.name));
        TableRow shown = rowFor(row);
        shown.cells = {psnrCell(scores),
                       scores.equal < scores.images ? TableCell(scores.pooledPsnr) : TableCell()};
        for (const PredictionColumn& column : columns)
            shown.cells.emplace_back(meanOf(all, row, column.measure, seed));
        if (sheets.size() > 1)
            for (const ComparisonSheet& sheet : sheets)
                shown.cells.push_back(
                    withoutInterval(psnrCell(summarizeScores(sheet.scores(*sheet.find(row.name)), seed))));
        table.rows.push_back(std::move(shown));
    }
    table.notes.push_back(sizeNote(all));
    if (!equals.empty())
        table.notes.push_back(
            fmt::format("Images that equal the true JND image have no PSNR and are left out of its mean: {}.",
                        fmt::join(equals, ", ")));
    return table;
}

ResultTable identityTable(const std::vector<ComparisonSheet>& sheets, std::uint64_t seed) {
    const ComparisonSheet all = pooledSheet(sheets);
    ResultTable table;
    table.title = "Embedding distances of predicted JND images";
    table.columns = {{"to the same person", 4, Better::Smaller}, {"to other people", 4, Better::Larger}};
    for (const ComparedRow& row : all.rows) {
        if (!row.predictsImages())
            continue;
        table.rows.push_back(rowFor(row));
        for (const char* measure : {"distance_positive", "distance_negative"})
            table.rows.back().cells.emplace_back(meanOf(all, row, measure, seed));
    }
    table.notes = {
        sizeNote(all),
        "Euclidean distance of unit embeddings, 0 to 2, by the recognizer of the labels; people of "
        "one part are compared with each other."};
    return table;
}

Json predictionRows(const ComparisonSheet& sheet, const CodecLevels& levels, std::uint64_t seed) {
    Json rows = Json::array();
    const std::vector<ScoredFace> truth = sheet.truth();
    for (const ComparedRow& row : sheet.rows) {
        Json json = {{"model", row.name}, {"kind", row.kind}, {"note", row.note}};
        json["predicts"] = row.predictsImages() ? "images" : "levels";
        if (row.predictsImages()) {
            json.update(toJson(summarizeScores(sheet.scores(row), seed)));
            json["gain"] = gainOver(sheet, row, "original", seed);
            json["gain_over_mix"] = gainOver(sheet, row, "codec mix", seed);
        } else {
            json["images"] = sheet.images.size();
            json["psnr"] = Json();
        }
        json["selection"] = toJson(summarizeSelection(truth, row.selected, levels, seed));
        if (!row.byEnergy.empty())
            json["selection_by_energy"] = toJson(summarizeSelection(truth, row.byEnergy, levels, seed));
        for (const auto& [measure, numbers] : row.numbers)
            if (const auto mean = measure == "mse" ? std::nullopt : meanOf(sheet, row, measure, seed))
                json[measure] = toJson(*mean);
        rows.push_back(std::move(json));
    }
    return rows;
}

}  // namespace limen
