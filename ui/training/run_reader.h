// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "training/metric_file.h"
#include "ui/training/run_values.h"

namespace limen {

/// When and how large a file was when it was last looked at.
class FileStamp {
public:
    /// Whether the file is another one than at the last call that said so. A missing file is none.
    bool changed(const std::filesystem::path& file);
    /// The next call of changed() says so again: what it was read for has failed.
    void forget() { m_known = false; }

private:
    std::filesystem::file_time_type m_time;
    std::uintmax_t m_size = 0;
    bool m_known = false;
};

/// Reads the folder of a run bit by bit while a training writes to it; on a thread that may wait for the
/// disk.
class RunReader {
public:
    explicit RunReader(RunFolder folder);

    /// What is new since the last call. Never throws: a file that cannot be read is named in the update, and
    /// read again when it changes.
    RunUpdate poll();

private:
    void readMetrics(RunUpdate& update);
    void readPreview(RunUpdate& update);
    void readCheckpoints(RunUpdate& update);

    RunFolder m_folder;
    MetricReader m_metrics;
    FileStamp m_historyStamp, m_settingsStamp, m_previewStamp;
    std::vector<RunCheckpoint> m_checkpoints;
    QString m_problem;
};

}  // namespace limen
