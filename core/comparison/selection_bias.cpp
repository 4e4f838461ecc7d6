// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/selection_bias.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr int mostBias = 13;

}  // namespace

std::vector<int> shiftedLevels(std::span<const int> selected, int bias, const CodecLevels& levels) {
    std::vector<int> shifted;
    for (const int level : selected)
        shifted.push_back(levels.level(std::clamp(levels.indexOf(level) - bias, 0, levels.count() - 1)));
    return shifted;
}

int chooseBias(std::span<const ScoredFace> truth, std::span<const int> selected, const CodecLevels& levels) {
    const auto excess = [&](int bias) {
        const std::vector<int> shifted = shiftedLevels(selected, bias, levels);
        long sum = 0;
        for (std::size_t i = 0; i < truth.size(); ++i)
            sum += levels.indexOf(shifted[i]) - levels.indexOf(truth[i].level);
        return std::abs(sum);
    };
    int best = 0;
    for (int size = 1; size <= mostBias; ++size)
        for (const int bias : {size, -size})
            if (excess(bias) < excess(best))
                best = bias;
    return best;
}

bool takesBias(const std::string& candidate, const std::string& kind) {
    return kind == kindName(CandidateKind::Predictor) || candidate == "codec mix";
}

void addBiasedChoices(CodedPart& part,
                      const ComparisonSheet& validation,
                      SelectionRule rule,
                      const CodecLevels& levels) {
    const std::vector<ScoredFace> truth = validation.truth();
    std::vector<LevelChoice> choices;
    for (LevelChoice& choice : part.choices) {
        choices.push_back(std::move(choice));
        const LevelChoice& plain = choices.back();
        const ComparedRow* row = validation.find(plain.candidate);
        if (row == nullptr || !takesBias(plain.candidate, plain.kind))
            continue;
        const std::optional<LevelChoice> there = choiceOf(*row, rule);
        if (!there || there->rule != plain.rule)
            continue;
        const int bias = chooseBias(truth, there->selected, levels);
        LevelChoice shifted = plain;
        shifted.name += ", bias";
        shifted.note =
            fmt::format("{}: d = {}, chosen on {} validation images", part.name, bias, truth.size());
        shifted.selected = shiftedLevels(plain.selected, bias, levels);
        shifted.bias = {{part.name, bias}};
        choices.push_back(std::move(shifted));
    }
    part.choices = std::move(choices);
}

}  // namespace limen
