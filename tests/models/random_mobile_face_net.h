// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>
#include <map>
#include <random>
#include <string>

#include "base/safetensors.h"

namespace limen::test {

/// Weights of a MobileFaceNet for 32x32 inputs (last map 2x2) with seeded random values: the tensor names and
/// shapes of both published families, written down independently of the code under test.
class RandomMobileFaceNet {
public:
    explicit RandomMobileFaceNet(bool mobileNetV2, int embedding = 16) : m_v2(mobileNetV2) {
        if (m_v2) {
            conv("conv1.0", 64, 3, 3, 3);
            norm("conv1.1", 64);
            conv("dw_conv.depthwise", 64, 1, 3, 3);
            norm("dw_conv.bn1", 64);
            conv("dw_conv.pointwise", 64, 64, 1, 1);
            norm("dw_conv.bn2", 64);
        } else {
            unit("conv1", 64, 3, 3, 3);
            unit("dw_conv1", 64, 1, 3, 3);
        }
        const int widths[15] = {64, 64, 64, 64, 64, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128};
        const int inner[15] = {128, 128, 128, 128, 128, 256, 256, 256, 256, 256, 256, 256, 512, 256, 256};
        int in = 64;
        for (int i = 0; i < 15; ++i) {
            block(i, in, inner[i], widths[i]);
            in = widths[i];
        }
        if (m_v2) {
            conv("conv2.0", 512, 128, 1, 1);
            norm("conv2.1", 512);
            conv("gdconv.depthwise", 512, 1, 2, 2);
            norm("gdconv.bn", 512);
            conv("conv3", embedding, 512, 1, 1);
            vector("conv3.bias", embedding, -0.1F, 0.1F);
            norm("bn", embedding);
        } else {
            unit("conv2", 512, 128, 1, 1);
            conv("linear7.conv", 512, 1, 2, 2);
            norm("linear7.bn", 512);
            conv("linear1.conv", embedding, 512, 1, 1);
            norm("linear1.bn", embedding);
        }
    }

    std::map<std::string, FloatTensor> weights;

private:
    void block(int index, int in, int wide, int out) {
        const std::string p = (m_v2 ? "features." : "blocks.") + std::to_string(index) + ".conv.";
        conv(p + (m_v2 ? "0.0" : "0"), wide, in, 1, 1);
        norm(p + (m_v2 ? "0.1" : "1"), wide);
        conv(p + (m_v2 ? "1.0" : "3"), wide, 1, 3, 3);
        norm(p + (m_v2 ? "1.1" : "4"), wide);
        conv(p + (m_v2 ? "2" : "6"), out, wide, 1, 1);
        norm(p + (m_v2 ? "3" : "7"), out);
        if (!m_v2) {
            vector(p + "2.weight", wide, -0.5F, 1.5F);
            vector(p + "5.weight", wide, -0.5F, 1.5F);
        }
    }
    void unit(const std::string& name, int out, int in, int height, int width) {
        conv(name + ".conv", out, in, height, width);
        norm(name + ".bn", out);
        if (name != "linear7")
            vector(name + ".prelu.weight", out, -0.5F, 1.5F);
    }
    void conv(const std::string& name, int out, int in, int height, int width) {
        const float range = std::sqrt(3.0F / static_cast<float>(in * height * width));
        fill(name + ".weight", {out, in, height, width}, -range, range);
    }
    void norm(const std::string& name, int channels) {
        vector(name + ".weight", channels, 0.5F, 1.5F);
        vector(name + ".bias", channels, -0.2F, 0.2F);
        vector(name + ".running_mean", channels, -0.2F, 0.2F);
        vector(name + ".running_var", channels, 0.5F, 2.0F);
    }
    void vector(const std::string& name, int size, float low, float high) { fill(name, {size}, low, high); }
    void fill(const std::string& name, std::vector<std::int64_t> shape, float low, float high) {
        std::uniform_real_distribution<float> value(low, high);
        std::int64_t count = 1;
        for (const std::int64_t extent : shape)
            count *= extent;
        FloatTensor tensor{std::move(shape), std::vector<float>(static_cast<std::size_t>(count))};
        for (float& v : tensor.values)
            v = value(m_random);
        weights[name] = std::move(tensor);
    }

    bool m_v2;
    std::mt19937 m_random{7};
};

}  // namespace limen::test
