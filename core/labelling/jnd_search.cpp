// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/jnd_search.h"

namespace limen {

JndSearch::JndSearch(const CodecLevels& levels, Reading reading)
    : m_levels(levels), m_reading(reading), m_index(reading == Reading::Largest ? levels.count() - 1 : 0) {}

std::optional<int> JndSearch::nextLevel() const {
    if (m_finished || m_index < 0 || m_index >= m_levels.count())
        return std::nullopt;
    return m_levels.level(m_index);
}

void JndSearch::record(bool satisfies) {
    if (satisfies)
        m_result = m_levels.level(m_index);
    if (m_reading == Reading::Largest) {
        m_finished = satisfies;
        --m_index;
    } else {
        m_finished = !satisfies;
        ++m_index;
    }
}

}  // namespace limen
