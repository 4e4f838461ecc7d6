// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_list_model.h"

#include <QLocale>
#include <algorithm>

#include "ui/training/run_text.h"
#include "ui/training/training_runs.h"

namespace limen {

RunListModel::RunListModel(TrainingRuns* runs, QObject* parent) : QAbstractListModel(parent), m_runs(runs) {
    connect(runs, &TrainingRuns::listChanged, this, &RunListModel::update);
    const auto repaint = [this] {
        if (!m_names.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    };
    connect(runs, &TrainingRuns::pendingChanged, this, repaint);
    constexpr int milliseconds = 60'000;
    m_minute.setInterval(milliseconds);
    connect(&m_minute, &QTimer::timeout, this, repaint);
    m_minute.start();
    update();
}

void RunListModel::update() {
    std::vector<const RunSummary*> order;
    for (const RunSummary& run : m_runs->runs())
        order.push_back(&run);
    // A run keeps its place while it is going; only a new one moves the others. Folds stay together, in
    // order.
    std::stable_sort(order.begin(), order.end(), [this](const RunSummary* a, const RunSummary* b) {
        const auto base = [](const RunSummary* run) { return run->name.substr(0, run->name.find('/')); };
        if (base(a) == base(b))
            return a->name < b->name;
        return m_runs->series(a->name) > m_runs->series(b->name);
    });
    std::vector<std::string> names;
    for (const RunSummary* run : order)
        names.push_back(run->name);
    if (names != m_names) {
        beginResetModel();
        m_names = std::move(names);
        endResetModel();
        Q_EMIT rearranged();
    } else if (!m_names.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int RunListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_names.size());
}

std::string RunListModel::nameAt(int row) const {
    return row < 0 || row >= rowCount() ? std::string() : m_names[static_cast<std::size_t>(row)];
}

int RunListModel::rowOf(const std::string& name) const {
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    return found == m_names.end() ? -1 : static_cast<int>(found - m_names.begin());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    const RunSummary* run = index.isValid() ? m_runs->find(nameAt(index.row())) : nullptr;
    if (run == nullptr)
        return {};
    const QString name = QString::fromStdString(run->name);
    const QString state = runStateText(*run, m_runs->pending(run->name));
    const QString detail = run->status ? tr("%1, %2").arg(state, epochText(*run->status)) : state;
    const QString best =
        run->status && run->status->bestPsnr ? decibelText(*run->status->bestPsnr) : QString();
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return name;
        case DetailRole:
            return detail;
        case BestRole:
            return best;
        case AgoRole:
            return agoText(run->changed, QDateTime::currentDateTime());
        case SeriesRole:
            return m_runs->series(run->name);
        case FractionRole:
            if (run->active && run->status && run->status->steps > 0)
                return static_cast<double>(run->status->step) / static_cast<double>(run->status->steps);
            return {};
        case Qt::AccessibleTextRole:
            return best.isEmpty() ? tr("%1: %2").arg(name, detail)
                                  : tr("%1: %2, best %3").arg(name, detail, best);
        case Qt::ToolTipRole: {
            QStringList lines{tr("%1: %2").arg(name, detail)};
            if (!best.isEmpty())
                lines.append(
                    tr("Best validation PSNR %1, after step %2")
                        .arg(best, QLocale().toString(static_cast<qlonglong>(run->status->bestStep))));
            if (run->changed.isValid())
                lines.append(
                    tr("Last change %1").arg(QLocale().toString(run->changed, QLocale::ShortFormat)));
            if (run->status && !run->status->message.empty())
                lines.append(QString::fromStdString(run->status->message));
            lines.append(QString::fromStdString(run->folder.path().string()));
            return lines.join(QLatin1Char('\n'));
        }
        default:
            return {};
    }
}

}  // namespace limen
