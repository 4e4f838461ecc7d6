// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/named_tensors.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"

namespace limen::models {

FloatTensor toFloatTensor(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    FloatTensor result;
    result.shape = plain.sizes().vec();
    result.values.assign(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    return result;
}

at::Tensor toTensor(const FloatTensor& tensor) {
    return at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat).clone();
}

void appendTensors(TensorMap& to, const std::string& prefix, const NamedTensors& from) {
    for (const auto& [name, tensor] : from)
        to.insert_or_assign(prefix + name, toFloatTensor(tensor));
}

void assignTensors(NamedTensors& to, const std::string& prefix, const TensorMap& from) {
    const at::NoGradGuard guard;
    for (auto& [name, tensor] : to) {
        const auto found = from.find(prefix + name);
        if (found == from.end())
            throwBadInput(fmt::format("The tensor {}{} is missing.", prefix, name),
                          "The file belongs to another network.");
        if (at::IntArrayRef(found->second.shape) != tensor.sizes())
            throwBadInput(fmt::format("The tensor {}{} has shape {}, but the network needs {}.",
                                      prefix,
                                      name,
                                      formatShape(found->second.shape),
                                      formatShape(tensor.sizes().vec())),
                          "The file belongs to another network.");
        tensor.copy_(toTensor(found->second));
    }
}

at::Tensor batchTensor(const TensorMap& batch,
                       const std::string& name,
                       const std::vector<std::int64_t>& shape) {
    const auto found = batch.find(name);
    if (found == batch.end())
        throwBadInput(fmt::format("The batch has no tensor {}.", name));
    const auto fits = [](std::int64_t has, std::int64_t wanted) { return wanted < 0 || has == wanted; };
    if (!std::equal(found->second.shape.begin(), found->second.shape.end(), shape.begin(), shape.end(), fits))
        throwBadInput(fmt::format("The tensor {} of the batch has shape {}, but the trainer needs {}.",
                                  name,
                                  formatShape(found->second.shape),
                                  formatShape(shape)));
    return toTensor(found->second);
}

}  // namespace limen::models
