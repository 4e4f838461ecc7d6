// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "study/image_table.h"

namespace limen {

/// Reads the aligned faces of the rows that are on the screen, on a thread of its own. Every call of want()
/// replaces the queue, so rows that were scrolled away are never read.
class ThumbnailLoader : public QObject {
    Q_OBJECT
public:
    /// `side` of a thumbnail in pixels; left out: twice that of the table's, for screens with two device
    /// pixels per point.
    explicit ThumbnailLoader(QObject* parent = nullptr, int side = 80);
    ~ThumbnailLoader() override;

    /// An empty path: no study.
    void setStudy(const std::filesystem::path& folder);
    /// `images` in the order in which they are wanted.
    void want(std::vector<ImageId> images);

Q_SIGNALS:
    /// A null image could not be read.
    void ready(qint64 image, const QImage& thumbnail);

private:
    void work(const std::stop_token& stop);

    const int m_side;
    quint64 m_generation = 0;  // of the study, as the window's thread knows it

    std::mutex m_mutex;  // guards the four below
    std::condition_variable_any m_wake;
    std::filesystem::path m_folder;
    quint64 m_folderGeneration = 0;
    std::vector<ImageId> m_wanted;  // back is next
    std::jthread m_thread;          // last: joined before the members above die
};

}  // namespace limen
