// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "codecs/codec.h"
#include "jobs/job.h"

namespace limen {

// What the jobs that train and measure models take.

/// "a,b" as {"a", "b"}. Throws Error (BadInput) naming the parameter when a name is empty or given twice.
std::vector<std::string> namesOf(const Params& params, const std::string& param);

/// "22,37" as {22, 37}. Throws Error (BadInput) as namesOf(), and for what is no level of the codec.
std::vector<int> levelsOf(const Params& params, const std::string& param, const CodecLevels& levels);

/// --recognizers, several names; --max-per-identity, 20 unless given.
ParamSpec recognizersParam();
ParamSpec maxPerIdentityParam();

/// --out and --data of a training.
ParamSpec trainingFolderParam();
ParamSpec trainingDataParam();
/// A number with a default; `most`: none when left out.
ParamSpec numberParam(const char* name,
                      ParamType type,
                      const char* help,
                      Json value,
                      double least,
                      std::optional<double> most = {});

/// --held-out: the list Limen ships unless another is named.
ParamSpec heldOutParam();
std::filesystem::path heldOutFile(const Params& params);

}  // namespace limen
