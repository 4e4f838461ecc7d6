// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace limen {

/// One number of a training: `step` counts from 0; what is measured after a step has that step's number.
struct MetricRow {
    std::int64_t step = 0;
    std::string name;  ///< "loss", "pixel", "identity", "content", "validation_psnr", "rate", ...
    double value = 0.0;
};

/// The numbers of a run as they come, in a file `step,name,value`. What was written survives the process;
/// the file may be read while it grows.
class MetricFile {
public:
    /// Goes on behind the rows of steps below `steps`; later ones, of a run taken up again from an earlier
    /// checkpoint, are removed. Throws Error (Failure).
    MetricFile(std::filesystem::path file, std::int64_t steps);
    ~MetricFile();
    MetricFile(const MetricFile&) = delete;
    MetricFile& operator=(const MetricFile&) = delete;

    void add(std::int64_t step, const std::string& name, double value);
    /// Hands what was added to the system; add() does so some times a second. Throws Error (Failure).
    void flush();

private:
    std::filesystem::path m_file;
    std::string m_waiting;
    std::chrono::steady_clock::time_point m_written;
};

/// Reads a metric file bit by bit while it grows.
class MetricReader {
public:
    explicit MetricReader(std::filesystem::path file) : m_file(std::move(file)) {}

    /// Rows that came since the last call. `restarted` is set when earlier rows no longer hold (the run was
    /// taken up again from before them): the reader begins anew.
    std::vector<MetricRow> read(bool& restarted);

private:
    std::filesystem::path m_file;
    std::uintmax_t m_offset = 0;
    std::uint64_t m_inode = 0;
};

}  // namespace limen
