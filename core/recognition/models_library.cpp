// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/models_library.h"

#include <dlfcn.h>
#include <filesystem>
#include <fmt/format.h>

#include "base/error.h"
#include "base/threads.h"

namespace limen {

namespace {

/// The folder of liblimen_base: the same in a build tree and in an installation.
std::filesystem::path libraryFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&usableCores), &info) == 0 || info.dli_fname == nullptr)
        throwFailure("Cannot tell where Limen's libraries are.", "Install Limen again.");
    return std::filesystem::path(info.dli_fname).parent_path();
}

const models::ModelsApi& load() {
    const std::filesystem::path file = libraryFolder() / "liblimen_models.so";
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char* reason = dlerror();
        throwFailure(fmt::format("Cannot load Limen's networks: {}.", reason != nullptr ? reason : file.string()),
                     "Install Limen and LibTorch again; the recognizer hog-baseline works without them.");
    }
    const auto get = reinterpret_cast<const models::ModelsApi* (*)()>(dlsym(library, "limenModelsApi"));
    const models::ModelsApi* api = get != nullptr ? get() : nullptr;
    if (api == nullptr || api->version != models::ModelsApi{}.version)
        throwFailure(fmt::format("{} belongs to another version of Limen.", file.string()), "Install Limen again.");
    return *api;
}

}  // namespace

const models::ModelsApi& modelsLibrary() {
    static const models::ModelsApi& api = load();  // a failure is tried again by the next call
    return api;
}

}  // namespace limen
