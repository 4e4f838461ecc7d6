// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace limen {

/// "0.1.0", from the project's CMakeLists.txt.
std::string limenVersion();

/// Limen, compiler and build type: what a stored result says about the program that made it. Libraries that
/// change results are part of the codec's and the recognizer's identity.
std::string versionSummary();

}  // namespace limen
