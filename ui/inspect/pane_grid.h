// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>
#include <QWidget>
#include <array>

#include "inspect/image_pane.h"

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
QT_END_NAMESPACE

namespace limen {

class HoldToFlip;

/// The linked panes with their titles, what is predicted in the last column. Holding Shift shows the original
/// in every pane.
class PaneGrid : public QWidget {
    Q_OBJECT

public:
    enum Pane { Original, Jnd, Predicted, Decoded, Difference, PredictedDifference };
    static constexpr int paneCount = 6;

    explicit PaneGrid(ViewTransform* view, QWidget* parent = nullptr);

    ImagePane* pane(Pane which) const { return m_frames[static_cast<std::size_t>(which)].pane; }
    QString title(Pane which) const;
    /// `values` stand to the right of the title, in tabular figures: as many of them as there is room for.
    void setTitle(Pane which, const QString& title, const QStringList& values = {});
    /// The pane that commands mean: last entered by mouse or focus.
    Pane activePane() const { return m_active; }
    bool isFlipped() const;
    void setPredictionsShown(bool shown);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Frame {
        QWidget* box = nullptr;  // of all below
        QLabel* title = nullptr;
        QLabel* values = nullptr;
        ImagePane* pane = nullptr;
        QString text;
        QStringList allValues;
    };
    void setFlipped(bool flipped);
    void showTitle(Frame& frame);
    void showValues(Frame& frame);
    void tellViewport();

    ViewTransform* m_view;
    QGridLayout* m_layout;
    std::array<Frame, paneCount> m_frames;
    Pane m_active = Decoded;
    HoldToFlip* m_flip;
};

}  // namespace limen
