// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstring>
#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

namespace limen::test {

/// A matrix of a .npy file (NumPy's format 1.0): float64, little endian, C order.
struct NpyMatrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values;

    double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

inline NpyMatrix readNpy(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    char magic[10] = {};
    in.read(magic, sizeof magic);
    const std::size_t headerSize =
        static_cast<unsigned char>(magic[8]) + 256U * static_cast<unsigned char>(magic[9]);
    std::string header(headerSize, ' ');
    in.read(header.data(), static_cast<std::streamsize>(headerSize));
    std::smatch shape;
    if (!in || header.find("'<f8'") == std::string::npos ||
        !std::regex_search(header, shape, std::regex(R"(\((\d+), (\d+)\))")))
        throw std::runtime_error("not a matrix of doubles: " + file.string());
    NpyMatrix matrix{std::stoul(shape[1]), std::stoul(shape[2]), {}};
    matrix.values.resize(matrix.rows * matrix.columns);
    in.read(reinterpret_cast<char*>(matrix.values.data()),
            static_cast<std::streamsize>(matrix.values.size() * sizeof(double)));
    if (!in)
        throw std::runtime_error("cut short: " + file.string());
    return matrix;
}

}  // namespace limen::test
