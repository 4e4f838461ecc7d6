// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/failure_gallery.h"

#include <QComboBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdlib>

#include "ui/evaluate/failure_delegate.h"
#include "ui/evaluate/failure_model.h"
#include "ui/evaluate/note_label.h"
#include "ui/inspect/error_text.h"
#include "ui/study/thumbnail_loader.h"

namespace limen {

namespace {
constexpr int gap = 8;
constexpr int visibleDelayMilliseconds = 40;
}  // namespace

FailureGallery::FailureGallery(QWidget* parent)
    : QWidget(parent),
      m_model(new FailureModel(this)),
      m_thumbnails(new ThumbnailLoader(this, 2 * FailureDelegate::faceSide)),
      m_setChoice(new QComboBox),
      m_candidates(new QComboBox),
      m_directions(new QComboBox),
      m_orders(new QComboBox),
      m_pages(new QStackedWidget),
      m_view(new QListView),
      m_empty(new QLabel),
      m_evaluate(new QPushButton(tr("Evaluate…"))),
      m_summary(new NoteLabel) {
    auto* title = new QLabel(tr("Faces whose level lies furthest from their JND point"));
    QFont large = title->font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.15);
    title->setFont(large);
    m_setChoice->setAccessibleName(tr("Labels that were predicted"));
    m_candidates->setToolTip(
        tr("Who selected the level of each face (Tian 2022, eq. 8, or the energy rule), on faces it had not "
           "learned "
           "from"));
    m_candidates->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_directions->addItems({tr("in both directions"), tr("too coarse"), tr("too fine")});
    m_directions->setToolTip(
        tr("Too coarse: the recognizer may notice. Too fine: bits are spent for nothing"));
    m_orders->addItems({tr("largest first"), tr("by name")});
    auto* controls = new QHBoxLayout;
    controls->setSpacing(gap);
    controls->addWidget(m_setChoice);
    const auto add = [&](const QString& text, QComboBox* box) {
        auto* label = new QLabel(text);
        label->setBuddy(box);
        controls->addWidget(label);
        controls->addWidget(box);
        controls->addSpacing(gap);
    };
    add(tr("Levels &selected by"), m_candidates);
    add(tr("&Errors"), m_directions);
    add(tr("&Order"), m_orders);
    controls->addStretch();
    makeView();

    auto* empty = new QWidget;
    auto* emptyLayout = new QVBoxLayout(empty);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    emptyLayout->addStretch();
    emptyLayout->addWidget(m_empty);
    emptyLayout->addSpacing(2 * gap);
    emptyLayout->addWidget(m_evaluate, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();
    m_pages->addWidget(m_view);
    m_pages->addWidget(empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(title);
    layout->addLayout(controls);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_summary);

    connect(m_evaluate, &QPushButton::clicked, this, &FailureGallery::evaluateRequested);
    connect(m_setChoice, &QComboBox::activated, this, &FailureGallery::fillCandidates);
    for (QComboBox* box : {m_candidates, m_directions, m_orders})
        connect(box, &QComboBox::currentIndexChanged, this, &FailureGallery::showFaces);
    setStudy({});
}

FailureGallery::~FailureGallery() {
    ++m_requests;
}

void FailureGallery::makeView() {
    m_view->setModel(m_model);
    m_view->setItemDelegate(new FailureDelegate(m_view));
    m_view->setAccessibleName(tr("Faces"));
    m_view->setViewMode(QListView::IconMode);
    m_view->setMovement(QListView::Static);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setUniformItemSizes(true);
    m_view->setGridSize(FailureDelegate::cellSize(m_view->fontMetrics()));
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    connect(m_view, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
        Q_EMIT imageRequested(m_model->face(index.row()).image);
    });
    m_visibleTimer.setSingleShot(true);
    m_visibleTimer.setInterval(visibleDelayMilliseconds);
    connect(&m_visibleTimer, &QTimer::timeout, this, &FailureGallery::requestVisible);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_visibleTimer.start(); });
    connect(m_thumbnails, &ThumbnailLoader::ready, m_model, &FailureModel::setThumbnail);
}

void FailureGallery::setStudy(const std::filesystem::path& study) {
    if (study != m_study || study.empty()) {
        m_study = study;
        m_thumbnails->setStudy(study);
        m_model->forgetThumbnails();
        take(++m_requests, {}, {});
    }
    m_loaded = false;
    if (isVisible())
        load();
}

void FailureGallery::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_loaded)
        load();
}

void FailureGallery::load() {
    if (m_study.empty())
        return;
    if (m_sets.empty())
        showEmpty(tr("Reading the comparison…"), false);
    m_worker.post([this, request = ++m_requests, folder = m_study] {
        std::vector<LevelErrorSet> sets;
        QStringList problems;
        try {
            Study study = Study::open(folder, Study::Access::ReadOnly);
            std::vector<std::string> unreadable;
            sets = levelErrors(study, unreadable);
            for (const std::string& problem : unreadable)
                problems += QString::fromStdString(problem);
        } catch (const std::exception& error) {
            problems += QString::fromStdString(errorText(error));
        }
        QMetaObject::invokeMethod(
            this, [this, request, sets, problems] { take(request, sets, problems); }, Qt::QueuedConnection);
    });
}

