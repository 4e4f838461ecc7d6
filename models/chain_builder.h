// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <string>
#include <vector>

#include "models/conv_chain.h"
#include "models/tensor_source.h"

namespace limen::models {

/// Prefixes of one layer's tensors: NAME.weight and so on.
struct LayerNames {
    std::string conv;
    std::string norm;   ///< empty: no batch norm
    std::string slope;  ///< of a PReLU
};

struct LayerForm {
    std::int64_t in, out, height, width, stride, padding, groups;
    bool bias = false;
};

/// One layer's tensors from wherever they come from.
ConvLayer takeLayer(TensorSource& source,
                    const LayerNames& names,
                    const LayerForm& form,
                    Activation activation);

/// Puts a chain together, layer by layer, from wherever its tensors come from.
class ChainBuilder {
public:
    explicit ChainBuilder(TensorSource& source) : m_source(source) {}

    ConvLayer& add(const LayerNames& names, const LayerForm& form, Activation activation) {
        m_layers.push_back(takeLayer(m_source, names, form, activation));
        return m_layers.back();
    }
    std::int64_t openExtent(const std::string& name) const { return m_source.openExtent(name); }
    std::vector<ConvLayer> finish();

private:
    TensorSource& m_source;
    std::vector<ConvLayer> m_layers;
};

}  // namespace limen::models
