// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "base/json.h"

namespace limen {

/// A text of ResultTable::about or StoredFigure::about; empty without.
QString aboutText(const Json& about, const char* key);
/// What a table or figure is of, in one line: "measured on: held out · codec hevc · ...".
QString resultSource(const Json& about);
/// All that is known of its data, for a tooltip.
QString resultDetails(const Json& about);

}  // namespace limen
