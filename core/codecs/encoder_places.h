// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limen {

/// A place where a user may say that an encoder is, and how.
struct EncoderPlaceKey {
    std::string name;         ///< in the settings file, and the option of `limen codecs`: "vtm"
    std::string environment;  ///< the variable that wins over it: "LIMEN_VTM"
    std::string help;         ///< what lies there; one sentence, no full stop
};

const std::vector<EncoderPlaceKey>& encoderPlaceKeys();

/// What the user said, and where.
struct EncoderPlace {
    std::filesystem::path path;
    std::string saidBy;  ///< "LIMEN_VTM", or the settings file
};

/// Nothing where the user said nothing. A settings file that cannot be read counts as none.
std::optional<EncoderPlace> encoderPlace(const std::string& name);

/// Writes it to the settings file, as an absolute path; an empty path forgets it. Throws Error (BadInput)
/// when there is nothing at the path, Error (Failure) when the file cannot be written.
void rememberEncoderPlace(const std::string& name, const std::string& path);

}  // namespace limen
