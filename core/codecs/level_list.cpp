// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/level_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regex>
#include <set>
#include <sstream>

#include "base/error.h"

namespace limen {

namespace {

struct Range {
    int from = 0;
    int to = 0;
};

std::vector<Range> parseRanges(const std::string& text) {
    static const std::regex form(R"(\s*(\d{1,4})\s*(-\s*(\d{1,4})\s*)?)");
    std::vector<Range> ranges;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        std::smatch match;
        if (!std::regex_match(part, match, form))
            throwBadInput(fmt::format("\"{}\" is not a list of levels.", text),
                          "Write one level, a range such as 13-51, or a list such as 22,32,37.");
        const int from = std::stoi(match[1]);
        ranges.push_back({from, match[3].matched ? std::stoi(match[3]) : from});
    }
    return ranges;
}

}  // namespace

void checkLevelListForm(const std::string& text) {
    parseRanges(text);
}

std::vector<int> parseLevels(const std::string& text, const CodecLevels& levels) {
    if (text.empty())
        return levels.all();
    std::set<int> indices;
    for (const Range& range : parseRanges(text)) {
        const int low = std::min(range.from, range.to);
        const int high = std::max(range.from, range.to);
        bool any = false;
        for (const int level : levels.all())
            if (level >= low && level <= high) {
                indices.insert(levels.indexOf(level));
                any = true;
            }
        if (!any || (low == high && levels.indexOf(low) < 0) ||
            low < std::min(levels.finest, levels.coarsest) || high > std::max(levels.finest, levels.coarsest))
            throwBadInput(
                fmt::format("The codec has no {} {}.",
                            levels.unit,
                            low == high ? std::to_string(low) : fmt::format("{}-{}", low, high)),
                fmt::format(
                    "It has {} {} to {}{}.",
                    levels.unit,
                    levels.finest,
                    levels.coarsest,
                    std::abs(levels.step) == 1 ? "" : fmt::format(" in steps of {}", std::abs(levels.step))));
    }
    std::vector<int> list;
    for (const int index : indices)
        list.push_back(levels.level(index));
    return list;
}

std::string levelListText(const std::vector<int>& list, const CodecLevels& levels) {
    std::set<int> indices;
    for (const int level : list)
        indices.insert(levels.indexOf(level));
    std::vector<std::string> parts;
    for (auto at = indices.begin(); at != indices.end();) {
        const int first = *at;
        int last = first;
        while (++at != indices.end() && *at == last + 1)
            last = *at;
        parts.push_back(std::to_string(levels.level(first)));
        if (last > first)
            parts.back() += (last > first + 1 ? "-" : ",") + std::to_string(levels.level(last));
    }
    return fmt::format("{}", fmt::join(parts, ","));
}

}  // namespace limen
