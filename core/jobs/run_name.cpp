// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/run_name.h"

#include <fmt/format.h>

#include "base/error.h"
#include "quality/face_quality.h"
#include "training/run_folder.h"

namespace limen {

namespace fs = std::filesystem;

std::string runName(const Params& params) {
    const auto name = params.text("run");
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
        throwBadInput(fmt::format("A run cannot be called \"{}\".", name),
                      "Its name becomes a folder below the study's runs: letters, digits, - and _ serve.");
    return name;
}

std::string qualityModelNamed(const fs::path& study, const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos)
        return name;
    const fs::path card = RunFolder(study / "runs" / name).model() / (name + ".json");
    std::error_code ignored;
    return fs::is_regular_file(card, ignored) && readModelCard(card).task == faceQualityTask ? card.string()
                                                                                             : name;
}

}  // namespace limen
