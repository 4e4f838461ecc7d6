// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>

namespace limen {

/// What went wrong and, on a line of its own, what to do about it.
std::string errorText(const std::exception& error);

}  // namespace limen
