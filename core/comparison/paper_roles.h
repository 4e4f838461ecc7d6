// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "comparison/result_table.h"

namespace limen {

/// Which row of a table stands for which row of the paper's: names here by names there.
using PaperRoles = std::map<std::string, std::string>;

/// Rows of Tables IV and V that are runs of the study, by what the runs were trained with: the identity loss,
/// feature disentanglement (AFD), skip connections. Of several runs alike the first.
PaperRoles paperRoles(const std::filesystem::path& study, const ResultTable& table);

}  // namespace limen
