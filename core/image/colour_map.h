// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <cstdint>

namespace limen {

struct Rgb8 {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    bool operator==(const Rgb8&) const = default;
};

/// A diverging colour map for signed data: blue for negative, orange for positive, grey at zero.
/// Blue and orange stay apart in every common form of colour blindness. Both arms are straight lines in OKLab
/// (Ottosson 2020), so that equal magnitudes of either sign have equal lightness and lightness is monotone in
/// magnitude: a grey print still shows how much, though not which sign.
class DivergingMap {
public:
    enum class Centre {
        Light,  ///< zero is near white, for paper and light windows
        Dark,   ///< zero is near black, for dark windows
    };

    explicit DivergingMap(Centre centre);

    /// Values beyond -1..1 get the end colours; NaN gets the colour of zero.
    Rgb8 operator()(double value) const;

private:
    // Odd, so that zero has an entry of its own; fine enough for one entry per grey level of a difference.
    static constexpr int entries = 511;
    std::array<Rgb8, entries> m_table{};
};

}  // namespace limen
