// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/loaded_library.h"

#include <dlfcn.h>
#include <filesystem>
#include <system_error>

namespace limen {

namespace {

constexpr const char* unknownVersion = "unknown version";

}  // namespace

std::string versionFromVariable(const char* symbol) {
    const void* address = dlsym(RTLD_DEFAULT, symbol);
    return address == nullptr ? unknownVersion : *static_cast<const char* const*>(address);
}

std::string versionFromFunction(const char* symbol) {
    void* address = dlsym(RTLD_DEFAULT, symbol);
    return address == nullptr ? unknownVersion : reinterpret_cast<const char* (*)()>(address)();
}

std::string libraryOfSymbol(const char* symbol) {
    const void* address = dlsym(RTLD_DEFAULT, symbol);
    Dl_info info = {};
    if (address == nullptr || dladdr(address, &info) == 0 || info.dli_fname == nullptr)
        return unknownVersion;
    std::error_code error;
    const std::filesystem::path file = std::filesystem::canonical(info.dli_fname, error);
    return error ? unknownVersion : file.filename().string();
}

}  // namespace limen