void FailureGallery::take(quint64 request,
                          const std::vector<LevelErrorSet>& sets,
                          const QStringList& problems) {
    if (request != m_requests)
        return;
    m_loaded = true;
    if (!m_sets.empty() && sets == m_sets && problems == m_problems)
        return;  // what is shown stays as it is
    const int before = m_setChoice->currentIndex();
    m_sets = sets;
    m_problems = problems;
    m_setChoice->clear();
    for (const LevelErrorSet& set : m_sets)
        m_setChoice->addItem(QString::fromStdString(set.codec) + QStringLiteral(" · ") +
                             QString::fromStdString(set.recognizer).section(QLatin1Char(';'), 0, 0));
    m_setChoice->setCurrentIndex(std::clamp(before, m_sets.empty() ? -1 : 0, m_setChoice->count() - 1));
    m_setChoice->setVisible(m_sets.size() > 1);
    fillCandidates();
}

const LevelErrorSet* FailureGallery::currentSet() const {
    const int set = m_setChoice->currentIndex();
    return set < 0 ? nullptr : &m_sets[static_cast<std::size_t>(set)];
}

void FailureGallery::fillCandidates() {
    const QString before = m_candidates->currentText();
    {
        const QSignalBlocker blocker(m_candidates);
        m_candidates->clear();
        // First shown: the predictor that was measured on the most faces.
        int predictor = 0;
        std::size_t most = 0;
        if (const LevelErrorSet* set = currentSet())
            for (const SelectedLevels& candidate : set->candidates) {
                m_candidates->addItem(QString::fromStdString(candidate.candidate));
                if (!candidate.isPredictor || candidate.faces.size() <= most)
                    continue;
                predictor = m_candidates->count() - 1;
                most = candidate.faces.size();
            }
        const int kept = m_candidates->findText(before);
        m_candidates->setCurrentIndex(kept >= 0 ? kept : m_candidates->count() > 0 ? predictor : -1);
    }
    showFaces();
}

void FailureGallery::showFaces() {
    const LevelErrorSet* set = currentSet();
    const int chosen = m_candidates->currentIndex();
    const bool any = set != nullptr && chosen >= 0;
    for (QComboBox* box : {m_candidates, m_directions, m_orders})
        box->setEnabled(any);
    if (!any) {
        m_model->setFaces({}, {}, FailureModel::Direction::Both, FailureModel::Order::LargestFirst);
        showEmpty(m_study.empty() ? tr("No study is open.")
                  : !m_problems.isEmpty()
                      ? m_problems.join(QLatin1Char('\n'))
                      : tr("No comparison yet.\n\n“limen evaluate --study … --table 2”, or Evaluate "
                           "with table 2 or 3, selects a level for every face and keeps it: here "
                           "are then those that lie furthest from their JND points."),
                  !m_study.empty());
        m_summary->clear();
        return;
    }
    const SelectedLevels& candidate = set->candidates[static_cast<std::size_t>(chosen)];
    m_model->setFaces(candidate.faces,
                      QString::fromStdString(set->levels.unit),
                      static_cast<FailureModel::Direction>(m_directions->currentIndex()),
                      static_cast<FailureModel::Order>(m_orders->currentIndex()));
    double sum = 0.0;
    int coarse = 0, fine = 0;
    for (const LevelError& face : candidate.faces) {
        sum += std::abs(face.steps);
        coarse += face.steps > 0 ? 1 : 0;
        fine += face.steps < 0 ? 1 : 0;
    }
    const QLocale locale;
    const auto count = static_cast<double>(std::max<std::size_t>(1, candidate.faces.size()));
    QString words = tr("%1 of %2 faces shown · mean distance %3 levels · %4 % too coarse, %5 % too fine")
                        .arg(locale.toString(m_model->rowCount()),
                             locale.toString(static_cast<qlonglong>(candidate.faces.size())),
                             locale.toString(sum / count, 'f', 1),
                             locale.toString(100.0 * coarse / count, 'f', 0),
                             locale.toString(100.0 * fine / count, 'f', 0));
    if (!m_problems.isEmpty())
        words += QLatin1Char('\n') + m_problems.join(QLatin1Char('\n'));
    m_summary->setText(words);
    m_view->scrollToTop();
    if (m_model->rowCount() == 0)
        showEmpty(tr("No face lies in this direction."), false);
    else
        m_pages->setCurrentIndex(0);
    m_visibleTimer.start();
}

void FailureGallery::showEmpty(const QString& text, bool canEvaluate) {
    m_empty->setText(text);
    m_evaluate->setVisible(canEvaluate);
    m_pages->setCurrentIndex(1);
}

QString FailureGallery::summary() const {
    return m_summary->text();
}

QString FailureGallery::emptyText() const {
    return m_pages->currentIndex() == 1 ? m_empty->text() : QString();
}

void FailureGallery::requestVisible() {
    if (!m_view->isVisible())
        return;
    std::vector<ImageId> wanted;
    const QRect seen = m_view->viewport()->rect();
    // Rows follow each other from the top: the first that is seen, and on until one is below.
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QRect cell = m_view->visualRect(m_model->index(row));
        if (cell.top() > seen.bottom())
            break;
        if (cell.bottom() >= seen.top() && !m_model->hasThumbnail(m_model->face(row).image))
            wanted.push_back(m_model->face(row).image);
    }
    m_thumbnails->want(std::move(wanted));
}

bool FailureGallery::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view->viewport() && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        m_visibleTimer.start();
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_view->currentIndex().isValid()) {
            Q_EMIT imageRequested(m_model->face(m_view->currentIndex().row()).image);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace limen
