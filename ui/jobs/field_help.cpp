// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/field_help.h"

namespace limen {

QString helpPageOf(const ParamSpec& spec) {
    if (spec.type == ParamType::Codec || spec.type == ParamType::Levels)
        return QStringLiteral("codecs#settings-and-levels");
    for (const char* name : {"far", "reading", "exhaustive"})
        if (spec.name == name)
            return QStringLiteral("labels#how-a-jnd-point-is-decided");
    return spec.name == "role" ? QStringLiteral("index#words") : QString();
}

}  // namespace limen
