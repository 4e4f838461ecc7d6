// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <string>
#include <vector>

#include "models/afd.h"
#include "models/jnd_options.h"
#include "models/layer_runner.h"

namespace limen::models {

/// What leaves one of the encoder's five levels. `identity` goes on to the next; what it lacks of `feature`
/// is the residual feature, which goes to the decoder.
struct JndLevel {
    at::Tensor feature, identity;
};

/// The JND predictor (Tian 2022, section IV; figure 4): an encoder of IR units (He 2016 with the batch norms
/// of Deng 2019), a module at each of its five levels that splits identity from residual features, and a
/// decoder that sees residual features alone. Pictures are batch x 3 x height x width, -1..1, both sides
/// multiples of 16 from 32 on; the paper's are 112 x 112.
///
/// Parameters:
///
/// | depth | width | gam | gate | off | gam, no skips | gate, no skips | off, no skips |
/// |------:|------:|---------:|---------:|---------:|---------:|---------:|---------:|
/// |    18 |     1 | 14414531 | 13708995 | 13576899 | 13603523 | 12897987 | 12765891 |
/// |    18 |   1/2 |  3608675 |  3432035 |  3399011 |  3405923 |  3229283 |  3196259 |
/// |    18 |   1/4 |   904691 |   860403 |   852147 |   854003 |   809715 |   801459 |
/// |    34 |     1 | 24528259 | 23822723 | 23690627 | 23717251 | 23011715 | 22879619 |
/// |    34 |   1/2 |  6140355 |  5963715 |  5930691 |  5937603 |  5760963 |  5727939 |
/// |    34 |   1/4 |  1539235 |  1494947 |  1486691 |  1488547 |  1444259 |  1436003 |
/// |    50 |     1 | 33979779 | 33274243 | 33142147 | 33168771 | 32463235 | 32331139 |
/// |    50 |   1/2 |  8506819 |  8330179 |  8297155 |  8304067 |  8127427 |  8094403 |
/// |    50 |   1/4 |  2132643 |  2088355 |  2080099 |  2081955 |  2037667 |  2029411 |
///
/// The encoder's tensors have, behind `encoder.`, the names of arcface_torch's IResNet, so that a recognizer
/// of that family can begin one.
class JndNetwork {
public:
    JndNetwork(const JndOptions& options, TensorSource& source);

    /// The five levels, the finest first: 64 64 128 256 512 channels at width 1, sides h, h/2 ... h/16.
    std::vector<JndLevel> encode(const at::Tensor& images, const LayerRunner& run) const;
    /// The residual feature of the first `count` images.
    at::Tensor residual(const JndLevel& level, std::int64_t count) const;
    /// From the five residual features to the residual map, original minus JND image, in -1..1, fp32. Without
    /// skips only the last is used, and the others may be undefined.
    at::Tensor decode(const std::vector<at::Tensor>& residuals, const LayerRunner& run) const;
    /// The residual maps of the first `count` images, from their levels.
    at::Tensor decode(const std::vector<JndLevel>& levels, std::int64_t count, const LayerRunner& run) const;

    /// Without batch norms and for inference alone; its layers want a folded LayerRunner.
    JndNetwork folded(at::Device device, at::ScalarType type) const;

private:
    struct Unit {
        NormLayer before;
        ConvLayer first, second;
        ConvLayer shortcut;  ///< weight undefined: the input itself
    };
    static Unit takeUnit(
        TensorSource& source, const std::string& name, std::int64_t in, std::int64_t out, bool halves);
    static at::Tensor runUnit(const Unit& unit, const at::Tensor& x, const LayerRunner& run);

    JndOptions m_options;
    ConvLayer m_first;
    std::vector<std::vector<Unit>> m_stages;
    std::vector<Afd> m_modules;
    std::vector<ConvLayer> m_decoder;
};

/// Scales a new network's last convolution so that it begins by changing next to nothing, in units of a
/// picture of -1..1: all of the first steps would else go into unlearning noise.
void beginQuietly(NamedTensors& parameters);

}  // namespace limen::models
