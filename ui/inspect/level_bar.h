// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QLabel;
QT_END_NAMESPACE

namespace limen {

class InspectController;
class LevelSlider;

/// The slider with its reading and the play button, kept in step with the controller.
class LevelBar : public QWidget {
    Q_OBJECT

public:
    explicit LevelBar(InspectController* controller, QWidget* parent = nullptr);

    LevelSlider* slider() const { return m_slider; }
    /// Checkable: sweeps towards the coarsest level, one frame after the other, and starts over from the
    /// finest.
    QAction* playAction() const { return m_play; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void showSource();
    void showMarks();
    void showReading();
    void play(bool on);
    void playOn();

    InspectController* m_controller;
    LevelSlider* m_slider;
    QLabel* m_level;
    QLabel* m_reading;
    QAction* m_play;
    QTimer m_beat;
};

}  // namespace limen
