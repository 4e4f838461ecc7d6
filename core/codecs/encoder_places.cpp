// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/encoder_places.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// XDG base directory specification: relative folders are ignored.
fs::path settingsFile() {
    const std::string config = environment("XDG_CONFIG_HOME");
    if (!config.empty() && config.front() == '/')
        return fs::path(config) / "limen" / "encoders.json";
    const std::string home = environment("HOME");
    return fs::path(home.empty() ? "/" : home) / ".config" / "limen" / "encoders.json";
}

Json readSettings() {
    std::error_code ignored;
    if (!fs::exists(settingsFile(), ignored))
        return Json::object();
    try {
        Json settings = Json::parse(readTextFile(settingsFile(), 1U << 20U));
        return settings.is_object() ? settings : Json::object();
    } catch (const std::exception&) {
        return Json::object();
    }
}

}  // namespace

const std::vector<EncoderPlaceKey>& encoderPlaceKeys() {
    static const std::vector<EncoderPlaceKey> keys = {
        {"vtm", "LIMEN_VTM", "Folder of VTM's EncoderApp and DecoderApp"},
        {"vtm-cfg", "LIMEN_VTM_CFG", "VTM's encoder_intra_vtm.cfg, where it does not lie in VTM's folder"},
        {"vvenc", "LIMEN_VVENC", "Folder of VVenC's programs vvencFFapp or vvencapp"},
        {"vvenc-plugin", "LIMEN_VVENC_PLUGIN", "Limen's plug-in for VVenC, liblimen_vvenc.so"},
    };
    return keys;
}

std::optional<EncoderPlace> encoderPlace(const std::string& name) {
    const auto& keys = encoderPlaceKeys();
    const auto key = std::find_if(
        keys.begin(), keys.end(), [&](const EncoderPlaceKey& known) { return known.name == name; });
    const std::string variable = environment(key->environment.c_str());
    if (!variable.empty())
        return EncoderPlace{fs::absolute(variable), key->environment};
    const Json settings = readSettings();
    const auto found = settings.find(name);
    if (found == settings.end() || !found->is_string())
        return std::nullopt;
    return EncoderPlace{found->get<std::string>(), settingsFile().string()};
}

void rememberEncoderPlace(const std::string& name, const std::string& path) {
    Json settings = readSettings();
    if (path.empty()) {
        settings.erase(name);
    } else {
        const fs::path absolute = fs::absolute(path).lexically_normal();
        std::error_code ignored;
        if (!fs::exists(absolute, ignored))
            throwBadInput(fmt::format("There is nothing at {}.", absolute.string()),
                          "Name a folder or file that exists, or nothing (\"\") to forget the place.");
        settings[name] = absolute.string();
    }
    makeFolder(settingsFile().parent_path());
    writeFileAtomically(settingsFile(), settings.dump(2) + "\n");
}

}  // namespace limen
