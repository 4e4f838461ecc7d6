// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/safetensors.h"

namespace limen {

/// How likely each level of a codec is a face's JND point, from numbers that describe the face: a network of
/// one hidden layer tilts the logarithm of how often each level is one by a cubic in the level,
/// z_q = b_q + 3 sum_k a_k T_k(t_q), t_q in -1..1 from the finest level to the coarsest, T_k Chebyshev's
/// polynomials, a = W2 gelu(W1 x + c1) + c2, p = softmax(z). So few ways to differ from the histogram are
/// what a thousand faces can teach.
class LevelHead {
public:
    struct Shape {
        int features = 0;
        int levels = 0;
        int hidden = 16;
        int degree = 3;
    };

    LevelHead() = default;
    /// `bias`: b, one for each level, fine to coarse. W2 and c2 are 0: every face gets softmax(b). The other
    /// weights follow from `seed`, uniform in +-1/sqrt(features) as PyTorch begins a linear layer.
    LevelHead(const Shape& shape, std::vector<double> bias, std::uint64_t seed);

    const Shape& shape() const { return m_shape; }
    /// `features`: as many as the shape says, each standardised. Gives p, fine to coarse; sums to 1.
    std::vector<double> probabilities(std::span<const double> features) const;

    /// Mean cross entropy (nats) of the JND points (indices of levels) over all faces, and its gradient by
    /// all weights but b, in the order of weights(). `features`: faces x features, row-major.
    double lossAndGradient(std::span<const double> features,
                           std::span<const int> points,
                           std::vector<double>& gradient) const;
    /// W1 (hidden x features), W2 (degree x hidden), c1, c2; the first two, of matrixWeights() numbers,
    /// decay.
    std::vector<double>& weights() { return m_weights; }
    std::size_t matrixWeights() const;

    std::map<std::string, FloatTensor> tensors() const;
    /// Throws Error (BadInput) naming what does not fit.
    static LevelHead fromTensors(const std::map<std::string, FloatTensor>& tensors);

private:
    struct Pass;
    Pass forward(std::span<const double> features) const;
    std::size_t hiddenBias() const { return matrixWeights(); }
    std::size_t tiltBias() const { return matrixWeights() + static_cast<std::size_t>(m_shape.hidden); }

    Shape m_shape;
    std::vector<double> m_bias;       // b
    std::vector<double> m_weights;    // W1, W2, c1, c2
    std::vector<double> m_chebyshev;  // levels x degree, times 3
};

}  // namespace limen
