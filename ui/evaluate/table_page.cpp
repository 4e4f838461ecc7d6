// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/table_page.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/evaluate/note_label.h"
#include "ui/evaluate/result_source.h"
#include "ui/evaluate/result_table_model.h"

namespace limen {

namespace {

constexpr int gap = 8;

/// Cells without a number stay below the others, whichever way a column is sorted.
class NumbersFirst : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
        const bool leftEmpty = !left.data(sortRole()).isValid();
        const bool rightEmpty = !right.data(sortRole()).isValid();
        if (leftEmpty != rightEmpty)
            return (sortOrder() == Qt::AscendingOrder) == rightEmpty;
        return QSortFilterProxyModel::lessThan(left, right);
    }
};

}  // namespace

TablePage::TablePage(QWidget* parent)
    : QWidget(parent),
      m_model(new ResultTableModel(this)),
      m_sorted(new NumbersFirst(this)),
      m_copy(new QAction(tr("&Copy"), this)),
      m_title(new QLabel),
      m_source(new NoteLabel),
      m_view(new QTableView),
      m_notes(new NoteLabel),
      m_intervals(new QCheckBox(tr("&Intervals"))),
      m_beside(new QCheckBox(tr("&Beside the paper"))) {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ResultTableModel::sortRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    QFont large = m_title->font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_title->setFont(large);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_view->setModel(m_sorted);
    m_view->setAccessibleName(tr("Table"));
    m_view->setSortingEnabled(true);
    m_view->horizontalHeader()->setSortIndicatorClearable(true);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + gap);
    m_view->setAlternatingRowColors(true);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);

    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_copy->setToolTip(tr("Selected cells, or the whole table, for a spreadsheet"));
    addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(copyText()); });
    auto* copy = new QPushButton(tr("Copy"));
    copy->setToolTip(m_copy->toolTip());
    connect(copy, &QPushButton::clicked, m_copy, &QAction::trigger);
    auto* save = new QPushButton(tr("Export…"));
    save->setToolTip(tr("Every table of the study as CSV, LaTeX and Markdown"));
    connect(save, &QPushButton::clicked, this, &TablePage::exportRequested);
    m_intervals->setToolTip(tr("95 %, over people"));
    m_intervals->setChecked(true);
    connect(m_intervals, &QCheckBox::toggled, this, [this](bool shown) {
        m_model->setIntervals(shown);
        m_view->resizeColumnsToContents();
    });
    m_beside->setToolTip(
        tr("Orderings and relative gains here and in Tian et al. 2022. The numbers themselves cannot be "
           "compared: "
           "data, recognizer, codec and weights differ."));
    connect(m_beside, &QCheckBox::toggled, this, &TablePage::showTable);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_intervals);
    buttons->addWidget(m_beside);
    buttons->addStretch();
    buttons->addWidget(copy);
    buttons->addWidget(save);
    layout->addWidget(m_title);
    layout->addWidget(m_source);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_notes);
    layout->addLayout(buttons);
}

void TablePage::setTable(const ResultTable& table, const std::optional<ResultTable>& besidePaper) {
    m_own = table;
    m_besidePaper = besidePaper;
    m_beside->setVisible(besidePaper.has_value());
    showTable();
}

void TablePage::showTable() {
    const ResultTable& table = m_besidePaper && m_beside->isChecked() ? *m_besidePaper : m_own;
    m_title->setText(QString::fromStdString(table.title));
    m_source->setText(resultSource(table.about));
    m_source->setToolTip(resultDetails(table.about));
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setTable(table);
    m_sorted->sort(-1);
    m_view->resizeColumnsToContents();
    QStringList notes;
    for (const std::string& note : table.notes)
        notes += QString::fromStdString(note);
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

QString TablePage::notes() const {
    return m_notes->text();
}

QString TablePage::copyText() const {
    const QModelIndexList selected = m_view->selectionModel()->selectedIndexes();
    std::set<int> rows, columns;
    for (const QModelIndex& index : selected) {
        rows.insert(index.row());
        columns.insert(index.column());
    }
    if (selected.size() < 2) {  // a single cell is where somebody clicked, not what they want
        for (int row = 0; row < m_sorted->rowCount(); ++row)
            rows.insert(row);
        for (int column = 0; column < m_sorted->columnCount(); ++column)
            columns.insert(column);
    }
    const auto line = [&columns](const auto& cell) {
        QStringList cells;
        for (const int column : columns)
            cells += cell(column);
        return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    QString text = line([this](int column) {
        return m_sorted->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    });
    for (const int row : rows)
        text += line([this, row](int column) { return m_sorted->index(row, column).data().toString(); });
    return text.replace(QStringLiteral("−"), QStringLiteral("-"));  // which a spreadsheet takes for a number
}

}  // namespace limen
