// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <vector>

#include "study/label_table.h"

namespace limen {

// How codec settings look and in which order they stand: the same in window and report, whatever is shown
// beside them.

/// Line colours on light and on dark paper. Beyond the last they begin again.
inline constexpr std::array<const char*, 6> seriesOnLight = {
    "#1f5fa8", "#c2571a", "#2a7f62", "#7a4fa3", "#8a6d1d", "#b03060"};
inline constexpr std::array<const char*, 6> seriesOnDark = {
    "#7fb2ea", "#f0995c", "#6cc3a0", "#c19ae6", "#d8b95a", "#ef86ab"};

enum class ChartDash { Solid, Dashed, Dotted };

/// Series are told apart without colours as well; where the colours begin again, the dashes do not.
ChartDash dashOf(int series);

/// The series of a codec: its place among the study's codecs, which never changes, so that neither a later
/// codec nor a choice of some of them gives it another colour. `codecs` as EncodingTable::codecs().
int seriesOf(const std::vector<CodecRecord>& codecs, CodecId codec);

/// Orders label sets for legends, tables and sections: by series, but codecs of the same levels beside one
/// another, because these share plots. Sets of one codec keep their order.
void sortBySeries(std::vector<LabelSet>& sets, const std::vector<CodecRecord>& codecs);

}  // namespace limen
