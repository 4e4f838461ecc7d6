// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/version.h"

namespace limen {

std::string limenVersion() {
    return LIMEN_VERSION;
}

std::string versionSummary() {
    return "Limen " LIMEN_VERSION ", " LIMEN_COMPILER;
}

}  // namespace limen
