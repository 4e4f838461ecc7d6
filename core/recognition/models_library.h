// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "models/models_api.h"

namespace limen {

/// Limen's networks: loads liblimen_models (and with it LibTorch, 0.4 s) from beside liblimen_base on the first call.
/// Throws Error (Failure) when it is missing or of another version. Thread-safe; never unloaded.
const models::ModelsApi& modelsLibrary();

}  // namespace limen
