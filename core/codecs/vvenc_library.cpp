// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/vvenc_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <array>

#include "base/error.h"
#include "base/installation.h"
#include "codecs/encoder_places.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

class VvencLibraryEncoder final : public VvcEncoder {
public:
    VvencLibraryEncoder(const LimenVvencApi& api, std::string preset)
        : m_api(&api), m_preset(std::move(preset)) {}

    VvcPicture encode(const Yuv420Buffer& picture, int qp) override {
        VvcPicture made;
        made.samples.resize(picture.samples().size());
        made.bitstream.resize(largestVvcStream(picture));
        std::array<char, 512> message{};
        LimenVvencPicture call{picture.width(),
                               picture.height(),
                               qp,
                               m_preset.c_str(),
                               picture.samples().data(),
                               made.samples.data(),
                               made.bitstream.data(),
                               made.bitstream.size(),
                               0,
                               message.data(),
                               message.size()};
        if (m_api->encode(&call) != 0)
            throwFailure(fmt::format(
                "The encoder VVenC failed at {}x{} pixels: {}.", call.width, call.height, message.data()));
        made.bitstream.resize(call.size);
        return made;
    }

private:
    const LimenVvencApi* m_api;
    std::string m_preset;
};

VvencLibrary load(const fs::path& file) {
    VvencLibrary library;
    library.file = file;
    void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        const char* reason = ::dlerror();
        library.problem =
            fmt::format("the plug-in cannot be loaded ({})", reason != nullptr ? reason : file.string());
        return library;
    }
    const auto get = reinterpret_cast<const LimenVvencApi* (*)()>(::dlsym(handle, limenVvencEntry));
    const LimenVvencApi* api = get != nullptr ? get() : nullptr;
    // The number is the one member that no version moves.
    if (api == nullptr || api->number != limenVvencApiNumber) {
        library.problem =
            fmt::format("{} is no plug-in for VVenC or belongs to another version of Limen", file.string());
        return library;
    }
    library.version = api->runsWith;
    // The size of VVenC's configuration changes from version to version: the library would read past its end.
    if (library.version != api->builtFor) {
        library.problem =
            fmt::format("the plug-in {} was built for VVenC {} and finds VVenC {}; build it again",
                        file.string(),
                        api->builtFor,
                        library.version);
        return library;
    }
    library.api = api;
    return library;
}

}  // namespace

VvencLibrary findVvencLibrary() {
    const std::string name = "liblimen_vvenc.so";
    std::error_code ignored;
    if (const auto place = encoderPlace("vvenc-plugin")) {
        const fs::path file = fs::is_directory(place->path, ignored) ? place->path / name : place->path;
        if (fs::is_regular_file(file, ignored))
            return load(file);
        VvencLibrary none;
        none.problem =
            fmt::format("{} names {}, where there is no plug-in", place->saidBy, place->path.string());
        return none;
    }
    const fs::path file = libraryFolder() / name;
    return fs::is_regular_file(file, ignored) ? load(file) : VvencLibrary{};
}

std::unique_ptr<VvcEncoder> makeVvencLibraryEncoder(const VvencLibrary& library, const std::string& preset) {
    return std::make_unique<VvencLibraryEncoder>(*library.api, preset);
}

}  // namespace limen
