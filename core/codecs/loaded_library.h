// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

// Which version of a codec library runs in this process. libavcodec and OpenCV bring these libraries along
// without passing their versions on, and asking the library itself cannot disagree with the code that runs.
// "unknown version" where the library was linked in without its symbols.

namespace limen {

/// A version kept in a `const char*` variable, such as x265_version_str.
std::string versionFromVariable(const char* symbol);
/// A version returned by a function `const char* f()`, such as aom_codec_version_str.
std::string versionFromFunction(const char* symbol);
/// The file of the library that has the symbol, such as libjpeg.so.62.3.0.
std::string libraryOfSymbol(const char* symbol);

}  // namespace limen
