// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/preview_panel.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "inspect/colour_bar.h"
#include "inspect/residual_view.h"
#include "ui/training/preview_strip.h"
#include "ui/training/training_actions.h"
#include "ui/training/training_runs.h"

namespace limen {

PreviewPanel::PreviewPanel(TrainingRuns* runs, TrainingActions* actions, QWidget* parent)
    : QWidget(parent),
      m_runs(runs),
      m_stack(new QStackedWidget),
      m_strip(new PreviewStrip),
      m_step(new QLabel),
      m_message(new QLabel),
      m_shown(new QComboBox),
      m_gain(new QComboBox),
      m_colours(new ColourBar) {
    m_shown->addItem(tr("Residual"), static_cast<int>(PreviewStrip::Shown::Change));
    m_shown->addItem(tr("Error"), static_cast<int>(PreviewStrip::Shown::Error));
    m_shown->setAccessibleName(tr("What the last column shows"));
    m_shown->setToolTip(
        tr("Residual: original - predicted, the residual map of the network. Error: ground truth - "
           "predicted. Luma, signed."));
    for (int gain = 1; gain <= ResidualSetting::maxGain; gain *= 2)
        m_gain->addItem(tr("%1x", "gain").arg(gain), gain);
    m_gain->setAccessibleName(tr("Gain of the residual"));
    m_gain->setToolTip(tr("Colours span 255 / gain grey levels to either side of zero"));
    m_gain->setCurrentIndex(m_gain->findData(ResidualSetting().gain));
    m_step->setForegroundRole(QPalette::PlaceholderText);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_message->setMargin(16);
    auto* choose = new QToolButton;
    choose->setText(tr("Faces…"));
    choose->setToolTip(tr("Choose the faces: select images in the table, then “Show while training” (%1)")
                           .arg(actions->showFaces->shortcut().toString(QKeySequence::NativeText)));
    connect(choose, &QToolButton::clicked, this, &PreviewPanel::choiceRequested);

    auto* controls = new QHBoxLayout;
    controls->setSpacing(8);
    controls->addWidget(m_step, 1);
    controls->addWidget(m_shown);
    controls->addWidget(m_gain);
    controls->addWidget(choose);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_strip);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    auto* shown = new QWidget;
    auto* column = new QVBoxLayout(shown);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(scroll, 1);
    column->addWidget(m_colours);
    m_stack->addWidget(m_message);
    m_stack->addWidget(shown);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(controls);
    layout->addWidget(m_stack, 1);

    for (QComboBox* box : {m_shown, m_gain})
        connect(box, &QComboBox::currentIndexChanged, this, &PreviewPanel::readControls);
    connect(m_strip, &PreviewStrip::faceActivated, this, &PreviewPanel::faceActivated);
    connect(runs, &TrainingRuns::selectionChanged, this, &PreviewPanel::showPreview);
    connect(runs, &TrainingRuns::previewChanged, this, [this](const std::string& run) {
        if (run == m_runs->current())
            showPreview();
    });
    readControls();
    showPreview();
}

QString PreviewPanel::message() const {
    return m_stack->currentIndex() == 0 ? m_message->text() : QString();
}

int PreviewPanel::gain() const {
    return m_gain->currentData().toInt();
}

void PreviewPanel::setGain(int gain) {
    if (const int index = m_gain->findData(gain); index >= 0)
        m_gain->setCurrentIndex(index);
}

void PreviewPanel::readControls() {
    m_strip->setResidual(static_cast<PreviewStrip::Shown>(m_shown->currentData().toInt()), gain());
    m_colours->setRange(residualRange(gain()));
}

void PreviewPanel::showPreview() {
    const RunRecord* record = m_runs->record(m_runs->current());
    const bool any = record != nullptr && record->preview && !record->preview->faces.empty();
    m_strip->setPictures(any ? record->preview : nullptr);
    m_step->setText(
        any ? tr("after step %1").arg(QLocale().toString(static_cast<qlonglong>(record->preview->step)))
            : QString());
    const RunSummary* run = m_runs->currentRun();
    m_message->setText(run != nullptr && run->active
                           ? tr("No predictions yet.\nSelect faces in the image table and choose “Show while "
                                "training”; they are predicted as the run goes on.")
                           : tr("This run showed no predictions."));
    m_stack->setCurrentIndex(any ? 1 : 0);
}

}  // namespace limen
