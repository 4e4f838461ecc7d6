// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "hvs/eye_model.h"

namespace limen {

/// What Limen's numbers of this model are called wherever they stand: no weights of its authors are
/// published, nor the images that people looked at for them.
inline constexpr const char* shen21Title = "Shen21 (re-trained, surrogate labels)";

/// From patches of 64x64 in grey levels to what a network makes of them. Called by several threads.
using PatchNetwork = std::function<std::vector<Plane>(const std::vector<Plane>&)>;

/// The model of Shen 2021 with a network: patch by patch the structure is the network's, the mean moves by
/// the threshold of luminance adaptation, and the contrast becomes 0.9474 of what it was. The patches make
/// the JND image. Whether means move up or down is one sign for the image, drawn from the seed. The JND map
/// is the absolute change where they move up.
std::unique_ptr<EyeModel> makeShen21(PatchNetwork network);

}  // namespace limen
