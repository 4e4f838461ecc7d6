// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace limen {

/// An eye model to look at.
struct EyeModelChoice {
    std::string name;   ///< of a published or an installed model, or "runs/NAME" in the study
    std::string title;  ///< in full
    std::string shortTitle;
    std::string source;     ///< for openEyeModel()
    std::string hash = {};  ///< ModelCard::hash of a trained one: with another one its images are others

    bool operator==(const EyeModelChoice&) const = default;
};

/// In the order of eyeModels().
std::vector<EyeModelChoice> publishedEyeModels();
/// Those somebody has trained: installed ones, then those of the study's finished runs. An empty path: no
/// study. Reads files.
std::vector<EyeModelChoice> trainedEyeModels(const std::filesystem::path& study);

}  // namespace limen
