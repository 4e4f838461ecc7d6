// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "comparison/figure_store.h"

class QAction;
class QLabel;

namespace limen {

class SvgCanvas;

/// One stored figure as large as there is room, with its caption.
class FigurePage : public QWidget {
    Q_OBJECT
public:
    explicit FigurePage(QWidget* parent = nullptr);

    void setFigure(const StoredFigure& figure);
    /// Writes it as SVG, PDF and PNG, and its numbers as CSV. False, after failed(), if it cannot.
    bool exportTo(const QString& folder);
    SvgCanvas* canvas() const { return m_canvas; }
    QAction* copyAction() const { return m_copy; }
    QString caption() const;

Q_SIGNALS:
    void failed(const QString& text);
    void done(const QString& text);

private:
    void askWhereToExport();
    void showCaption();
    void copy();

    StoredFigure m_figure;
    QAction* m_copy;
    QLabel* m_title;
    QLabel* m_source;
    SvgCanvas* m_canvas;
    QLabel* m_notes;
};

}  // namespace limen
