// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <vector>

namespace limen {

class TrainingRuns;

/// What happened to the run that is looked at; the newest first.
class EventsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Step, What, Time, ColumnCount };

    explicit EventsModel(TrainingRuns* runs, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString step, what, time;
        bool operator==(const Row&) const = default;
    };
    void update();

    TrainingRuns* m_runs;
    std::vector<Row> m_rows;
};

}  // namespace limen
