// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace limen {

class ColourBar;
class PreviewStrip;
class TrainingActions;
class TrainingRuns;

/// What the run that is looked at predicts for a few faces, as it learns.
class PreviewPanel : public QWidget {
    Q_OBJECT
public:
    PreviewPanel(TrainingRuns* runs, TrainingActions* actions, QWidget* parent = nullptr);

    PreviewStrip* strip() const { return m_strip; }
    /// What to do where there are no faces; empty while there are.
    QString message() const;
    int gain() const;
    void setGain(int gain);

Q_SIGNALS:
    void faceActivated(const QString& name);
    /// The table of images is wanted, to choose faces in it.
    void choiceRequested();

private:
    void showPreview();
    void readControls();

    TrainingRuns* m_runs;
    QStackedWidget* m_stack;
    PreviewStrip* m_strip;
    QLabel* m_step;
    QLabel* m_message;
    QComboBox* m_shown;
    QComboBox* m_gain;
    ColourBar* m_colours;
};

}  // namespace limen
