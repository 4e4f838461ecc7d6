// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/safetensors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"

namespace limen {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

namespace {

constexpr const char* metadataKey = "__metadata__";
constexpr std::size_t maxHeaderBytes = 100U << 20U;  // the format's own limit

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
    throwBadInput(fmt::format("{} is not a usable safetensors file: {}.", name, what),
                  "Get the file again from its source, or check that the card names the right file.");
}

float halfToFloat(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 31U;
    const std::uint32_t mantissa = half & 1023U;
    if (exponent == 31U)
        return std::bit_cast<float>(sign | 0x7f800000U | (mantissa << 13U));
    if (exponent == 0U) {
        const float value = std::ldexp(static_cast<float>(mantissa), -24);
        return sign != 0U ? -value : value;
    }
    return std::bit_cast<float>(sign | ((exponent + 112U) << 23U) | (mantissa << 13U));
}

std::uint16_t floatToHalf(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    const float magnitude = std::abs(value);
    if (!(magnitude < 65520.0F))  // would round beyond the largest
        return static_cast<std::uint16_t>(sign | 0x7c00U);
    if (magnitude == 0.0F)
        return static_cast<std::uint16_t>(sign);
    // Below the smallest normal number the step is 2^-24 throughout, above it 2^-10 of the power of two.
    int exponent = 0;
    std::frexp(magnitude, &exponent);
    const int step = std::max(exponent - 11, -24);
    const auto steps = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(magnitude, -step)));
    return static_cast<std::uint16_t>(sign | ((static_cast<std::uint32_t>(step + 24) << 10U) + steps));
}

template <typename T>
T load(const std::uint8_t* data) {
    T value;
    std::memcpy(&value, data, sizeof value);
    return value;
}

std::size_t elementSize(const std::string& type) {
    if (type == "F64" || type == "I64")
        return 8;
    if (type == "F32" || type == "I32")
        return 4;
    if (type == "F16" || type == "BF16")
        return 2;
    return type == "U8" || type == "BOOL" ? 1 : 0;
}

float loadElement(const std::string& type, const std::uint8_t* data) {
    if (type == "F32")
        return load<float>(data);
    if (type == "F64")
        return static_cast<float>(load<double>(data));
    if (type == "F16")
        return halfToFloat(load<std::uint16_t>(data));
    if (type == "BF16")
        return std::bit_cast<float>(static_cast<std::uint32_t>(load<std::uint16_t>(data)) << 16U);
    if (type == "I64")
        return static_cast<float>(load<std::int64_t>(data));
    if (type == "I32")
        return static_cast<float>(load<std::int32_t>(data));
    return static_cast<float>(*data);
}

FloatTensor readTensor(const std::string& name,
                       const std::string& key,
                       const Json& entry,
                       std::span<const std::uint8_t> data) {
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() ||
        !entry.contains("shape") || !entry["shape"].is_array() || !entry.contains("data_offsets") ||
        !entry["data_offsets"].is_array() || entry["data_offsets"].size() != 2)
        refuse(name, fmt::format("tensor {} has no dtype, shape or offsets", key));
    const std::string type = entry["dtype"].get<std::string>();
    const std::size_t size = elementSize(type);
    if (size == 0)
        refuse(name, fmt::format("tensor {} has the unknown type {}", key, type));

    FloatTensor tensor;
    std::uint64_t count = 1;
    for (const Json& extent : entry["shape"]) {
        if (!extent.is_number_unsigned())
            refuse(name, fmt::format("tensor {} has an impossible shape", key));
        const auto value = extent.get<std::uint64_t>();
        if (value != 0 && count > std::numeric_limits<std::uint32_t>::max() / value)
            refuse(name, fmt::format("tensor {} is too large", key));
        count *= value;
        tensor.shape.push_back(static_cast<std::int64_t>(value));
    }
    for (const Json& offset : entry["data_offsets"])
        if (!offset.is_number_unsigned())
            refuse(name, fmt::format("tensor {} has impossible offsets", key));
    const auto begin = entry["data_offsets"][0].get<std::uint64_t>();
    const auto end = entry["data_offsets"][1].get<std::uint64_t>();
    if (begin > end || end > data.size())
        refuse(name, fmt::format("tensor {} lies outside the file (is it cut short?)", key));
    if (end - begin != count * size)
        refuse(
            name,
            fmt::format("tensor {} holds {} bytes, but its shape needs {}", key, end - begin, count * size));

    tensor.values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        tensor.values[i] = loadElement(type, data.data() + begin + i * size);
        if (!std::isfinite(tensor.values[i]))
            refuse(name, fmt::format("tensor {} holds a value that is not a finite number", key));
    }
    return tensor;
}

