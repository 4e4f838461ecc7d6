// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/evaluate_view.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

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

QString text(const Json& about, const char* key) {
    return about.is_object() && about.contains(key) && about[key].is_string()
               ? QString::fromStdString(about[key].get<std::string>())
               : QString();
}

/// "hevc; x265 3.5; ..." is "hevc" to whoever reads; the rest is in the tooltip.
QString shortName(const QString& identity) {
    return identity.section(QLatin1Char(';'), 0, 0);
}

QString sourceOf(const Json& about) {
    QStringList parts;
    if (const QString measured = text(about, "measured_on"); !measured.isEmpty())
        parts += EvaluateView::tr("measured on: %1").arg(measured);
    const Json data = about.is_object() ? about.value("data", Json::object()) : Json::object();
    if (const QString codec = text(data, "codec"); !codec.isEmpty())
        parts += EvaluateView::tr("codec %1").arg(shortName(codec));
    if (const QString recognizer = text(data, "recognizer"); !recognizer.isEmpty())
        parts += EvaluateView::tr("labels of %1").arg(shortName(recognizer));
    if (about.is_object() && about.contains("seed"))
        parts += EvaluateView::tr("seed %1").arg(QString::fromStdString(about["seed"].dump()));
    if (const QString versions = text(about, "versions"); !versions.isEmpty())
        parts += versions;
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

EvaluateView::EvaluateView(QWidget* parent)
    : QWidget(parent),
      m_model(new ResultTableModel(this)),
      m_sorted(new NumbersFirst(this)),
      m_copy(new QAction(tr("&Copy"), this)),
      m_stack(new QStackedWidget),
      m_list(new QListWidget),
      m_title(new QLabel),
      m_source(new QLabel),
      m_table(new QTableView),
      m_notes(new QLabel),
      m_intervals(new QCheckBox(tr("&Intervals"))) {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ResultTableModel::sortRole);
    auto* splitter = new QSplitter;
    splitter->addWidget(makeListColumn());
    splitter->addWidget(makeTableColumn());
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);

    auto* empty = new QWidget;
    auto* emptyLayout = new QVBoxLayout(empty);
    auto* words = new QLabel(tr(
        "No tables yet.\n\nEvaluate measures predictors of JND images on people they have not seen, beside "
        "eye models, and keeps the tables in the study."));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    auto* evaluate = new QPushButton(tr("Evaluate…"));
    connect(evaluate, &QPushButton::clicked, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("evaluate"), Json::object());
    });
    emptyLayout->addStretch();
    emptyLayout->addWidget(words);
    emptyLayout->addSpacing(2 * gap);
    emptyLayout->addWidget(evaluate, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();
    m_stack->addWidget(empty);
    m_stack->addWidget(splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_copy->setToolTip(tr("Selected cells, or the whole table, for a spreadsheet"));
    addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(copyText()); });
    connect(m_intervals, &QCheckBox::toggled, this, [this](bool shown) {
        m_model->setIntervals(shown);
        m_table->resizeColumnsToContents();
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &EvaluateView::show);
    m_intervals->setChecked(true);
}

QWidget* EvaluateView::makeListColumn() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(gap, gap, gap, gap);
    m_list->setAccessibleName(tr("Tables"));
    m_list->setWordWrap(true);
    m_list->setSpacing(2);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setMinimumWidth(fontMetrics().averageCharWidth() * 34);
    auto* evaluate = new QPushButton(tr("Evaluate…"));
    evaluate->setToolTip(tr("Measures what is missing and makes a table"));
    connect(evaluate, &QPushButton::clicked, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("evaluate"), Json::object());
    });
    layout->addWidget(m_list, 1);
    layout->addWidget(evaluate);
    return column;
}

QWidget* EvaluateView::makeTableColumn() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    QFont large = m_title->font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_title->setFont(large);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QLabel* label : {m_source, m_notes}) {
        label->setWordWrap(true);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Table"));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + gap);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);

    auto* buttons = new QHBoxLayout;
    auto* copy = new QPushButton(tr("Copy"));
    copy->setToolTip(m_copy->toolTip());
    connect(copy, &QPushButton::clicked, m_copy, &QAction::trigger);
    auto* save = new QPushButton(tr("Export…"));
    save->setToolTip(tr("Every table of the study as CSV, LaTeX and Markdown"));
    connect(save, &QPushButton::clicked, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("export"), {{"what", "tables"}});
    });
    m_intervals->setToolTip(tr("95 %, over people"));
    buttons->addWidget(m_intervals);
    buttons->addStretch();
    buttons->addWidget(copy);
    buttons->addWidget(save);
    layout->addWidget(m_title);
    layout->addWidget(m_source);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notes);
    layout->addLayout(buttons);
    return column;
}

void EvaluateView::setTables(const std::vector<StoredTable>& tables) {
    const int before = m_list->currentRow();
    const std::string shown = before < 0 ? std::string() : m_tables[static_cast<std::size_t>(before)].id;
    const auto same = [](const StoredTable& a, const StoredTable& b) {
        return a.id == b.id && toJson(a.table) == toJson(b.table);
    };
    if (std::equal(tables.begin(), tables.end(), m_tables.begin(), m_tables.end(), same) && before >= 0)
        return;
    m_tables = tables;
    {
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        for (const StoredTable& stored : m_tables) {
            const Json& about = stored.table.about;
            const QString number = about.is_object() && about.contains("table")
                                       ? QString::fromStdString(about["table"].dump())
                                       : QString();
            QString words = tr("Table %1: %2").arg(number, QString::fromStdString(stored.table.title));
            if (const QString measured = text(about, "measured_on"); !measured.isEmpty())
                words += QLatin1Char('\n') + measured;
            m_list->addItem(words);
        }
    }
    m_stack->setCurrentIndex(m_tables.empty() ? 0 : 1);
    if (m_tables.empty())
        return;
    const auto found = std::find_if(
        m_tables.begin(), m_tables.end(), [&shown](const StoredTable& table) { return table.id == shown; });
    const int row = found == m_tables.end() ? 0 : static_cast<int>(found - m_tables.begin());
    const QSignalBlocker blocker(m_list);
    m_list->setCurrentRow(row);
    show(row);
}

void EvaluateView::show(int row) {
    if (row < 0 || row >= static_cast<int>(m_tables.size()))
        return;
    const ResultTable& table = m_tables[static_cast<std::size_t>(row)].table;
    m_title->setText(QString::fromStdString(table.title));
    m_source->setText(sourceOf(table.about));
    m_source->setToolTip(QString::fromStdString(
        table.about.is_object() ? table.about.value("data", Json::object()).dump(1) : std::string()));
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setTable(table);
    m_sorted->sort(-1);
    m_table->resizeColumnsToContents();
    QStringList notes;
    for (const std::string& note : table.notes)
        notes += QString::fromStdString(note);
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

QString EvaluateView::copyText() const {
    const QModelIndexList selected = m_table->selectionModel()->selectedIndexes();
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
    return text;
}

}  // namespace limen
