// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>

namespace limen {

/// What is found on the surface of a bitstream, before anything is decoded.
struct StreamLayout {
    std::size_t headerBytes = 0;
    bool selfContained = false;  ///< what a decoder needs to start is there, and a picture
};

}  // namespace limen
