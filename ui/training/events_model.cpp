// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/events_model.h"

#include <QLocale>
#include <algorithm>

#include "ui/training/event_text.h"
#include "ui/training/training_runs.h"

namespace limen {

EventsModel::EventsModel(TrainingRuns* runs, QObject* parent) : QAbstractTableModel(parent), m_runs(runs) {
    connect(runs, &TrainingRuns::selectionChanged, this, &EventsModel::update);
    connect(runs, &TrainingRuns::recordChanged, this, &EventsModel::update);
}

void EventsModel::update() {
    std::vector<Row> rows;
    if (const RunRecord* record = m_runs->record(m_runs->current())) {
        const std::vector<QString> texts = eventTexts(record->history, record->settings);
        const QLocale locale;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const RunEvent& event = record->history[i];
            const QDateTime time = QDateTime::fromString(QString::fromStdString(event.time), Qt::ISODate);
            rows.push_back({locale.toString(static_cast<qlonglong>(event.step)),
                            texts[i],
                            locale.toString(time.toLocalTime(), QLocale::ShortFormat)});
        }
    }
    std::reverse(rows.begin(), rows.end());
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int EventsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole && index.column() == Step)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    return index.column() == Step ? row.step : index.column() == What ? row.what : row.time;
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Step ? tr("Step") : section == What ? tr("What happened") : tr("Time");
}

}  // namespace limen
