// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_model.h"

#include <QApplication>
#include <QFileInfo>
#include <QLocale>
#include <QStyle>
#include <cmath>

namespace limen {

namespace {

QStyle::StandardPixmap iconOf(JobState state) {
    switch (state) {
        case JobState::Queued:
            return QStyle::SP_MediaPause;
        case JobState::Running:
            return QStyle::SP_MediaPlay;
        case JobState::Cancelling:
        case JobState::Cancelled:
            return QStyle::SP_MediaStop;
        case JobState::Succeeded:
            return QStyle::SP_DialogApplyButton;
        case JobState::SomeItemsFailed:
        case JobState::Unfinished:
            return QStyle::SP_MessageBoxWarning;
        case JobState::Failed:
            return QStyle::SP_MessageBoxCritical;
    }
    return QStyle::SP_MessageBoxInformation;
}

bool isRunning(const JobEntry& entry) {
    return entry.state == JobState::Running || entry.state == JobState::Cancelling;
}

QString duration(double seconds) {
    return QString::fromStdString(formatDuration(seconds));
}

}  // namespace

QString jobTitle(const JobEntry& entry) {
    QString title = QString::fromStdString(entry.job.title);
    for (const char* name : {"study", "folder", "dir"}) {
        const auto found = entry.params.find(name);
        if (found != entry.params.end() && found->is_string()) {
            const QString path = QString::fromStdString(found->get<std::string>());
            return title + QStringLiteral(" — ") + QFileInfo(path).completeBaseName();
        }
    }
    return title;
}

JobsModel::JobsModel(JobQueue* queue, QObject* parent) : QAbstractTableModel(parent), m_queue(queue) {
    connect(queue, &JobQueue::aboutToReset, this, &JobsModel::beginResetModel);
    connect(queue, &JobQueue::reset, this, &JobsModel::endResetModel);
    connect(queue, &JobQueue::changed, this, [this](int id) {
        const int row = rowOf(id);
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    });
}

const JobEntry& JobsModel::at(int row) const {
    return *m_queue->entries()[m_queue->entries().size() - 1 - static_cast<std::size_t>(row)];
}

int JobsModel::idAt(int row) const {
    return row < 0 || row >= rowCount() ? 0 : at(row).id;
}

int JobsModel::rowOf(int id) const {
    for (int row = 0; row < rowCount(); ++row)
        if (at(row).id == id)
            return row;
    return -1;
}

int JobsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_queue->entries().size());
}

int JobsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobsModel::text(const JobEntry& entry, int column) const {
    const JobProgress& progress = entry.progress;
    const bool running = isRunning(entry);
    const QLocale locale;
    switch (column) {
        case Title:
            return jobTitle(entry);
        case State:
            return jobStateText(entry.state);
        case ProgressColumn:
            if (running && progress.progress.total > 0)
                return tr("%1 %").arg(static_cast<int>(std::floor(progress.progress.fraction * 100.0)));
            return {};
        case Items:
            if (running && progress.progress.total > 0)
                return tr("%1 of %2")
                    .arg(locale.toString(static_cast<qulonglong>(progress.progress.done)),
                         locale.toString(static_cast<qulonglong>(progress.progress.total)));
            return {};
        case Rate:
            if (running && progress.itemsPerSecond)
                return tr("%1/s").arg(
                    locale.toString(*progress.itemsPerSecond, 'f', *progress.itemsPerSecond < 100 ? 1 : 0));
            return {};
        case Elapsed:
            if (entry.state == JobState::Queued || entry.state == JobState::Unfinished)
                return {};
            return duration(progress.elapsedSeconds);
        case Left:
            if (running && progress.secondsLeft)
                return tr("%1 left").arg(duration(*progress.secondsLeft));
            return {};
        case Current:
            if (running)
                return QString::fromStdString(progress.progress.what);
            if (entry.state == JobState::Failed)
                return QString::fromStdString(entry.outcome.message);
            return entry.started.isValid()
                       ? QVariant(entry.started.toLocalTime().toString(QStringLiteral("yyyy-MM-dd hh:mm")))
                       : QVariant();
        default:
            return {};
    }
}

QVariant JobsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const JobEntry& entry = at(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return text(entry, index.column());
        case Qt::ToolTipRole:
            return text(entry, index.column());
        case Qt::DecorationRole:
            if (index.column() == State)
                return QApplication::style()->standardIcon(iconOf(entry.state));
            return {};
        case Qt::TextAlignmentRole:
            if (index.column() >= Items && index.column() <= Elapsed)
                return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
            return {};
        case FractionRole:
            if (isRunning(entry) && entry.progress.progress.total > 0)
                return entry.progress.progress.fraction;
            return {};
        default:
            return {};
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= Items && section <= Elapsed)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Title:
            return tr("Job");
        case State:
            return tr("State");
        case ProgressColumn:
            return tr("Progress");
        case Items:
            return tr("Items");
        case Rate:
            return tr("Rate");
        case Elapsed:
            return tr("Time");
        case Left:
            return tr("Time left");
        case Current:
            return tr("Now");
        default:
            return {};
    }
}

}  // namespace limen
