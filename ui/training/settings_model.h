// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <string>
#include <vector>

namespace limen {

class TrainingRuns;

/// Settings of the compared runs side by side: a row for each setting, a column for each run.
class SettingsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit SettingsModel(TrainingRuns* runs, QObject* parent = nullptr);

    /// Only settings in which the compared runs differ; of one run all are shown.
    void setOnlyDifferences(bool only);
    bool onlyDifferences() const { return m_onlyDifferences; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name;
        QStringList values;  ///< one for each run
        bool differs = false;
        bool operator==(const Row&) const = default;
    };

    void update();

    TrainingRuns* m_runs;
    bool m_onlyDifferences = true;
    std::vector<std::string> m_names;
    std::vector<Row> m_rows;
};

}  // namespace limen
