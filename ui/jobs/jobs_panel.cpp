// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStyle>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/jobs/job_details.h"
#include "ui/jobs/jobs_model.h"
#include "ui/jobs/progress_delegate.h"

namespace limen {

namespace {

QToolButton* makeButton(const QString& text, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

JobsPanel::JobsPanel(JobQueue* queue, QWidget* parent) : QWidget(parent), m_queue(queue) {
    m_model = new JobsModel(queue, this);
    m_table = new QTableView;
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(JobsModel::ProgressColumn, new ProgressDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Jobs"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int letter = fontMetrics().averageCharWidth();
    const int widths[] = {30, 16, 16, 18, 8, 8, 13};
    for (int column = 0; column < static_cast<int>(std::size(widths)); ++column)
        m_table->setColumnWidth(column, letter * widths[column]);

    m_details = new JobDetails(queue);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({720, 360});

    m_cancel = makeButton(tr("Cancel"), tr("Stop the selected job at its next item; what is done is kept"));
    m_cancel->setIcon(style()->standardIcon(QStyle::SP_MediaStop));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_repeat = makeButton(tr("Run again…"), tr("Open the form with the values of the selected job"));
    m_clear = makeButton(tr("Clear finished"), tr("Remove finished jobs of this session from the list"));
    auto* buttons = new QVBoxLayout;
    buttons->setContentsMargins(8, 8, 8, 8);
    buttons->setSpacing(8);
    for (QToolButton* button : {m_cancel, m_repeat, m_clear}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        buttons->addWidget(button);
    }
    buttons->addStretch();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addLayout(buttons);

    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& row) {
                if (!row.isValid())
                    return;
                m_selected = m_model->idAt(row.row());
                m_details->showJob(m_selected);
                updateButtons();
            });
    connect(m_model, &QAbstractItemModel::modelReset, this, &JobsPanel::restoreSelection);
    connect(queue, &JobQueue::changed, this, &JobsPanel::updateButtons);
    connect(queue, &JobQueue::started, this, &JobsPanel::select);
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_queue->cancel(m_selected); });
    connect(m_repeat, &QToolButton::clicked, this, [this] { Q_EMIT repeatRequested(m_selected); });
    connect(m_clear, &QToolButton::clicked, m_queue, &JobQueue::clearFinished);
    updateButtons();
}

void JobsPanel::select(int id) {
    const int row = m_model->rowOf(id);
    if (row >= 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
}

int JobsPanel::selected() const {
    return m_selected;
}

void JobsPanel::restoreSelection() {
    if (m_model->rowOf(m_selected) < 0) {
        m_selected = 0;
        m_details->showJob(0);
    }
    select(m_selected);
    updateButtons();
}

void JobsPanel::updateButtons() {
    const JobEntry* entry = m_queue->find(m_selected);
    m_cancel->setEnabled(entry != nullptr &&
                         (entry->state == JobState::Running || entry->state == JobState::Queued));
    m_repeat->setEnabled(entry != nullptr && !isActive(entry->state));
    m_clear->setEnabled(
        std::any_of(m_queue->entries().begin(), m_queue->entries().end(), [](const auto& job) {
            return !job->fromHistory && !isActive(job->state);
        }));
}

}  // namespace limen
