// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "models/models_api.h"

namespace limen {

/// The canvas sample faces are made on: 176x176, with the aligned 112x112 face (spec/fr_systems.md section 4)
/// in its middle. Layouts are its 44x44 means.
inline constexpr int canvasSide = 176;
inline constexpr int canvasMargin = 32;
inline constexpr int layoutSide = 44;

/// A head as the linear model knows it.
struct FaceLatent {
    std::vector<float> layout;     ///< 3 x 44 x 44, -1..1
    std::vector<float> embedding;  ///< unit vectors of the judges, side by side
};

/// The linear model of heads: z = mean + b between + w within, with unit normal b (who it is) and w (pose,
/// light, expression, hair, background: what differs between photographs of one person), in the manner of
/// probabilistic linear discriminant analysis (Prince and Elder 2007). z holds the coefficients of a blurred
/// layout and the embeddings that recognizers give to such a face.
class FaceLatents {
public:
    /// Tensors as fitFaceLatents() (models/face_latent_fit.h) gives them; `judges` embeddings in each z.
    /// `betweenScale` and `withinScale` stretch what the data say. Throws Error (BadInput).
    FaceLatents(const models::TensorMap& tensors, int judges, double betweenScale, double withinScale);

    /// Photograph `image` of `person`; the same for the same numbers and seed.
    FaceLatent sample(std::uint64_t seed, std::uint64_t person, std::uint64_t image) const;
    /// The layout that `coefficient` stands for, 3 x 44 x 44, -1..1.
    std::vector<float> layout(std::span<const float> coefficient) const;
    std::size_t components() const { return m_components; }

private:
    std::vector<float> m_mean, m_basis, m_latentMean, m_between, m_within;
    std::size_t m_components = 0, m_latent = 0, m_judges = 1;
    double m_betweenScale, m_withinScale;
};

}  // namespace limen
