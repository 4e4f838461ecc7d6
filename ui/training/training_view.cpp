// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_view.h"

#include <QAction>
#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/training/curve_bar.h"
#include "ui/training/curve_grid.h"
#include "ui/training/events_model.h"
#include "ui/training/preview_panel.h"
#include "ui/training/run_form_values.h"
#include "ui/training/run_header.h"
#include "ui/training/run_legend.h"
#include "ui/training/run_list.h"
#include "ui/training/settings_model.h"
#include "ui/training/training_actions.h"
#include "ui/training/training_runs.h"
#include "ui/training/weights_panel.h"

namespace limen {

namespace {

QTableView* makeTable(QAbstractItemModel* model, const QString& name, int wideColumn) {
    auto* table = new QTableView;
    table->setModel(model);
    table->setAccessibleName(name);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(24);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    if (wideColumn >= 0)
        table->horizontalHeader()->setSectionResizeMode(wideColumn, QHeaderView::Stretch);
    return table;
}

QLabel* makeTitle(const QString& text) {
    auto* title = new QLabel(text);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    return title;
}

}  // namespace

TrainingView::TrainingView(QWidget* parent)
    : QWidget(parent),
      m_runs(new TrainingRuns(this)),
      m_actions(new TrainingActions(m_runs, this)),
      m_list(new RunList(m_runs)),
      m_header(new RunHeader(m_runs, m_actions)),
      m_curves(new CurveGrid(m_runs)),
      m_curveBar(new CurveBar(m_curves)),
      m_weights(new WeightsPanel(m_runs)),
      m_previews(new PreviewPanel(m_runs, m_actions)),
      m_settings(new SettingsModel(m_runs, this)),
      m_events(new EventsModel(m_runs, this)),
      m_splitter(new QSplitter),
      m_stack(new QStackedWidget) {
    m_splitter->addWidget(makeRunsColumn());
    m_splitter->addWidget(makeCurvesColumn());
    m_splitter->addWidget(makeTabs());
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({264, 620, 396});
    m_stack->addWidget(makeEmptyPage());
    m_stack->addWidget(m_splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connectParts();
    showState();
}

QWidget* TrainingView::makeRunsColumn() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(8, 8, 4, 8);
    layout->setSpacing(8);
    auto* title = makeTitle(tr("Runs"));
    title->setToolTip(tr("Ctrl or Shift and a click: compare several"));
    title->setBuddy(m_list);
    layout->addWidget(title);
    layout->addWidget(m_list, 1);
    layout->addWidget(makeTitle(tr("Weights while training")));
    layout->addWidget(m_weights);
    column->setMinimumWidth(216);
    return column;
}

QWidget* TrainingView::makeCurvesColumn() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(4, 8, 4, 8);
    layout->setSpacing(8);
    layout->addWidget(m_header);
    layout->addWidget(m_curveBar);
    layout->addWidget(new RunLegend(m_runs));
    layout->addWidget(m_curves, 1);
    return column;
}

QWidget* TrainingView::makeTabs() {
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_previews, tr("Predictions"));

    auto* settings = new QWidget;
    auto* layout = new QVBoxLayout(settings);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    auto* only = new QCheckBox(tr("&Only what differs"));
    only->setToolTip(tr("Of one run alone, all settings are shown"));
    only->setChecked(m_settings->onlyDifferences());
    connect(only, &QCheckBox::toggled, m_settings, &SettingsModel::setOnlyDifferences);
    layout->addWidget(only);
    QTableView* table = makeTable(m_settings, tr("Settings of the runs side by side"), -1);
    connect(m_settings, &QAbstractItemModel::modelReset, table, [table] {
        // Few rows: measuring them all is cheap.
        table->resizeColumnsToContents();
    });
    layout->addWidget(table, 1);
    m_tabs->addTab(settings, tr("Settings"));
    m_tabs->addTab(makeTable(m_events, tr("What happened to the run"), EventsModel::What), tr("History"));
    m_tabs->setMinimumWidth(280);
    return m_tabs;
}

