// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <optional>

#include "codecs/codec.h"
#include "study/label_table.h"

namespace limen {

/// Finds one image's JND point by asking for one level at a time (contract.md, "Recognition and labels").
/// largest: from the coarsest level to finer ones, stop at the first satisfying one.
/// contiguous: from the finest to coarser ones, stop before the first failing one.
class JndSearch {
public:
    JndSearch(const CodecLevels& levels, Reading reading);

    /// The level to test next; nothing when the JND point is known.
    std::optional<int> nextLevel() const;
    /// `satisfies`: keepsRecognition() at nextLevel().
    void record(bool satisfies);
    /// The JND point, or nothing if no level satisfies. Valid when nextLevel() is nothing.
    std::optional<int> jndLevel() const { return m_result; }

private:
    CodecLevels m_levels;
    Reading m_reading;
    int m_index;  // of the level to test; outside the range when finished
    bool m_finished = false;
    std::optional<int> m_result;
};

}  // namespace limen
