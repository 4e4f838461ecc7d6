// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/evaluate_view.h"

#include <QEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <optional>

#include "ui/evaluate/failure_gallery.h"
#include "ui/evaluate/figure_page.h"
#include "ui/evaluate/result_source.h"
#include "ui/evaluate/table_page.h"

namespace limen {

namespace {

constexpr int gap = 8;
constexpr int idRole = Qt::UserRole;
const std::string galleryId = "gallery";

/// Of the paper's tables; others have a word.
std::optional<int> numberOf(const StoredTable& stored) {
    const Json& about = stored.table.about;
    return about.is_object() && about.contains("table") && about["table"].is_number_integer()
               ? std::optional(about["table"].get<int>())
               : std::nullopt;
}

QString withSource(QString words, const Json& about) {
    if (const QString measured = aboutText(about, "measured_on"); !measured.isEmpty())
        words += QLatin1Char('\n') + measured;
    return words;
}

/// Places of the tables with a number, or of those with a word, as they are listed.
std::vector<std::size_t> orderOf(const std::vector<StoredTable>& tables, bool numbered) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (numberOf(tables[i]).has_value() == numbered)
            places.push_back(i);
    std::stable_sort(places.begin(), places.end(), [&tables](std::size_t a, std::size_t b) {
        return numberOf(tables[a]).value_or(0) < numberOf(tables[b]).value_or(0);
    });
    return places;
}

}  // namespace

EvaluateView::EvaluateView(QWidget* parent)
    : QWidget(parent),
      m_stack(new QStackedWidget),
      m_list(new QListWidget),
      m_pages(new QStackedWidget),
      m_tablePage(new TablePage),
      m_figurePage(new FigurePage),
      m_gallery(new FailureGallery) {
    m_pages->addWidget(m_tablePage);
    m_pages->addWidget(m_figurePage);
    m_pages->addWidget(m_gallery);
    auto* splitter = new QSplitter;
    splitter->addWidget(makeListColumn());
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    m_stack->addWidget(makeEmptyPage());
    m_stack->addWidget(splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_list, &QListWidget::currentRowChanged, this, &EvaluateView::showRow);
    connect(m_tablePage, &TablePage::exportRequested, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("export"), {{"what", "tables"}});
    });
    connect(m_figurePage, &FigurePage::failed, this, &EvaluateView::failed);
    connect(m_figurePage, &FigurePage::done, this, &EvaluateView::done);
    connect(m_gallery, &FailureGallery::imageRequested, this, &EvaluateView::imageRequested);
    connect(m_gallery, &FailureGallery::evaluateRequested, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("evaluate"), Json::object());
    });
}

QWidget* EvaluateView::makeEmptyPage() {
    auto* empty = new QWidget;
    auto* layout = new QVBoxLayout(empty);
    auto* words = new QLabel(tr(
        "No tables yet.\n\nEvaluate measures predictors of JND images on people they have not seen, beside "
        "eye models, and keeps the tables in the study."));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    auto* evaluate = new QPushButton(tr("Evaluate…"));
    connect(evaluate, &QPushButton::clicked, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("evaluate"), Json::object());
    });
    layout->addStretch();
    layout->addWidget(words);
    layout->addSpacing(2 * gap);
    layout->addWidget(evaluate, 0, Qt::AlignHCenter);
    layout->addStretch();
    return empty;
}

QWidget* EvaluateView::makeListColumn() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(gap, gap, gap, gap);
    m_list->setAccessibleName(tr("Results"));
    m_list->setWordWrap(true);
    m_list->setSpacing(2);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setMinimumWidth(fontMetrics().averageCharWidth() * 34);
    auto* evaluate = new QPushButton(tr("Evaluate…"));
    evaluate->setToolTip(tr("Measures what is missing and makes a table or a figure"));
    connect(evaluate, &QPushButton::clicked, this, [this] {
        Q_EMIT jobRequested(QStringLiteral("evaluate"), Json::object());
    });
    layout->addWidget(m_list, 1);
    layout->addWidget(evaluate);
    return column;
}

