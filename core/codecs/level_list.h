// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "codecs/codec.h"

namespace limen {

/// Levels named by a user: "13-51", "22,32,37", "30" or several of these joined by commas; empty: all levels.
/// Returned fine to coarse, without repetition. Throws Error (BadInput) for text that is no list of numbers,
/// and for levels the codec does not have, saying which it has.
std::vector<int> parseLevels(const std::string& text, const CodecLevels& levels);

/// The levels in the form that parseLevels() takes, fine to coarse, as short as possible: "22,30-51". They
/// are levels of the codec, in any order.
std::string levelListText(const std::vector<int>& list, const CodecLevels& levels);

/// Throws Error (BadInput) unless `text` has the form of a level list.
void checkLevelListForm(const std::string& text);

}  // namespace limen
