// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace limen {

/// The commands of the Inspect view with their shortcuts, for menus and the shortcut sheet.
class InspectActions : public QObject {
    Q_OBJECT

public:
    explicit InspectActions(QAction* play, QObject* parent);

    QAction* const fit;
    QAction* const actualSize;
    QAction* const zoomIn;
    QAction* const zoomOut;
    QAction* const realign;
    QAction* const predictions;  ///< checkable
    QAction* const compare;      ///< checkable
    QAction* const gainUp;
    QAction* const gainDown;
    QAction* const finer;
    QAction* const coarser;
    QAction* const toJnd;
    QAction* const play;
    QAction* const copyPane;
    QAction* const copyPixel;
    QAction* const savePane;
    QAction* const exportComparison;

    /// In the order of the menu, separators included.
    const QList<QAction*>& all() const { return m_all; }

private:
    QAction* make(const char* name, const QString& text, const QList<QKeySequence>& shortcuts);

    QList<QAction*> m_all;
};

}  // namespace limen
