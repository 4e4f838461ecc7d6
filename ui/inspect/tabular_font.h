// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace limen {

/// `font` if its digits are equally wide, else the system's fixed font in the same size: numbers that change
/// must not make the text around them jump. (Qt 6.4 cannot switch on the OpenType feature "tnum".)
QFont tabularFont(const QFont& font);

}  // namespace limen
