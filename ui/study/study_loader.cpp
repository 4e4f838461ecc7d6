// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_loader.h"

#include "base/error.h"

namespace limen {

StudyLoader::StudyLoader(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

StudyLoader::~StudyLoader() {
    m_thread.request_stop();
    m_thread.join();
}

void StudyLoader::load(const Request& request) {
    m_busy = true;
    ++m_latest;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = request;
        m_waitingId = m_latest;
    }
    m_wake.notify_one();
}

void StudyLoader::cancel() {
    ++m_latest;
    m_busy = false;
    const std::lock_guard lock(m_mutex);
    m_waiting.reset();
}

void StudyLoader::work(const std::stop_token& stop) {
    for (;;) {
        Request request;
        quint64 id = 0;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_waiting.has_value(); }))
                return;
            request = *m_waiting;
            id = m_waitingId;
            m_waiting.reset();
        }
        const QString folder = QString::fromStdString(request.folder.string());
        const auto report = [this, id, folder](const std::string& message, const std::string& hint) {
            QMetaObject::invokeMethod(
                this,
                [this, id, folder, m = QString::fromStdString(message), h = QString::fromStdString(hint)] {
                    deliverFailure(id, folder, m, h);
                },
                Qt::QueuedConnection);
        };
        try {
            if (request.create)
                Study::create(request.folder);
            auto snapshot =
                std::make_shared<const StudySnapshot>(readStudySnapshot(request.folder, request.labelSet));
            QMetaObject::invokeMethod(
                this, [this, id, snapshot] { deliver(id, snapshot); }, Qt::QueuedConnection);
        } catch (const Error& error) {
            report(error.what(), error.hint());
        } catch (const std::exception& error) {
            report(tr("%1 cannot be read: %2.").arg(folder, QString::fromUtf8(error.what())).toStdString(),
                   {});
        }
    }
}

void StudyLoader::deliver(quint64 id, const std::shared_ptr<const StudySnapshot>& snapshot) {
    if (id != m_latest)
        return;
    m_busy = false;
    Q_EMIT loaded(snapshot);
}

void StudyLoader::deliverFailure(quint64 id,
                                 const QString& folder,
                                 const QString& message,
                                 const QString& hint) {
    if (id != m_latest)
        return;
    m_busy = false;
    Q_EMIT failed(folder, message, hint);
}

}  // namespace limen