struct Header {
    Json json;
    std::size_t bytes = 0;  ///< with its length; the data begins behind
};

Header parseHeader(std::span<const std::uint8_t> bytes, const std::string& name) {
    if (bytes.size() < 8)
        refuse(name, "it is shorter than its header");
    const auto headerBytes = load<std::uint64_t>(bytes.data());
    if (headerBytes > maxHeaderBytes || headerBytes > bytes.size() - 8)
        refuse(name, "its header length is impossible");
    const auto headerText = bytes.subspan(8, headerBytes);
    Json header = Json::parse(headerText.begin(), headerText.end(), nullptr, false);
    if (!header.is_object())
        refuse(name, "its header is not JSON");
    return {std::move(header), 8 + headerBytes};
}

}  // namespace

std::map<std::string, FloatTensor> parseSafetensors(std::span<const std::uint8_t> bytes,
                                                    const std::string& name) {
    const Header header = parseHeader(bytes, name);
    const auto data = bytes.subspan(header.bytes);
    std::map<std::string, FloatTensor> tensors;
    for (const auto& [key, entry] : header.json.items())
        if (key != metadataKey)
            tensors.emplace(key, readTensor(name, key, entry, data));
    return tensors;
}

std::map<std::string, FloatTensor> readSafetensors(const std::filesystem::path& file) {
    return parseSafetensors(readFile(file), file.string());
}

std::map<std::string, std::string> readSafetensorsMetadata(const std::filesystem::path& file) {
    const Header header = parseHeader(readFile(file), file.string());
    std::map<std::string, std::string> metadata;
    if (header.json.contains(metadataKey))
        for (const auto& [key, value] : header.json[metadataKey].items())
            if (value.is_string())
                metadata.emplace(key, value.get<std::string>());
    return metadata;
}

void writeSafetensors(const std::filesystem::path& file,
                      const std::map<std::string, FloatTensor>& tensors,
                      const std::map<std::string, std::string>& metadata,
                      TensorStorage storage) {
    Json header = Json::object();
    if (!metadata.empty())
        header[metadataKey] = metadata;
    const auto isHalf = [&](const FloatTensor& tensor) {
        return storage == TensorStorage::F16Weights && tensor.shape.size() > 1;
    };
    std::uint64_t offset = 0;
    for (const auto& [key, tensor] : tensors) {
        const bool half = isHalf(tensor);
        const std::uint64_t size = tensor.values.size() * (half ? 2U : 4U);
        header[key] = {{"dtype", half ? "F16" : "F32"},
                       {"shape", tensor.shape},
                       {"data_offsets", {offset, offset + size}}};
        offset += size;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // data starts aligned
    std::vector<std::uint8_t> bytes(8 + text.size() + offset);
    const std::uint64_t headerBytes = text.size();
    std::memcpy(bytes.data(), &headerBytes, 8);
    std::memcpy(bytes.data() + 8, text.data(), text.size());
    std::uint8_t* out = bytes.data() + 8 + text.size();
    for (const auto& [key, tensor] : tensors) {
        if (isHalf(tensor)) {
            for (const float value : tensor.values) {
                const std::uint16_t half = floatToHalf(value);
                if (!std::isfinite(halfToFloat(half)))
                    throwFailure(
                        fmt::format("Tensor {} of {} holds a value too large for F16.", key, file.string()));
                std::memcpy(out, &half, sizeof half);
                out += sizeof half;
            }
            continue;
        }
        if (!tensor.values.empty())  // an empty vector has no address to copy from
            std::memcpy(out, tensor.values.data(), tensor.values.size() * sizeof(float));
        out += tensor.values.size() * sizeof(float);
    }
    writeFileAtomically(file, bytes);
}

std::string formatShape(std::span<const std::int64_t> shape) {
    return fmt::format("[{}]", fmt::join(shape.begin(), shape.end(), ", "));
}

}  // namespace limen
