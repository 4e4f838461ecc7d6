// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/annex_b.h"

namespace limen {

std::vector<NalUnit> nalUnits(std::span<const std::uint8_t> stream) {
    std::vector<NalUnit> units;
    const auto isStartCode = [&](std::size_t at) {
        return at + 3 < stream.size() && stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1;
    };
    std::size_t begin = 0;
    std::size_t at = 0;
    while (at < stream.size() && !isStartCode(at))
        ++at;
    while (at < stream.size()) {
        std::size_t next = at + 3;
        while (next < stream.size() && !isStartCode(next))
            ++next;
        // The zero before a start code of four bytes belongs to the unit that follows.
        const std::size_t end = next < stream.size() && stream[next - 1] == 0 ? next - 1 : next;
        units.push_back({end - begin, at + 3, end - (at + 3)});
        begin = end;
        at = next;
    }
    return units;
}

}  // namespace limen
