// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>

namespace limen::test {

/// Writes a shell script that stands for VTM's EncoderApp or VVenC's vvencFFapp: told its version, it prints
/// `version`; given a picture, it does `what` in the shell, where $in, $stream and $shown are the files and
/// the functions `write_stream` and `write_picture` do what a good encoder does.
void writeFakeEncoder(const std::filesystem::path& program,
                      const std::string& version,
                      const std::string& what);

inline constexpr const char* goodEncoder = "write_stream; write_picture";

/// An environment variable for the time of a scope.
class Environment {
public:
    Environment(const char* name, const std::string& value);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    std::string m_name;
    std::string m_before;
    bool m_wasSet;
};

/// No child of this process is left, running or dead.
bool hasNoChildren();

}  // namespace limen::test
