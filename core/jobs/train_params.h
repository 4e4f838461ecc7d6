// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "jobs/job.h"
#include "training/learning_schedule.h"

namespace limen {

/// What `train` takes, of every --model.
std::vector<ParamSpec> trainParams();

/// --epochs, --flat-epochs and --tail; `schedule`: what holds where they are left out.
EpochSchedule trainScheduleOf(const Params& params, EpochSchedule schedule);

}  // namespace limen
