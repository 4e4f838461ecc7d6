// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/vgg_features.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "models/padded_join.h"
#include "models/tensor_source.h"

namespace limen::models {

namespace {

struct LayerPlan {
    int index;  ///< in the list of layers of the port
    std::int64_t in, out;
    bool halvesBefore;
    const char* kept;  ///< the name of its activation, where a content loss looks
};

constexpr LayerPlan plans[] = {{2, 3, 64, false, "relu1_1"},
                               {5, 64, 64, false, nullptr},
                               {9, 64, 128, true, "relu2_1"},
                               {12, 128, 128, false, nullptr},
                               {16, 128, 256, true, "relu3_1"},
                               {19, 256, 256, false, nullptr},
                               {22, 256, 256, false, nullptr},
                               {25, 256, 256, false, nullptr},
                               {29, 256, 512, true, "relu4_1"},
                               {32, 512, 512, false, nullptr},
                               {35, 512, 512, false, nullptr},
                               {38, 512, 512, false, nullptr},
                               {42, 512, 512, true, "relu5_1"}};

}  // namespace

VggFeatures::VggFeatures(const TensorMap& weights, at::Device device, at::ScalarType type) : m_type(type) {
    const at::NoGradGuard guard;
    StoredTensors stored(weights, "vgg19-normalised");
    const at::Tensor colours = stored.take("0.weight", {3, 3, 1, 1}, TensorRole::Weight).to(at::kDouble);
    const at::Tensor offset = stored.take("0.bias", {3}, TensorRole::Bias).to(at::kDouble);
    for (const LayerPlan& plan : plans) {
        const std::string name = std::to_string(plan.index);
        if (!m_layers.empty() && !weights.contains(name + ".weight"))
            break;
        at::Tensor weight =
            stored.take(name + ".weight", {plan.out, plan.in, 3, 3}, TensorRole::Weight).to(at::kDouble);
        at::Tensor bias = stored.take(name + ".bias", {plan.out}, TensorRole::Bias).to(at::kDouble);
        if (m_layers.empty()) {
            // The preprocessing subtracts means from values of up to 255, too large for bf16: it becomes part
            // of the first layer, with (x + 1) / 2 before it. A reflected border lets every pixel see the
            // same.
            bias = bias + at::einsum("oihw,i->o", {weight, offset + 0.5 * colours.sum({1, 2, 3})});
            weight = at::einsum("oihw,ij->ojhw", {weight, 0.5 * colours.view({3, 3})});
        }
        m_layers.push_back({weight.to(device, type).contiguous(at::MemoryFormat::ChannelsLast),
                            bias.to(device, type),
                            plan.halvesBefore,
                            plan.kept != nullptr});
        if (plan.kept != nullptr)
            m_names.emplace_back(plan.kept);
    }
    stored.finish();
    // What no kept activation needs.
    while (!m_layers.back().kept)
        m_layers.pop_back();
}

std::vector<at::Tensor> VggFeatures::features(const at::Tensor& picture) const {
    std::vector<at::Tensor> result;
    at::Tensor x = picture.to(m_type).contiguous(at::MemoryFormat::ChannelsLast);
    for (const Layer& layer : m_layers) {
        if (layer.halvesBefore)
            x = at::max_pool2d(x, {2, 2});
        if (std::min(x.size(2), x.size(3)) < 2)
            throwBadInput(fmt::format("Pictures of {}x{} are too small for the content network.",
                                      picture.size(3),
                                      picture.size(2)),
                          "Let the content loss look at a larger part.");
        x = at::conv2d(reflectPad(x), layer.weight, layer.bias).relu_();
        if (layer.kept)
            result.push_back(x);
    }
    return result;
}

std::vector<ContentLayer> VggFeatures::layers() const {
    const auto numbers = [](const at::Tensor& tensor) {
        const at::Tensor plain = tensor.to(at::kCPU, at::kFloat).contiguous();
        return std::vector<float>(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    };
    std::vector<ContentLayer> result;
    for (const Layer& layer : m_layers)
        result.push_back({numbers(layer.weight),
                          numbers(layer.bias),
                          layer.weight.size(1),
                          layer.weight.size(0),
                          layer.halvesBefore,
                          layer.kept});
    return result;
}

}  // namespace limen::models
