// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "codecs/vvc_encoder.h"
#include "codecs/vvenc/vvenc_plugin.h"

namespace limen {

/// VVenC in this process, through the plug-in, or why it cannot be used.
struct VvencLibrary {
    const LimenVvencApi* api = nullptr;
    std::filesystem::path file;
    std::string version;
    std::string problem;  ///< empty where there is no plug-in, or all is well
};

/// The plug-in that the user named, otherwise the one beside Limen's libraries. What was loaded stays loaded.
VvencLibrary findVvencLibrary();

std::unique_ptr<VvcEncoder> makeVvencLibraryEncoder(const VvencLibrary& library, const std::string& preset);

}  // namespace limen
