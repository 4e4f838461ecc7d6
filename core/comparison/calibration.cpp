// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/calibration.h"

#include <fmt/format.h>
#include <cmath>
#include <map>

namespace limen {

namespace {

using Better = TableColumn::Better;

/// Sums for least squares of y on x.
struct LineSums {
    double count = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;

    void add(const LineSums& other) {
        count += other.count;
        x += other.x;
        y += other.y;
        xx += other.xx;
        xy += other.xy;
    }
    std::optional<double> slope() const {
        const double square = count * xx - x * x;
        // Levels are whole numbers, so that the difference is, too.
        return square >= 0.5 ? std::optional((count * xy - x * y) / square) : std::nullopt;
    }
};

std::optional<MeanOfPeople> fitSlope(Calibration& calibration,
                                     const ComparisonSheet& sheet,
                                     std::uint64_t seed) {
    std::map<std::int64_t, LineSums> byPerson;
    LineSums all;
    for (std::size_t i = 0; i < sheet.levels.size(); ++i) {
        const double x = calibration.choice.selected[i];
        const double y = sheet.levels[i];
        const LineSums image{1.0, x, y, x * x, x * y};
        byPerson[sheet.identities[i]].add(image);
        all.add(image);
    }
    const std::optional<double> slope = all.slope();
    if (!slope)
        return std::nullopt;
    calibration.intercept = (all.y - *slope * all.x) / all.count;
    std::vector<LineSums> people;
    for (const auto& [identity, sums] : byPerson)
        people.push_back(sums);
    return bootstrapPeople(people.size(), seed, [&people](std::span<const std::size_t> drawn) {
        LineSums sums;
        for (const std::size_t person : drawn)
            sums.add(people[person]);
        return sums.slope();
    });
}

std::vector<CalibrationBin> binned(const std::vector<int>& selected,
                                   const std::vector<int>& truth,
                                   const CodecLevels& levels) {
    constexpr int aboutSoMany = 13;
    const int width = std::max(1, levels.count() / aboutSoMany);
    struct Sums {
        double selected = 0.0, truth = 0.0, square = 0.0;
        std::size_t images = 0;
    };
    std::map<int, Sums> sums;
    for (std::size_t i = 0; i < selected.size(); ++i) {
        Sums& bin = sums[levels.indexOf(selected[i]) / width];
        bin.selected += selected[i];
        bin.truth += truth[i];
        bin.square += static_cast<double>(truth[i]) * truth[i];
        ++bin.images;
    }
    std::vector<CalibrationBin> bins;
    for (const auto& [number, sum] : sums) {
        const auto count = static_cast<double>(sum.images);
        const double mean = sum.truth / count;
        const double square = std::max(0.0, sum.square - count * mean * mean);
        bins.push_back({levels.level(number * width),
                        levels.level(std::min((number + 1) * width, levels.count()) - 1),
                        sum.selected / count,
                        mean,
                        sum.images > 1 ? std::sqrt(square / (count - 1.0)) : 0.0,
                        sum.images});
    }
    return bins;
}

}  // namespace

std::vector<Calibration> calibrate(const ComparisonSheet& sheet,
                                   const CodecLevels& levels,
                                   std::uint64_t seed) {
    std::vector<Calibration> calibrations;
    const std::vector<ScoredFace> truth = sheet.truth();
    for (LevelChoice& choice : levelChoices(sheet, {})) {
        if (choice.rule == "truth")
            continue;
        Calibration calibration;
        calibration.scores = summarizeSelection(truth, choice.selected, levels, seed);
        calibration.bins = binned(choice.selected, sheet.levels, levels);
        calibration.choice = std::move(choice);
        calibration.slope = fitSlope(calibration, sheet, seed);
        calibrations.push_back(std::move(calibration));
    }
    return calibrations;
}

ResultTable calibrationTable(const std::vector<Calibration>& calibrations,
                             const ComparisonSheet& sheet,
                             const CodecLevels& levels) {
    ResultTable table;
    table.title = "Calibration of selected levels";
    table.columns = {{fmt::format("error, {}", levels.unit), 2, Better::Smaller},
                     {fmt::format("bias, {}", levels.unit), 2},
                     {"rank correlation", 2, Better::Larger},
                     {"slope of true on selected", 2},
                     {"intercept", 1},
                     {"at the ends, %", 1}};
    for (const Calibration& calibration : calibrations)
        table.rows.push_back({calibration.choice.name,
                              calibration.choice.note,
                              calibration.choice.ranked,
                              {calibration.scores.error,
                               calibration.scores.bias,
                               calibration.scores.spearman,
                               calibration.slope,
                               calibration.intercept ? TableCell(*calibration.intercept) : TableCell(),
                               100 * calibration.scores.atEnds}});
    table.notes.push_back(
        fmt::format("{} images. Slope and intercept: least squares of the true JND point on the selected "
                    "level; 1 and 0 where a selection means what it says, a slope near 0 where it says "
                    "nothing. At the ends: share for which the finest or the coarsest level is selected. "
                    "Intervals: 95 %, over people.",
                    sheet.images.size()));
    return table;
}

Json toJson(const Calibration& calibration) {
    Json bins = Json::array();
    for (const CalibrationBin& bin : calibration.bins)
        bins.push_back({{"from", bin.from},
                        {"to", bin.to},
                        {"selected", bin.selected},
                        {"true", bin.truth},
                        {"spread", bin.spread},
                        {"images", bin.images}});
    return {{"model", calibration.choice.name},
            {"rule", calibration.choice.rule},
            {"note", calibration.choice.note},
            {"selection", toJson(calibration.scores)},
            {"slope", calibration.slope ? toJson(*calibration.slope) : Json()},
            {"intercept", calibration.intercept ? Json(*calibration.intercept) : Json()},
            {"bins", std::move(bins)}};
}

}  // namespace limen
