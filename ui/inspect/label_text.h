// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "inspect/inspect_facts.h"

namespace limen {

/// The flag of an image's label in words: what it follows from. `unit` of the codec's levels; empty without a
/// label.
QString explainLabel(const FaceFacts& face, const QString& unit);

}  // namespace limen
