// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <array>
#include <vector>

#include "base/json.h"
#include "models/frozen_chain.h"

namespace limen::models {

/// A recognizer that other networks learn from, with its own input convention: pictures come as batch x 3 x
/// 112 x 112, -1..1.
class FrozenRecognizer {
public:
    /// `json`: `weights` (file), `architecture`, `options` (of it), `crop` (x, y, width, height),
    /// `mean` and `std` (of 0..255), as in the recognizer's card. Throws Error (BadInput).
    FrozenRecognizer(const Json& json, at::Device device);

    /// Unit vectors, fp32.
    at::Tensor embed(const at::Tensor& picture) const { return m_network.embed(prepared(picture)); }
    /// FrozenChain::features()
    std::vector<at::Tensor> features(const at::Tensor& picture) const {
        return m_network.features(prepared(picture));
    }

private:
    at::Tensor prepared(const at::Tensor& picture) const;

    std::array<std::int64_t, 4> m_crop;
    at::Tensor m_mean, m_std;
    FrozenChain m_network;
};

}  // namespace limen::models
