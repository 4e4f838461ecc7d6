// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "models/models_api.h"

namespace limen::models {

/// Fits the linear model of heads (core/faces/face_latents.h). `data`:
/// - `map`: n x m, layouts, 0..1, flattened;  `weight`: m, how much a value matters;
/// - `embedding`: n x e, unit vectors of the judges side by side;
/// - `person`: n, the index of who it is.
/// `components`: layout components kept; `between` and `within`: dimensions kept of what tells people apart
/// and of what tells photographs of one person apart. Gives `mean` [m] and `basis` [components, m] of the
/// layouts; the joint latent z = (layout coefficients, embedding) as `latent.mean` [d], `latent.between`
/// [between, d], `latent.within` [within, d]: rows scaled by standard deviations, so that z = mean + b
/// between + w within with unit normal b and w; and `coefficient` [n, components] of the data.
TensorMap fitFaceLatents(const TensorMap& data, int components, int between, int within);

}  // namespace limen::models
