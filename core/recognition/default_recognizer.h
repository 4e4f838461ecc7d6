// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace limen {

/// The recognizer of a job for which none was named: the user's first (LIMEN_MODELS, then the user's model
/// folder), else the one Limen ships, else the built-in one.
std::string defaultRecognizer();

/// The recognizer that Limen ships.
inline constexpr const char* shippedRecognizer = "limen-fr-s";

}  // namespace limen
