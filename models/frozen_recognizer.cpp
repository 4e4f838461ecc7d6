// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/frozen_recognizer.h"

#include <string>

#include "models/architectures.h"
#include "models/tensor_source.h"

namespace limen::models {

namespace {

std::array<std::int64_t, 4> readCrop(const Json& json) {
    return json.at("crop").get<std::array<std::int64_t, 4>>();
}

FrozenChain readChain(const Json& json, at::Device device) {
    const auto crop = readCrop(json);
    const TensorMap weights = readSafetensors(json.at("weights").get<std::string>());
    const auto architecture = json.at("architecture").get<std::string>();
    StoredTensors stored(weights, architecture);
    return {
        buildChain(
            architecture, json.at("options"), stored, static_cast<int>(crop[2]), static_cast<int>(crop[3])),
        device};
}

at::Tensor perChannel(const Json& values, at::Device device) {
    return at::tensor(values.get<std::vector<float>>()).view({1, 3, 1, 1}).to(device);
}

}  // namespace

FrozenRecognizer::FrozenRecognizer(const Json& json, at::Device device)
    : m_crop(readCrop(json)),
      m_mean(perChannel(json.at("mean"), device)),
      m_std(perChannel(json.at("std"), device)),
      m_network(readChain(json, device)) {}

at::Tensor FrozenRecognizer::prepared(const at::Tensor& picture) const {
    const at::Tensor cut =
        picture.slice(2, m_crop[1], m_crop[1] + m_crop[3]).slice(3, m_crop[0], m_crop[0] + m_crop[2]);
    return ((cut + 1) * 127.5 - m_mean) / m_std;
}

}  // namespace limen::models
