// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/settings_model.h"

#include <QFont>
#include <QGuiApplication>
#include <QIcon>
#include <QPalette>
#include <QPixmap>
#include <algorithm>

#include "plots/plot_style.h"
#include "ui/training/run_text.h"
#include "ui/training/training_runs.h"

namespace limen {

namespace {

QString textOf(const Json& value) {
    if (value.is_string())
        return QString::fromStdString(value.get<std::string>());
    if (value.is_number_float())
        return numberText(value.get<double>(), 6);
    if (value.is_boolean())
        return value.get<bool>() ? QStringLiteral("on") : QStringLiteral("off");
    if (value.is_null())
        return {};
    return QString::fromStdString(value.dump());
}

using Named = std::vector<std::pair<QString, QString>>;

/// "codec.setting": members of members under the names of all they are in.
void flatten(const QString& prefix, const Json& value, Named& into) {
    if (!value.is_object()) {
        into.emplace_back(prefix, textOf(value));
        return;
    }
    for (const auto& [name, member] : value.items()) {
        const QString key = QString::fromStdString(name);
        flatten(prefix.isEmpty() ? key : prefix + QLatin1Char('.') + key, member, into);
    }
}

}  // namespace

SettingsModel::SettingsModel(TrainingRuns* runs, QObject* parent)
    : QAbstractTableModel(parent), m_runs(runs) {
    connect(runs, &TrainingRuns::selectionChanged, this, &SettingsModel::update);
    connect(runs, &TrainingRuns::recordChanged, this, &SettingsModel::update);
    connect(runs, &TrainingRuns::listChanged, this, &SettingsModel::update);
    update();
}

void SettingsModel::setOnlyDifferences(bool only) {
    m_onlyDifferences = only;
    update();
}

void SettingsModel::update() {
    const std::vector<std::string>& names = m_runs->compared();
    std::vector<Row> rows;
    const auto put = [&](const QString& name, qsizetype run, const QString& value) {
        auto row = std::find_if(rows.begin(), rows.end(), [&name](const Row& r) { return r.name == name; });
        if (row == rows.end()) {
            rows.push_back({name, {}, false});
            row = std::prev(rows.end());
            row->values.resize(static_cast<qsizetype>(names.size()));
        }
        row->values[run] = value;
    };
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto run = static_cast<qsizetype>(i);
        const RunSummary* summary = m_runs->find(names[i]);
        if (summary != nullptr && summary->status && summary->status->bestPsnr)
            put(tr("best validation PSNR"), run, decibelText(*summary->status->bestPsnr));
        const RunRecord* record = m_runs->record(names[i]);
        Named settings;
        if (record != nullptr)
            flatten({}, record->settings, settings);
        for (const auto& [name, value] : settings)
            put(name, run, value);
    }
    for (Row& row : rows)
        row.differs = std::any_of(row.values.cbegin(), row.values.cend(), [&row](const QString& value) {
            return value != row.values.front();
        });
    if (m_onlyDifferences && names.size() > 1)
        std::erase_if(rows, [](const Row& row) { return !row.differs; });
    if (names == m_names && rows == m_rows)
        return;
    beginResetModel();
    m_names = names;
    m_rows = std::move(rows);
    endResetModel();
}

int SettingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SettingsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1 + static_cast<int>(m_names.size());
}

QVariant SettingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const QString value = index.column() == 0 ? row.name : row.values[index.column() - 1];
    if (role == Qt::DisplayRole)
        return value.isEmpty() ? QString(QChar(0x2013)) : value;
    if (role == Qt::ToolTipRole)
        return value;
    if (role == Qt::FontRole && row.differs && !m_onlyDifferences && m_names.size() > 1) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    return {};
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? tr("Setting") : QVariant();
    const std::string& run = m_names[static_cast<std::size_t>(section - 1)];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return QString::fromStdString(run);
    if (role == Qt::DecorationRole) {
        QPixmap swatch(10, 10);
        swatch.fill(seriesColour(m_runs->series(run), QGuiApplication::palette()));
        return QIcon(swatch);
    }
    return {};
}

}  // namespace limen
