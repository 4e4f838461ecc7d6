// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <string>
#include <vector>

namespace limen {

class TrainingRuns;

/// The runs of a study; the newest first.
class RunListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        NameRole = Qt::UserRole,
        BestRole,    ///< "33.12 dB"; empty before the first validation
        DetailRole,  ///< "Running, epoch 3 of 20"
        AgoRole,
        SeriesRole,    ///< the number of its colour
        FractionRole,  ///< 0 to 1 while it is going
    };

    explicit RunListModel(TrainingRuns* runs, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    std::string nameAt(int row) const;
    /// -1: not there.
    int rowOf(const std::string& name) const;
    TrainingRuns* runs() const { return m_runs; }

Q_SIGNALS:
    /// The rows are others or in another order: a selection has to be made anew.
    void rearranged();

private:
    void update();

    TrainingRuns* m_runs;
    std::vector<std::string> m_names;
    QTimer m_minute;  ///< what is "5 min ago" now is six in a minute
};

}  // namespace limen
