// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/error_text.h"

#include "base/error.h"

namespace limen {

std::string errorText(const std::exception& error) {
    const auto* own = dynamic_cast<const Error*>(&error);
    return own == nullptr || own->hint().empty() ? std::string(error.what())
                                                 : std::string(error.what()) + "\n" + own->hint();
}

}  // namespace limen
