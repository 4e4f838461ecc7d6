// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/level_decision.h"

#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr std::size_t window = 8;
constexpr std::ptrdiff_t tolerated = 5;

}  // namespace

int placeOfDecisions(const std::vector<bool>& recognised) {
    const auto firstNot = std::find(recognised.begin(), recognised.end(), false);
    if (std::find(firstNot, recognised.end(), true) == recognised.end())
        return static_cast<int>(std::max<std::ptrdiff_t>(0, firstNot - recognised.begin() - 1));
    for (std::size_t place = recognised.size(); place-- > 0;) {
        const auto end = recognised.begin() + static_cast<std::ptrdiff_t>(place) + 1;
        const auto begin = end - static_cast<std::ptrdiff_t>(std::min(window, place + 1));
        if (recognised[place] && std::count(begin, end, false) <= tolerated)
            return static_cast<int>(place);
    }
    return 0;
}

int placeOfAnswer(LevelAnswer kind, std::span<const float> answer, int levels) {
    if (kind == LevelAnswer::Place)
        return static_cast<int>(std::lround(std::clamp(answer[0], 0.0F, static_cast<float>(levels - 1))));
    std::vector<bool> recognised;
    for (const float logit : answer)
        recognised.push_back(logit >= 0.0F);
    return placeOfDecisions(recognised);
}

}  // namespace limen
