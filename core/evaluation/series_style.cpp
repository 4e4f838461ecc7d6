// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/series_style.h"

#include <algorithm>
#include <utility>

namespace limen {

ChartDash dashOf(int series) {
    constexpr std::array dashes = {ChartDash::Solid, ChartDash::Dashed, ChartDash::Dotted};
    const int colours = static_cast<int>(seriesOnLight.size());
    return dashes[static_cast<std::size_t>(series + series / colours) % dashes.size()];
}

int seriesOf(const std::vector<CodecRecord>& codecs, CodecId codec) {
    return static_cast<int>(std::count_if(
        codecs.begin(), codecs.end(), [codec](const CodecRecord& record) { return record.id < codec; }));
}

void sortBySeries(std::vector<LabelSet>& sets, const std::vector<CodecRecord>& codecs) {
    // The first codec with the same levels, then the codec.
    const auto place = [&codecs](const LabelSet& set) {
        const auto own = std::find_if(codecs.begin(), codecs.end(), [&set](const CodecRecord& record) {
            return record.id == set.key.codec;
        });
        const auto same = std::find_if(codecs.begin(), own, [&own, &codecs](const CodecRecord& record) {
            return own != codecs.end() && record.levels == own->levels;
        });
        return std::pair(same - codecs.begin(), own - codecs.begin());
    };
    std::stable_sort(sets.begin(), sets.end(), [&place](const LabelSet& a, const LabelSet& b) {
        return place(a) < place(b);
    });
}

}  // namespace limen
