// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/level_choice.h"

#include <fmt/format.h>
#include <algorithm>

namespace limen {

std::optional<LevelChoice> choiceOf(const ComparedRow& row, SelectionRule rule) {
    LevelChoice choice{row.name, "", row.note, row.kind != kindName(CandidateKind::Baseline), {}};
    choice.candidate = row.name;
    choice.kind = row.kind;
    if (rule == SelectionRule::Energy) {
        if (row.byEnergy.empty())
            return std::nullopt;
        choice.rule = "energy";
        choice.selected = row.byEnergy;
    } else {
        choice.rule = row.ownLevels ? "own" : "eq8";
        choice.selected = row.selected;
    }
    return choice;
}

std::vector<LevelChoice> levelChoices(const ComparisonSheet& sheet, std::span<const int> constants) {
    std::vector<LevelChoice> choices = {
        {"true JND points", "truth", "the upper bound: labels of these very images", false, sheet.levels}};
    for (const ComparedRow& row : sheet.rows) {
        choices.push_back(*choiceOf(row, SelectionRule::MostAlike));
        if (row.kind != kindName(CandidateKind::EyeModel))
            continue;
        if (std::optional<LevelChoice> energy = choiceOf(row, SelectionRule::Energy)) {
            energy->name += ", by energy";
            choices.push_back(*std::move(energy));
        }
    }
    for (const int level : constants)
        choices.push_back({fmt::format("constant {}", level),
                           "constant",
                           "",
                           false,
                           std::vector<int>(sheet.images.size(), level)});
    return choices;
}

CodedPart codedPart(const ComparisonSheet& sheet, std::vector<LevelChoice> choices) {
    return {sheet.about.is_object() ? sheet.about.value("part", "") : "",
            sheet.images,
            sheet.truth(),
            std::move(choices)};
}

CodedPart pooledPart(const std::vector<CodedPart>& parts) {
    CodedPart pooled = parts.front();
    const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const CodedPart& next = parts[i];
        pooled.name = "all parts";
        append(pooled.images, next.images);
        append(pooled.truth, next.truth);
        std::vector<LevelChoice> shared;
        for (LevelChoice& choice : pooled.choices) {
            const auto other = std::find_if(next.choices.begin(),
                                            next.choices.end(),
                                            [&](const LevelChoice& its) { return its.name == choice.name; });
            if (other == next.choices.end())
                continue;
            append(choice.selected, other->selected);
            choice.bias.insert(other->bias.begin(), other->bias.end());
            if (choice.note.find(other->note) == std::string::npos)
                choice.note += "; " + other->note;
            shared.push_back(std::move(choice));
        }
        pooled.choices = std::move(shared);
    }
    return pooled;
}

}  // namespace limen
