// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/hash.h"

#include <openssl/evp.h>
#include <array>
#include <fstream>
#include <vector>

#include "base/error.h"

namespace limen {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    if (m_state->context == nullptr || EVP_DigestInit_ex(m_state->context, EVP_sha256(), nullptr) != 1)
        throwFailure("SHA-256 is not available in the cryptography library.");
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::uint8_t> bytes) {
    if (EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size()) != 1)
        throwFailure("The cryptography library could not compute a SHA-256.");
}

void Sha256::add(std::string_view text) {
    if (EVP_DigestUpdate(m_state->context, text.data(), text.size()) != 1)
        throwFailure("The cryptography library could not compute a SHA-256.");
}

std::string Sha256::hexDigest() {
    std::array<unsigned char, 32> digest{};
    unsigned int length = 0;
    if (EVP_DigestFinal_ex(m_state->context, digest.data(), &length) != 1 || length != digest.size())
        throwFailure("The cryptography library could not compute a SHA-256.");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(64);
    for (const unsigned char byte : digest) {
        hex.push_back(digits[byte >> 4U]);
        hex.push_back(digits[byte & 15U]);
    }
    return hex;
}

std::string sha256Hex(std::span<const std::uint8_t> bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.hexDigest();
}

std::string sha256Hex(std::string_view text) {
    Sha256 hash;
    hash.add(text);
    return hash.hexDigest();
}

std::string sha256HexOfFile(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throwBadInput("Cannot open " + file.string() + ".", "Check that the file exists and may be read.");
    Sha256 hash;
    std::vector<char> buffer(1U << 20U);
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.add(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
    }
    if (in.bad())
        throwBadInput("Cannot read " + file.string() + ".", "The disk reported an error.");
    return hash.hexDigest();
}

}  // namespace limen
