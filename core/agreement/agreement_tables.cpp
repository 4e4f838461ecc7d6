// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "agreement/agreement_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

#include "evaluation/prediction_scores.h"

namespace limen {

namespace {

TableCell percent(const std::optional<MeanOfPeople>& share) {
    return share ? TableCell(MeanOfPeople{100 * share->mean, 100 * share->lower, 100 * share->upper})
                 : TableCell();
}

TableCell count(std::size_t number) {
    return TableCell(static_cast<double>(number));
}

std::string sourceNote(const TransferSide& side) {
    return fmt::format("Labels of {}, FAR {:g}, reading {}. Intervals: 95 %, over people.",
                       side.name(),
                       side.set.key.farRequested,
                       readingName(side.set.key.reading));
}

/// What two versions of a label say of the least error anybody can make who does not tell the versions apart.
std::string floorNote(const RepeatedLabels& condition, const CodecLevels& levels) {
    const double difference = condition.agreement.error->mean;
    return fmt::format(
        "What bounds a predictor: the JND points of a face and of the same face {} lie {:.2f} {} apart. "
        "Whoever answers both alike errs by at least half of that, {:.2f}, on the two together (triangle "
        "inequality), and by {:.2f} if the two are independent draws of a normal distribution (1/sqrt 2 of "
        "it). For the same reason no rank correlation with the labels can be expected above {:.2f}, the root "
        "of that between the two.",
        condition.name,
        difference,
        levels.unit,
        difference / 2.0,
        difference / std::numbers::sqrt2,
        std::sqrt(std::max(0.0, condition.agreement.spearman->mean)));
}

constexpr int noLimit = 1'000'000;

std::string rangeName(const MateCounts::Stratum& stratum) {
    if (stratum.to == noLimit)
        return fmt::format("from {} mates", stratum.from);
    if (stratum.from == stratum.to)
        return fmt::format("{} mate{}", stratum.from, stratum.from == 1 ? "" : "s");
    return fmt::format("{} to {} mates", stratum.from, stratum.to);
}

/// One image of a label set.
struct LabelledImage {
    std::int64_t identity;
    Label label;
};

MateCounts::Stratum stratumOf(const std::vector<LabelledImage>& images,
                              int from,
                              int to,
                              std::uint64_t seed) {
    MateCounts::Stratum stratum{from, to, 0, 0, {}};
    std::vector<std::int64_t> identities;
    std::vector<double> levels;
    for (const auto& [identity, label] : images) {
        if (label.genuinePairs < from || label.genuinePairs > to)
            continue;
        identities.push_back(identity);
        levels.push_back(*label.level);
    }
    stratum.images = levels.size();
    stratum.people = std::set<std::int64_t>(identities.begin(), identities.end()).size();
    if (!levels.empty())
        stratum.level = meanOfPeople(identities, levels, seed);
    return stratum;
}

Json toJson(const MateCounts::Stratum& stratum) {
    return {{"from", stratum.from},
            {"to", stratum.to == noLimit ? Json() : Json(stratum.to)},
            {"images", stratum.images},
            {"people", stratum.people},
            {"level", toJson(stratum.level)}};
}

}  // namespace

RepeatedLabels repeatedLabels(const std::map<ImageId, Label>& labels,
                              const std::vector<Label>& found,
                              const std::map<ImageId, std::int64_t>& identities,
                              const CodecLevels& levels,
                              std::uint64_t seed) {
    RepeatedLabels repeated;
    std::vector<LevelPair> pairs;
    for (const Label& again : found) {
        const Label& before = labels.at(again.image);
        ++repeated.asked;
        if (before.flag == LabelFlag::Unrecognised || again.flag == LabelFlag::Unrecognised)
            ++repeated.unrecognised;
        else if (!before.level || !again.level)
            ++repeated.noLevel;
        else
            pairs.push_back(
                {identities.at(again.image), levels.indexOf(*before.level), levels.indexOf(*again.level)});
    }
    repeated.agreement = compareLevels(pairs, seed);
    return repeated;
}

ResultTable selfAgreementTable(const std::vector<RepeatedLabels>& conditions,
                               const TransferSide& side,
                               const std::string& floorFrom) {
    const std::string& unit = side.codec.levels.unit;
    ResultTable table;
    table.title = "JND points found again";
    table.columns = {{"images", 0},
                     {"people", 0},
                     {"unrecognised", 0},
                     {"no level", 0},
                     {fmt::format("mean difference, {}", unit), 2},
                     {fmt::format("bias, {}", unit), 2},
                     {"rank correlation", 2},
                     {"same level, %", 1},
                     {"within 2 levels, %", 1}};
    for (const RepeatedLabels& condition : conditions) {
        const LevelAgreement& found = condition.agreement;
        table.rows.push_back({condition.name,
                              condition.note,
                              false,
                              {count(found.images),
                               count(found.people),
                               count(condition.unrecognised),
                               count(condition.noLevel),
                               found.error,
                               found.bias,
                               found.spearman,
                               percent(found.same),
                               percent(found.near)}});
        table.notes.push_back(condition.name + ": " + condition.note);
        if (condition.name == floorFrom && found.error)
            table.notes.push_back(floorNote(condition, side.codec.levels));
    }
    table.notes.push_back(
        "Bias: above 0 where the JND point found again is coarser. Of probes with a JND "
        "point; those that have none when it is looked for again are counted apart.");
    table.notes.push_back(sourceNote(side));
    return table;
}

ResultTable transferTable(const std::vector<LabelTransfer>& transfers,
                          const std::vector<std::string>& leftOut) {
    ResultTable table;
    table.title = "JND points of one recognizer or codec, used for another";
    table.columns = {{"images", 0},
                     {"still satisfied, %", 1},
                     {"mean difference, levels", 2},
                     {"bias, levels", 2},
                     {"rank correlation", 2},
                     {"BPP of the first", 3},
                     {"BPP of the second", 3}};
    for (const LabelTransfer& transfer : transfers) {
        const LevelAgreement& found = transfer.agreement;
        table.rows.push_back({fmt::format("{} -> {}", transfer.from, transfer.to),
                              "",
                              false,
                              {count(found.images),
                               percent(transfer.kept),
                               found.error,
                               found.bias,
                               found.spearman,
                               transfer.bppFrom,
                               transfer.bppTo}});
    }
    if (transfers.empty())
        table.notes.push_back(
            "There is nothing to compare: the study has complete labels of one recognizer "
            "and codec only. `limen label` makes others.");
    else
        table.notes.push_back(
            "Of probes with a JND point in both. Still satisfied: share that, at the level "
            "of the first, lose no accepted mate and gain no accepted distractor of the "
            "second. Bias: above 0 where the second is coarser. Levels are compared within "
            "one codec only. Intervals: 95 %, over people.");
    if (!leftOut.empty())
        table.notes.push_back(fmt::format("Left out: {}.", fmt::join(leftOut, "; ")));
    return table;
}

MateCounts mateCounts(const TransferSide& side,
                      const std::map<ImageId, std::int64_t>& identities,
                      std::uint64_t seed) {
    constexpr std::array<std::pair<int, int>, 6> ranges = {
        {{1, 1}, {2, 4}, {5, 9}, {10, 14}, {15, 19}, {20, noLimit}}};
    std::vector<LabelledImage> images;
    std::vector<std::int64_t> people;
    std::vector<double> places, mates, accepted;
    for (const auto& [image, label] : side.labels) {
        if (label.flag != LabelFlag::Ok)
            continue;
        images.push_back({identities.at(image), label});
        people.push_back(identities.at(image));
        places.push_back(side.codec.levels.indexOf(*label.level));
        mates.push_back(label.genuinePairs);
        accepted.push_back(label.genuineAccepted);
    }
    MateCounts counts;
    for (const auto& [from, to] : ranges)
        if (MateCounts::Stratum stratum = stratumOf(images, from, to, seed); stratum.images > 0)
            counts.strata.push_back(std::move(stratum));
    counts.all = stratumOf(images, 0, noLimit, seed);
    counts.mates = rankCorrelationOfPeople(people, places, mates, seed);
    counts.accepted = rankCorrelationOfPeople(people, places, accepted, seed);
    return counts;
}

ResultTable mateTable(const MateCounts& counts, const TransferSide& side) {
    ResultTable table;
    table.title = "JND points and the number of mates";
    table.columns = {{"images", 0},
                     {"people", 0},
                     {fmt::format("mean JND point, {}", side.codec.levels.unit), 2},
                     {"rank correlation", 2}};
    const auto add = [&table](const std::string& name, const MateCounts::Stratum& stratum, TableCell cell) {
        table.rows.push_back(
            {name,
             "",
             false,
             {count(stratum.images), count(stratum.people), stratum.level, std::move(cell)}});
    };
    for (const MateCounts::Stratum& stratum : counts.strata)
        add(rangeName(stratum), stratum, {});
    add("all, by mates", counts.all, counts.mates);
    add("all, by accepted mates", counts.all, counts.accepted);
    table.notes.push_back(
        "Rank correlation of the JND point (coarser is more) with the number of mates, and "
        "with the number of those that are accepted without compression: the more there are, "
        "the more can be lost.");
    table.notes.push_back(sourceNote(side));
    return table;
}

Json toJson(const RepeatedLabels& condition) {
    Json json = {{"condition", condition.name},
                 {"note", condition.note},
                 {"asked", condition.asked},
                 {"unrecognised", condition.unrecognised},
                 {"no_level", condition.noLevel}};
    json.update(toJson(condition.agreement));
    return json;
}

Json toJson(const MateCounts& counts) {
    Json strata = Json::array();
    for (const MateCounts::Stratum& stratum : counts.strata)
        strata.push_back(toJson(stratum));
    return {{"strata", std::move(strata)},
            {"all", toJson(counts.all)},
            {"spearman_mates", toJson(counts.mates)},
            {"spearman_accepted", toJson(counts.accepted)}};
}

}  // namespace limen
