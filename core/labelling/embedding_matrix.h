// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen {

/// Unit embeddings, one per row, kept as floats. Cosines are double dot products with one fixed order of
/// summation, so that a pair lying at the threshold is decided alike by every caller, thread count and
/// restart (contract.md, "Determinism"). Products of two floats are exact in double, so fused and separate
/// multiply-add give the same sums on every processor.
class EmbeddingMatrix {
public:
    explicit EmbeddingMatrix(int dimension);

    int dimension() const { return m_dimension; }
    std::size_t rows() const { return m_rows; }
    /// Throws Error (Failure) if the embedding has another dimension.
    void append(std::span<const float> embedding);
    std::vector<float> row(std::size_t index) const;

    /// Cosine of row `index` and an embedding of dimension() floats.
    double cosine(std::size_t index, std::span<const float> embedding) const;
    /// Cosines of the rows [first, first + out.size()) and an embedding.
    void cosines(std::size_t first, std::span<const float> embedding, std::span<double> out) const;
    /// How many rows have a cosine greater than `threshold`.
    std::size_t countAbove(std::span<const float> embedding, double threshold) const;

private:
    std::vector<float> padded(std::span<const float> embedding) const;

    int m_dimension;
    std::size_t m_stride;  // floats per row, a multiple of 8, padded with zeros
    std::size_t m_rows = 0;
    std::vector<float> m_values;
};

}  // namespace limen