void EvaluateView::addHeading(const QString& text) {
    auto* item = new QListWidgetItem(text, m_list);
    item->setFlags(Qt::NoItemFlags);
    QFont font = m_list->font();
    font.setBold(true);
    item->setFont(font);
}

void EvaluateView::paintHeadings() {
    for (int row = 0; row < m_list->count(); ++row)
        if (QListWidgetItem* item = m_list->item(row); item->flags() == Qt::NoItemFlags)
            item->setForeground(palette().brush(QPalette::Active, QPalette::Text));
}

void EvaluateView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintHeadings();
}

void EvaluateView::addEntry(const std::string& id, const QString& text, const QString& tip) {
    auto* item = new QListWidgetItem(text, m_list);
    item->setData(idRole, QString::fromStdString(id));
    item->setToolTip(tip);
}

void EvaluateView::fillList() {
    m_list->clear();
    for (const bool numbered : {true, false}) {
        const std::vector<std::size_t> places = orderOf(m_results.tables, numbered);
        if (places.empty())
            continue;
        addHeading(numbered ? tr("Tables") : tr("More tables"));
        for (const std::size_t place : places) {
            const StoredTable& stored = m_results.tables[place];
            QString words = QString::fromStdString(stored.table.title);
            if (const std::optional<int> number = numberOf(stored))
                words = tr("Table %1: %2").arg(*number).arg(words);
            addEntry(
                stored.id, withSource(words, stored.table.about), aboutText(stored.table.about, "table"));
        }
    }
    if (!m_results.figures.empty())
        addHeading(tr("Figures"));
    for (const StoredFigure& figure : m_results.figures) {
        QString words = QString::fromStdString(figure.title);
        if (const QString number = aboutText(figure.about, "figure"); !number.isEmpty())
            words = tr("Figure %1: %2").arg(number, words);
        words = withSource(words, figure.about);
        const bool another = std::any_of(
            m_results.figures.begin(), m_results.figures.end(), [&figure](const StoredFigure& other) {
                return other.id != figure.id && other.title == figure.title;
            });
        if (another)
            words += QLatin1Char('\n') + QString::fromStdString(figure.id);
        addEntry(figure.id, words, QString::fromStdString(figure.id));
    }
    addHeading(tr("Faces"));
    addEntry(galleryId,
             tr("Largest errors of selected levels"),
             tr("The faces whose selected level lies furthest from their JND point"));
    paintHeadings();
}

void EvaluateView::setResults(const std::filesystem::path& study, const StudyResults& results) {
    m_gallery->setStudy(study);
    if (study == m_study && sameResults(results, m_results))
        return;
    const std::string before = shownEntry();
    m_study = study;
    m_results = results;
    {
        const QSignalBlocker blocker(m_list);
        fillList();
    }
    m_stack->setCurrentIndex(m_results.isEmpty() ? 0 : 1);
    if (!m_results.isEmpty() && (before.empty() || !showEntry(before)))
        m_list->setCurrentRow(1);  // below the first heading
}

bool EvaluateView::showEntry(const std::string& id) {
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(idRole).toString().toStdString() == id) {
            const QSignalBlocker blocker(m_list);
            m_list->setCurrentRow(row);
            showRow(row);
            return true;
        }
    return false;
}

std::string EvaluateView::shownEntry() const {
    const QListWidgetItem* item = m_list->currentItem();
    return item == nullptr ? std::string() : item->data(idRole).toString().toStdString();
}

void EvaluateView::showRow(int row) {
    const QListWidgetItem* item = m_list->item(row);
    if (item == nullptr)
        return;
    const std::string id = item->data(idRole).toString().toStdString();
    if (id == galleryId)
        m_pages->setCurrentWidget(m_gallery);
    for (const StoredTable& stored : m_results.tables)
        if (stored.id == id) {
            const auto beside = m_results.besidePaper.find(id);
            m_tablePage->setTable(
                stored.table,
                beside == m_results.besidePaper.end() ? std::nullopt : std::optional(beside->second));
            m_pages->setCurrentWidget(m_tablePage);
        }
    for (const StoredFigure& figure : m_results.figures)
        if (figure.id == id) {
            m_figurePage->setFigure(figure);
            m_pages->setCurrentWidget(m_figurePage);
        }
}

}  // namespace limen
