// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/fake_encoder.h"

#include <sys/wait.h>
#include <cerrno>
#include <cstdlib>

#include "base/safe_file.h"

namespace limen::test {

void writeFakeEncoder(const std::filesystem::path& program,
                      const std::string& version,
                      const std::string& what) {
    // The stream: an SPS, a PPS and an IDR slice with its picture header inside, without content.
    const std::string script = R"(#!/bin/sh
in= stream= shown=
while [ $# -gt 0 ]; do
  case $1 in
    -i) in=$2; shift ;;
    -b) stream=$2; shift ;;
    -o) shown=$2; shift ;;
    --ReconFile=*) shown=${1#*=} ;;
  esac
  shift
done
write_stream() { printf '\000\000\000\001\000\171xx\000\000\000\001\000\201xx\000\000\001\000\101\200x' > "$stream"; }
write_picture() { cat "$in" "$in" | tr '\000-\377' '\000' > "$shown"; }
if [ -z "$in" ]; then
  printf '%s\n' ')" + version + R"('
  exit 0
fi
)" + what + "\n";
    writeFileAtomically(program, script);
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
}

Environment::Environment(const char* name, const std::string& value) : m_name(name) {
    const char* before = std::getenv(name);
    m_wasSet = before != nullptr;
    m_before = m_wasSet ? before : "";
    ::setenv(name, value.c_str(), 1);
}

Environment::~Environment() {
    if (m_wasSet)
        ::setenv(m_name.c_str(), m_before.c_str(), 1);
    else
        ::unsetenv(m_name.c_str());
}

bool hasNoChildren() {
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

}  // namespace limen::test
