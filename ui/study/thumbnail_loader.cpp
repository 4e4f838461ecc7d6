// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/thumbnail_loader.h"

#include <algorithm>
#include <optional>

namespace limen {

namespace {

QImage toImage(const RgbImage& face, int side) {
    const QImage view(face.pixels.data(), face.width, face.height, face.width * 3, QImage::Format_RGB888);
    return view.scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB32);
}

}  // namespace

ThumbnailLoader::ThumbnailLoader(QObject* parent, int side)
    : QObject(parent), m_side(side), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

ThumbnailLoader::~ThumbnailLoader() {
    m_thread.request_stop();
    m_thread.join();
}

void ThumbnailLoader::setStudy(const std::filesystem::path& folder) {
    ++m_generation;
    const std::lock_guard lock(m_mutex);
    m_folder = folder;
    m_folderGeneration = m_generation;
    m_wanted.clear();
}

void ThumbnailLoader::want(std::vector<ImageId> images) {
    std::reverse(images.begin(), images.end());
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = std::move(images);
    }
    m_wake.notify_one();
}

void ThumbnailLoader::work(const std::stop_token& stop) {
    std::optional<Study> study;
    quint64 generation = 0;
    for (;;) {
        std::filesystem::path folder;
        quint64 wantedGeneration = 0;
        ImageId image = 0;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_wanted.empty() && !m_folder.empty(); }))
                return;
            image = m_wanted.back();
            m_wanted.pop_back();
            folder = m_folder;
            wantedGeneration = m_folderGeneration;
        }
        QImage thumbnail;
        try {
            if (!study || generation != wantedGeneration) {
                study.reset();
                study.emplace(Study::open(folder, Study::Access::ReadOnly));
                generation = wantedGeneration;
            }
            thumbnail = toImage(ImageTable(*study).face(image), m_side);
        } catch (const std::exception&) {
            // An unreadable face is shown as an empty square; opening the study reports what is wrong with
            // it.
        }
        QMetaObject::invokeMethod(
            this,
            [this, wantedGeneration, image, thumbnail] {
                if (wantedGeneration == m_generation)
                    Q_EMIT ready(image, thumbnail);
            },
            Qt::QueuedConnection);
    }
}

}  // namespace limen
