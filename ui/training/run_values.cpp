// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_values.h"

namespace limen {

bool operator==(const RunSummary& a, const RunSummary& b) {
    const auto status = [](const RunSummary& run) { return run.status ? toJson(*run.status) : Json(); };
    return a.name == b.name && a.active == b.active && a.changed == b.changed &&
           a.folder.path() == b.folder.path() && status(a) == status(b);
}

bool RunUpdate::isEmpty() const {
    return !restarted && added.empty() && !history && !settings && !preview && !checkpoints && !problem;
}

}  // namespace limen