QWidget* TrainingView::makeEmptyPage() {
    m_message = new QLabel;
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_begin = new QPushButton;
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(16);
    layout->addStretch(1);
    layout->addWidget(m_message);
    layout->addWidget(m_begin, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    return page;
}

void TrainingView::connectParts() {
    connect(m_runs, &TrainingRuns::listChanged, this, &TrainingView::showState);
    connect(m_runs, &TrainingRuns::postFailed, this, &TrainingView::failed);
    connect(m_previews, &PreviewPanel::faceActivated, this, &TrainingView::imageRequested);
    connect(m_previews, &PreviewPanel::choiceRequested, this, &TrainingView::imageTableRequested);
    connect(m_begin, &QPushButton::clicked, this, [this] {
        if (m_labelled)
            askForTraining();
        else
            Q_EMIT jobRequested(QStringLiteral("label"), Json::object());
    });
    connect(m_actions->train, &QAction::triggered, this, &TrainingView::askForTraining);
    connect(m_actions->resume, &QAction::triggered, this, &TrainingView::resume);
    connect(m_actions, &TrainingActions::branchRequested, this, &TrainingView::branch);
    connect(m_actions->fit, &QAction::triggered, m_curves, &CurveGrid::fit);
    connect(m_actions->smoother, &QAction::triggered, m_curveBar, [this] { m_curveBar->stepSmoothing(1); });
    connect(m_actions->rougher, &QAction::triggered, m_curveBar, [this] { m_curveBar->stepSmoothing(-1); });
    connect(m_actions->epochs, &QAction::triggered, m_curveBar, &CurveBar::toggleEpochs);
    connect(m_actions->logarithmic, &QAction::triggered, m_curveBar, &CurveBar::toggleLogarithmic);
}

void TrainingView::setStudy(const std::filesystem::path& study, bool labelled) {
    m_labelled = labelled;
    m_runs->setStudy(study);
    showState();
}

QString TrainingView::message() const {
    return m_stack->currentIndex() == 0 ? m_message->text() : QString();
}

void TrainingView::showState() {
    const bool any = !m_runs->runs().empty();
    m_stack->setCurrentIndex(any ? 1 : 0);
    const bool open = !m_runs->study().empty();
    m_begin->setVisible(open && m_runs->isListed());
    m_begin->setText(m_labelled ? tr("Train a predictor…") : tr("Find JND points…"));
    if (!open)
        m_message->setText(tr("Open a study to train a predictor on its JND points."));
    else if (!m_runs->isListed())
        m_message->setText(tr("Looking for runs…"));
    else if (!m_labelled)
        m_message->setText(
            tr("This study has no JND points yet.\nA predictor learns from them: find them first."));
    else
        m_message->setText(
            tr("No predictor has been trained on this study yet.\nA run goes on in the background, "
               "can be paused, changed and taken up again, and shows here what it learns."));
}

void TrainingView::askForTraining() {
    // The name of a run that is there would take that one up again.
    Q_EMIT jobRequested(QStringLiteral("train"),
                        Json{{"run", freeRunName(m_runs->runs())}, {"branch-from", ""}});
}

void TrainingView::branch(const QString& checkpoint) {
    const RunSummary* run = m_runs->currentRun();
    const RunRecord* record = m_runs->record(m_runs->current());
    if (run == nullptr || record == nullptr || checkpoint.isEmpty())
        return;
    Q_EMIT jobRequested(QStringLiteral("train"),
                        branchValues(*run, record->settings, checkpoint.toStdString(), m_runs->runs()));
}

void TrainingView::resume() {
    const RunSummary* run = m_runs->currentRun();
    const RunRecord* record = m_runs->record(m_runs->current());
    if (run != nullptr && record != nullptr)
        Q_EMIT jobRequested(QStringLiteral("train"), resumeValues(*run, record->settings));
}

void TrainingView::showWhileTraining(const QStringList& images) {
    if (images.isEmpty())
        return;
    RunCommand command;
    command.preview.emplace();
    for (const QString& image : images)
        command.preview->push_back(image.toStdString());
    m_runs->post(command);
}

QByteArray TrainingView::saveViewState() const {
    Json state = m_curves->options().toJson();
    state["gain"] = m_previews->gain();
    state["sizes"] = m_splitter->sizes().toVector();
    return QByteArray::fromStdString(state.dump());
}

void TrainingView::restoreViewState(const QByteArray& state) {
    const Json json = Json::parse(state.toStdString(), nullptr, /*allow_exceptions=*/false);
    if (!json.is_object())
        return;
    m_curves->setOptions(CurveOptions::fromJson(json));
    m_curveBar->showOptions();
    if (const auto gain = json.find("gain"); gain != json.end() && gain->is_number_integer())
        m_previews->setGain(gain->get<int>());
    QList<int> sizes;
    if (const auto found = json.find("sizes"); found != json.end() && found->is_array())
        for (const Json& size : *found)
            if (size.is_number_integer())
                sizes.append(size.get<int>());
    if (sizes.size() == m_splitter->count())
        m_splitter->setSizes(sizes);
}

void TrainingView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_runs->setSeen(true);
}

void TrainingView::hideEvent(QHideEvent* event) {
    m_runs->setSeen(false);
    QWidget::hideEvent(event);
}

}  // namespace limen
