// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/cascades.h"

#include <fmt/format.h>
#include <cstdlib>

#include "base/error.h"

namespace limen {

namespace fs = std::filesystem;

fs::path cascadeFolder() {
    std::error_code ignored;
    if (const char* chosen = std::getenv("LIMEN_CASCADES"); chosen != nullptr && *chosen != '\0') {
        if (!fs::is_regular_file(fs::path(chosen) / faceCascadeFile, ignored))
            throwBadInput(
                fmt::format(
                    "There is no {} in {}, the folder LIMEN_CASCADES names.", faceCascadeFile, chosen),
                "Name the folder with OpenCV's Haar cascades, or unset LIMEN_CASCADES.");
        return chosen;
    }
    for (const char* folder : {"/usr/share/opencv4/haarcascades",
                               "/usr/local/share/opencv4/haarcascades",
                               "/usr/share/opencv/haarcascades",
                               "/usr/share/OpenCV/haarcascades"})
        if (fs::is_regular_file(fs::path(folder) / faceCascadeFile, ignored))
            return folder;
    throwBadInput(
        "OpenCV's face cascades are not installed.",
        "Install the package opencv-data, set LIMEN_CASCADES to the folder with the cascades, or name a "
        "detector with --detector.");
}

cv::CascadeClassifier loadCascade(const fs::path& file) {
    cv::CascadeClassifier cascade;
    try {
        if (cascade.load(file.string()))
            return cascade;
    } catch (const cv::Exception&) {
        // Reported below, as for a file that OpenCV reads but finds no cascade in.
    }
    throwBadInput(fmt::format("{} is not a cascade that OpenCV can read.", file.string()),
                  "Install the package opencv-data again.");
}

}  // namespace limen
