// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <optional>
#include <vector>

#include "image/colour_map.h"
#include "image/residual.h"

namespace limen {

/// How a residual is shown.
struct ResidualSetting {
    ResidualChannel channel = ResidualChannel::Luma;
    int gain = 8;             ///< 1..64; the colours span -255/gain .. 255/gain grey levels
    bool lockRange = true;    ///< false: each residual gets the largest gain that shows nearly all of it
    bool ofJndImage = false;  ///< original minus JND image instead of minus the decoded image

    static constexpr int maxGain = 64;
    bool operator==(const ResidualSetting&) const = default;
};

/// Grey levels at the ends of the colour bar.
double residualRange(int gain);

/// The largest power of two up to 64 whose range at most 0.5 % of the values leave.
int gainThatShows(const std::vector<float>& plane);

/// A plane of signed grey levels in colours, 32-bit RGB, one pixel per value; `width` values a row.
QImage paintResidual(const std::vector<float>& plane, int width, double range, const DivergingMap& map);

/// The map that suits a window: its zero is close to the window's own background.
DivergingMap::Centre centreFor(const QColor& background);

QImage toQImage(const RgbImage& image);

}  // namespace limen
