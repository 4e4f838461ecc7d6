// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/models_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <filesystem>

#include "base/error.h"
#include "base/installation.h"

namespace limen {

namespace {

const models::ModelsApi& load() {
    const std::filesystem::path file = libraryFolder() / "liblimen_models.so";
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char* reason = dlerror();
        throwFailure(
            fmt::format("Cannot load Limen's networks: {}.", reason != nullptr ? reason : file.string()),
            "Install Limen and LibTorch again; the recognizer hog-baseline works without them.");
    }
    const auto get = reinterpret_cast<const models::ModelsApi* (*)()>(dlsym(library, "limenModelsApi"));
    const models::ModelsApi* api = get != nullptr ? get() : nullptr;
    if (api == nullptr || api->version != models::ModelsApi{}.version)
        throwFailure(fmt::format("{} belongs to another version of Limen.", file.string()),
                     "Install Limen again.");
    return *api;
}

}  // namespace

const models::ModelsApi& modelsLibrary() {
    static const models::ModelsApi& api = load();  // a failure is tried again by the next call
    return api;
}

}  // namespace limen
