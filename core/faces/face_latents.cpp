// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/face_latents.h"

#include <fmt/format.h>
#include <array>
#include <cmath>
#include <numbers>

#include "base/error.h"

namespace limen {

namespace {

constexpr std::size_t layoutValues = std::size_t{3} * layoutSide * layoutSide;

const FloatTensor& matrix(const models::TensorMap& tensors, const std::string& name, std::size_t rank) {
    const auto found = tensors.find(name);
    if (found == tensors.end() || found->second.shape.size() != rank)
        throwBadInput(fmt::format("The model of sample faces lacks the tensor {}.", name),
                      "Install Limen again, or train the model again.");
    return found->second;
}

/// Unit normal numbers after Box and Muller 1958: the standard library's differ between its makers.
class Normal {
public:
    explicit Normal(std::seed_seq& seed) : m_engine(seed) {}
    double next() {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

private:
    double uniform() { return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53; }
    std::mt19937_64 m_engine;
};

using SeedWords = std::array<std::uint32_t, 6>;

SeedWords seedWords(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    const auto low = [](std::uint64_t v) { return static_cast<std::uint32_t>(v); };
    const auto high = [](std::uint64_t v) { return static_cast<std::uint32_t>(v >> 32U); };
    return {low(a), high(a), low(b), high(b), low(c), high(c)};
}

/// Adds a random combination of the rows of `rows` to z.
void addRandom(std::vector<double>& z, const std::vector<float>& rows, double scale, const SeedWords& words) {
    std::seed_seq seed(words.begin(), words.end());
    Normal normal(seed);
    for (std::size_t row = 0; row < rows.size() / z.size(); ++row) {
        const double factor = scale * normal.next();
        for (std::size_t i = 0; i < z.size(); ++i)
            z[i] += factor * static_cast<double>(rows[row * z.size() + i]);
    }
}

}  // namespace

FaceLatents::FaceLatents(const models::TensorMap& tensors,
                         int judges,
                         double betweenScale,
                         double withinScale)
    : m_mean(matrix(tensors, "mean", 1).values),
      m_basis(matrix(tensors, "basis", 2).values),
      m_latentMean(matrix(tensors, "latent.mean", 1).values),
      m_between(matrix(tensors, "latent.between", 2).values),
      m_within(matrix(tensors, "latent.within", 2).values),
      m_components(m_basis.size() / layoutValues),
      m_latent(m_latentMean.size()),
      m_judges(static_cast<std::size_t>(judges)),
      m_betweenScale(betweenScale),
      m_withinScale(withinScale) {
    const bool fits = m_mean.size() == layoutValues && m_basis.size() % layoutValues == 0 && m_latent > 0 &&
                      m_between.size() % m_latent == 0 && m_within.size() % m_latent == 0 && judges > 0 &&
                      m_latent > m_components && (m_latent - m_components) % m_judges == 0;
    if (!fits)
        throwBadInput("The tensors of the model of sample faces do not fit each other.",
                      "Install Limen again, or train the model again.");
}

std::vector<float> FaceLatents::layout(std::span<const float> coefficient) const {
    std::vector<float> flat = m_mean;  // row-major pixels of three values
    for (std::size_t k = 0; k < m_components; ++k)
        for (std::size_t i = 0; i < layoutValues; ++i)
            flat[i] += coefficient[k] * m_basis[k * layoutValues + i];
    constexpr std::size_t cells = layoutValues / 3;
    std::vector<float> planes(layoutValues);
    for (std::size_t cell = 0; cell < cells; ++cell)
        for (std::size_t channel = 0; channel < 3; ++channel)
            planes[channel * cells + cell] = 2.0F * flat[cell * 3 + channel] - 1.0F;
    return planes;
}

FaceLatent FaceLatents::sample(std::uint64_t seed, std::uint64_t person, std::uint64_t image) const {
    std::vector<double> z(m_latentMean.begin(), m_latentMean.end());
    addRandom(z, m_between, m_betweenScale, seedWords(seed, person, 0));
    addRandom(z, m_within, m_withinScale, seedWords(seed, person, image + 1));

    const std::vector<float> coefficient(z.begin(), z.begin() + static_cast<std::ptrdiff_t>(m_components));
    FaceLatent latent;
    latent.layout = layout(coefficient);
    const std::size_t width = (m_latent - m_components) / m_judges;
    for (std::size_t start = m_components; start < m_latent; start += width) {
        double square = 1e-12;
        for (std::size_t i = start; i < start + width; ++i)
            square += z[i] * z[i];
        for (std::size_t i = start; i < start + width; ++i)
            latent.embedding.push_back(static_cast<float>(z[i] / std::sqrt(square)));
    }
    return latent;
}

}  // namespace limen
