// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace limen {

/// "+3", "-3", "0": a difference always shows its sign. An ASCII minus, so that copied values are numbers.
inline QString signedText(int value) {
    return value > 0 ? QLatin1Char('+') + QString::number(value) : QString::number(value);
}

}  // namespace limen
