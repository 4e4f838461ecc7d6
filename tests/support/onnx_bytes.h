// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>

namespace limen::test {

/// A field of a protocol buffer that holds bytes or another message.
inline std::string protoField(int number, const std::string& content) {
    std::string bytes(1, static_cast<char>(number << 3 | 2));
    for (std::size_t size = content.size();; size >>= 7U) {
        bytes += static_cast<char>((size & 0x7FU) | (size > 0x7FU ? 0x80U : 0U));
        if (size <= 0x7FU)
            return bytes + content;
    }
}

inline std::string protoField(int number, std::uint8_t value) {
    return {static_cast<char>(number << 3), static_cast<char>(value)};
}

/// An ONNX network (opset 11) of one operator without weights, from "x", 1 x 3 x side x side (side below
/// 128), to "y", 1 x 3 x 1 x 1: the means of the channels for "GlobalAveragePool".
inline std::string onnxOfOneOperator(const std::string& operatorName, std::uint8_t side) {
    const auto tensor = [](const std::string& name, std::uint8_t extent) {
        std::string shape;
        for (const std::uint8_t size : {std::uint8_t{1}, std::uint8_t{3}, extent, extent})
            shape += protoField(1, protoField(1, size));
        return protoField(1, name) +
               protoField(2, protoField(1, protoField(1, std::uint8_t{1}) + protoField(2, shape)));
    };
    const std::string node = protoField(1, "x") + protoField(2, "y") + protoField(4, operatorName);
    const std::string graph = protoField(1, node) + protoField(2, "g") + protoField(11, tensor("x", side)) +
                              protoField(12, tensor("y", 1));
    return protoField(1, std::uint8_t{6}) + protoField(7, graph) +
           protoField(8, protoField(2, std::uint8_t{11}));
}

}  // namespace limen::test
