// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/embedding_matrix.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/error.h"

namespace limen {

namespace {

constexpr std::size_t lanes = 8;
constexpr std::size_t blockRows = 256;  // scores of a block stay in the first-level cache

// One copy per instruction set; the loader picks. Sanitizers cannot run the loader's choice.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LIMEN_PER_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LIMEN_PER_PROCESSOR
#endif

/// out[r] = dot(rows + r * stride, vector); eight partial sums, added pairwise at the end.
LIMEN_PER_PROCESSOR
void dotProducts(const float* rows, std::size_t count, std::size_t stride, const float* vector, double* out) {
    for (std::size_t r = 0; r < count; ++r) {
        const float* row = rows + r * stride;
        double sums[lanes] = {};
        for (std::size_t i = 0; i < stride; i += lanes)
            for (std::size_t lane = 0; lane < lanes; ++lane)
                sums[lane] += static_cast<double>(row[i + lane]) * static_cast<double>(vector[i + lane]);
        out[r] = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    }
}

}  // namespace

EmbeddingMatrix::EmbeddingMatrix(int dimension)
    : m_dimension(dimension), m_stride((static_cast<std::size_t>(dimension) + lanes - 1) / lanes * lanes) {}

std::vector<float> EmbeddingMatrix::padded(std::span<const float> embedding) const {
    if (embedding.size() != static_cast<std::size_t>(m_dimension))
        throwFailure(
            fmt::format("An embedding has {} values where {} are expected.", embedding.size(), m_dimension),
            "The study holds results of another network under the same name; label it again.");
    std::vector<float> row(m_stride, 0.0F);
    std::copy(embedding.begin(), embedding.end(), row.begin());
    return row;
}

void EmbeddingMatrix::append(std::span<const float> embedding) {
    const std::vector<float> row = padded(embedding);
    m_values.insert(m_values.end(), row.begin(), row.end());
    ++m_rows;
}

std::vector<float> EmbeddingMatrix::row(std::size_t index) const {
    const auto begin = m_values.begin() + static_cast<std::ptrdiff_t>(index * m_stride);
    return {begin, begin + m_dimension};
}

double EmbeddingMatrix::cosine(std::size_t index, std::span<const float> embedding) const {
    double result = 0.0;
    cosines(index, embedding, {&result, 1});
    return result;
}

void EmbeddingMatrix::cosines(std::size_t first,
                              std::span<const float> embedding,
                              std::span<double> out) const {
    const std::vector<float> vector = padded(embedding);
    dotProducts(m_values.data() + first * m_stride, out.size(), m_stride, vector.data(), out.data());
}

std::size_t EmbeddingMatrix::countAbove(std::span<const float> embedding, double threshold) const {
    const std::vector<float> vector = padded(embedding);
    std::array<double, blockRows> scores;
    std::size_t count = 0;
    for (std::size_t first = 0; first < m_rows; first += blockRows) {
        const std::size_t size = std::min(blockRows, m_rows - first);
        dotProducts(m_values.data() + first * m_stride, size, m_stride, vector.data(), scores.data());
        count += static_cast<std::size_t>(std::count_if(
            scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(size), [threshold](double score) {
                return score > threshold;
            }));
    }
    return count;
}

}  // namespace limen
