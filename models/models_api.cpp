// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/models_api.h"

extern "C" const limen::models::ModelsApi* limenModelsApi() { return nullptr; }
