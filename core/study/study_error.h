// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "base/error.h"

namespace SQLite {
class Exception;
}

namespace limen {

/// What a failure of SQLite means to the user: full disk, read-only, damaged, in use.
/// `where` names the study in the sentence.
Error studyError(const SQLite::Exception& exception, const std::string& where);

}  // namespace limen
