// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "jobs/job.h"

namespace limen {

/// The page of the help, with a heading where there is one, that says what to enter. Empty: none does.
QString helpPageOf(const ParamSpec& spec);

}  // namespace limen
