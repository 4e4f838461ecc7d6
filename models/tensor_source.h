// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "models/named_tensors.h"

namespace limen::models {

using Shape = std::vector<std::int64_t>;

/// What a tensor is for; it decides how a new network begins.
enum class TensorRole { Weight, Bias, NormWeight, NormBias, NormMean, NormVariance, Slope };

/// Where the tensors of a network come from. The plan of a network asks for them in the network's order, so
/// that one plan serves to read a network, to begin a new one and to run an average of one.
class TensorSource {
public:
    virtual ~TensorSource() = default;
    virtual at::Tensor take(const std::string& name, const Shape& shape, TensorRole role) = 0;
    /// First extent of the tensor `name`, where the architecture leaves it open: values per output.
    virtual std::int64_t openExtent(const std::string& name) const = 0;
    /// Called when the plan is complete.
    virtual void finish() {}
};

/// Tensors of a file. Throws Error (BadInput) naming the first tensor, in the network's order, that is
/// missing, has another shape or an impossible value, then any that the network has no place for.
class StoredTensors final : public TensorSource {
public:
    /// `architecture`: for messages. `weights` must outlive this.
    StoredTensors(const TensorMap& weights, std::string architecture)
        : m_weights(weights), m_architecture(std::move(architecture)) {}

    at::Tensor take(const std::string& name, const Shape& shape, TensorRole role) override;
    std::int64_t openExtent(const std::string& name) const override;
    void finish() override;

private:
    [[noreturn]] void refuse(const std::string& what) const;

    const TensorMap& m_weights;
    std::string m_architecture;
    std::set<std::string> m_taken;
};

/// A new network: weights normal with variance 2 / inputs (He 2015, eq. (10)), norms that change nothing,
/// PReLU slopes of 0.25. The same seed gives the same network.
class InitialTensors final : public TensorSource {
public:
    /// `outputs`: the extent the architecture leaves open.
    InitialTensors(std::uint64_t seed, std::int64_t outputs);

    at::Tensor take(const std::string& name, const Shape& shape, TensorRole role) override;
    std::int64_t openExtent(const std::string&) const override { return m_outputs; }

    /// What was handed out: what learns, and the statistics that only follow.
    const NamedTensors& parameters() const { return m_parameters; }
    const NamedTensors& statistics() const { return m_statistics; }

private:
    at::Generator m_random;
    std::int64_t m_outputs;
    NamedTensors m_parameters;
    NamedTensors m_statistics;
};

/// Hands out tensors that exist already, without copying them.
class SharedTensors final : public TensorSource {
public:
    explicit SharedTensors(NamedTensors tensors) : m_tensors(std::move(tensors)) {}

    at::Tensor take(const std::string& name, const Shape& shape, TensorRole role) override;
    std::int64_t openExtent(const std::string& name) const override { return m_tensors.at(name).size(0); }

private:
    NamedTensors m_tensors;
};

}  // namespace limen::models
