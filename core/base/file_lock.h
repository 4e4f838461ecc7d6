// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>

namespace limen {

/// An advisory lock on a file, which is made if it is not there. Held while the object lives; the system
/// releases it when the process dies.
class FileLock {
public:
    /// Opens the file; see held() for whether the lock was free. Throws std::system_error where the file
    /// cannot be opened.
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    /// false: another process, or another object of this one, holds it.
    bool held() const { return m_held; }

    /// Whether someone holds the lock of `file` now; false where there is no such file.
    static bool isHeld(const std::filesystem::path& file);

private:
    int m_descriptor = -1;
    bool m_held = false;
};

}  // namespace limen
