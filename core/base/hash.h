// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace limen {

/// SHA-256 of data that arrives in pieces. hexDigest() may be called once.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::uint8_t> bytes);
    void add(std::string_view text);
    /// 64 lower-case hexadecimal digits.
    std::string hexDigest();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string sha256Hex(std::span<const std::uint8_t> bytes);
std::string sha256Hex(std::string_view text);
/// Throws Error (BadInput) when the file cannot be read.
std::string sha256HexOfFile(const std::filesystem::path& file);

}  // namespace limen
