// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace limen {

class CurveGrid;

/// What is plotted and how: axis, scale, smoothing, choice of metrics.
class CurveBar : public QWidget {
    Q_OBJECT
public:
    explicit CurveBar(CurveGrid* grid, QWidget* parent = nullptr);

    /// After the grid's options were set elsewhere.
    void showOptions();
    /// Steps of the slider: more or less smoothing.
    void stepSmoothing(int steps);
    void toggleEpochs();
    void toggleLogarithmic();

    QSlider* smoothing() const { return m_smoothing; }

private:
    void readControls();
    void fillMetrics();

    CurveGrid* m_grid;
    QComboBox* m_axis;
    QCheckBox* m_logarithmic;
    QSlider* m_smoothing;
    QLabel* m_weight;
    QMenu* m_metrics;
    bool m_showing = false;
};

/// The slider is fine where smoothing is strong: 0 is no smoothing, 100 a weight of 0.999.
double smoothingAt(int position);
int positionOfSmoothing(double weight);

}  // namespace limen
