// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "inspect/residual_view.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
QT_END_NAMESPACE

namespace limen {

class ColourBar;

/// What the residual pane shows, and the legend of its colours.
class ResidualBar : public QWidget {
    Q_OBJECT

public:
    explicit ResidualBar(QWidget* parent = nullptr);

    const ResidualSetting& setting() const { return m_setting; }
    void setSetting(const ResidualSetting& setting);
    /// The gain in use where the range is not locked.
    void showGain(int gain);
    /// One step of two up or down; locks the range.
    void stepGain(int steps);
    /// Whether one can choose what the residual is taken of.
    void setTestShown(bool shown);

Q_SIGNALS:
    void settingChanged();

private:
    void readControls();
    void showSetting();

    ResidualSetting m_setting;
    QComboBox* m_test;
    QComboBox* m_channel;
    QComboBox* m_gain;
    QCheckBox* m_lock;
    ColourBar* m_colours;
    bool m_showing = false;
};

}  // namespace limen
