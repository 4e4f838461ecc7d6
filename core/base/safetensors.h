// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace limen {

/// A tensor of 32-bit floats, C order.
struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// The tensors of a safetensors file (github.com/huggingface/safetensors, format of 8-byte little-endian
/// header length, JSON header, data). F32, F64, F16 and BF16 are read as float; I64, I32 and U8 too, so that
/// counters such as `num_batches_tracked` do not stop a file. Every offset, shape and length is checked
/// before it is used; NaN and infinity are refused.
/// Throws Error (BadInput) naming the file and the first thing that is wrong.
std::map<std::string, FloatTensor> readSafetensors(const std::filesystem::path& file);

/// What the file says of itself beside its tensors; values that are no text are left out. Throws as above.
std::map<std::string, std::string> readSafetensorsMetadata(const std::filesystem::path& file);

/// Same as readSafetensors(), from memory; `name` stands for the file in messages.
std::map<std::string, FloatTensor> parseSafetensors(std::span<const std::uint8_t> bytes,
                                                    const std::string& name);

/// How tensors are written.
enum class TensorStorage {
    F32,
    F16Weights,  ///< F16 (nearest, ties to even) from two dimensions on; vectors, which cost little, stay F32
};

/// Writes tensors and `metadata` atomically. Throws Error (Failure), also for a value that F16 cannot hold.
void writeSafetensors(const std::filesystem::path& file,
                      const std::map<std::string, FloatTensor>& tensors,
                      const std::map<std::string, std::string>& metadata = {},
                      TensorStorage storage = TensorStorage::F32);

/// "[64, 3, 3, 3]"
std::string formatShape(std::span<const std::int64_t> shape);

}  // namespace limen
