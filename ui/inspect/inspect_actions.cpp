// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/inspect_actions.h"

#include <QAction>

namespace limen {

InspectActions::InspectActions(QAction* playAction, QObject* parent)
    : QObject(parent),
      fit(make("fit", tr("&Fit Image"), {Qt::Key_F, Qt::CTRL | Qt::Key_9})),
      actualSize(make("actual-size", tr("&Actual Size (1:1)"), {Qt::CTRL | Qt::Key_0})),
      zoomIn(make("zoom-in", tr("Zoom &In"), {Qt::Key_Plus, Qt::Key_Equal, Qt::CTRL | Qt::Key_Plus})),
      zoomOut(make("zoom-out", tr("Zoom &Out"), {Qt::Key_Minus, Qt::CTRL | Qt::Key_Minus})),
      realign(make("realign", tr("&Realign Panes"), {Qt::Key_R})),
      predictions(make("predictions", tr("&Predictions"), {Qt::Key_D})),
      compare(make("compare", tr("Compare &Models"), {Qt::Key_M})),
      gainUp(make("gain-up", tr("More Residual &Gain"), {Qt::Key_E})),
      gainDown(make("gain-down", tr("&Less Residual Gain"), {Qt::SHIFT | Qt::Key_E})),
      finer(make("finer", tr("F&iner Level"), {Qt::Key_BracketLeft})),
      coarser(make("coarser", tr("&Coarser Level"), {Qt::Key_BracketRight})),
      toJnd(make("to-jnd", tr("Go to &JND Point"), {Qt::Key_J})),
      play(playAction),
      copyPane(make("copy-pane", tr("&Copy Pane Image"), {QKeySequence(QKeySequence::Copy)})),
      copyPixel(make("copy-pixel", tr("Copy Pixel &Values"), {Qt::CTRL | Qt::SHIFT | Qt::Key_C})),
      savePane(make("save-pane", tr("&Save Pane as PNG..."), {Qt::CTRL | Qt::SHIFT | Qt::Key_S})),
      exportComparison(
          make("export-comparison", tr("E&xport Comparison..."), {Qt::CTRL | Qt::SHIFT | Qt::Key_E})) {
    play->setObjectName(QStringLiteral("inspect-play"));
    predictions->setCheckable(true);
    predictions->setChecked(true);
    predictions->setToolTip(tr("Panes of the predicted JND image and its residual"));
    compare->setCheckable(true);
    compare->setToolTip(tr("Ground truth, prediction and models of the human eye beside each other"));
    exportComparison->setToolTip(tr("What stands beside each other as a figure: SVG, PDF or PNG"));
    const auto separator = [this] {
        auto* line = new QAction(this);
        line->setSeparator(true);
        return line;
    };
    m_all = {fit,         actualSize,  zoomIn,   zoomOut,     realign,  predictions,     compare,
             separator(), gainUp,      gainDown, separator(), finer,    coarser,         toJnd,
             play,        separator(), copyPane, copyPixel,   savePane, exportComparison};
}

QAction* InspectActions::make(const char* name, const QString& text, const QList<QKeySequence>& shortcuts) {
    auto* action = new QAction(text, this);
    action->setObjectName(QStringLiteral("inspect-") + QLatin1String(name));
    action->setShortcuts(shortcuts);
    return action;
}

}  // namespace limen
