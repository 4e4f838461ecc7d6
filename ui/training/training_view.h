// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QWidget>
#include <filesystem>

#include "base/json.h"

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace limen {

class CurveBar;
class CurveGrid;
class EventsModel;
class PreviewPanel;
class RunHeader;
class RunList;
class SettingsModel;
class TrainingActions;
class TrainingRuns;
class WeightsPanel;

/// The Train workspace: the runs of a study, their curves as they come, what they predict, and the weights
/// that may be changed while they are going. It looks at folders: who trains does not matter.
class TrainingView : public QWidget {
    Q_OBJECT
public:
    explicit TrainingView(QWidget* parent = nullptr);

    /// An empty path: no study. `labelled`: it has JND points to learn from.
    void setStudy(const std::filesystem::path& study, bool labelled);
    /// Asks the run that is looked at to show these images (IDENTITY/STEM).
    void showWhileTraining(const QStringList& images);

    TrainingRuns* runs() const { return m_runs; }
    TrainingActions* actions() const { return m_actions; }
    RunList* list() const { return m_list; }
    RunHeader* header() const { return m_header; }
    CurveGrid* curves() const { return m_curves; }
    CurveBar* curveBar() const { return m_curveBar; }
    WeightsPanel* weights() const { return m_weights; }
    PreviewPanel* previews() const { return m_previews; }
    SettingsModel* settings() const { return m_settings; }
    EventsModel* events() const { return m_events; }
    /// What to do first; empty while runs are shown.
    QString message() const;

    /// Smoothing, axes, choice of curves, sizes; for the session.
    QByteArray saveViewState() const;
    void restoreViewState(const QByteArray& state);

Q_SIGNALS:
    /// The form of a job is wanted, with these values filled in.
    void jobRequested(const QString& job, const limen::Json& values);
    void imageRequested(const QString& name);
    void imageTableRequested();
    /// For the message bar.
    void failed(const QString& message, const QString& hint);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeEmptyPage();
    QWidget* makeRunsColumn();
    QWidget* makeCurvesColumn();
    QWidget* makeTabs();
    void connectParts();
    void showState();
    void askForTraining();
    void branch(const QString& checkpoint);
    void resume();

    TrainingRuns* m_runs;
    TrainingActions* m_actions;
    RunList* m_list;
    RunHeader* m_header;
    CurveGrid* m_curves;
    CurveBar* m_curveBar;
    WeightsPanel* m_weights;
    PreviewPanel* m_previews;
    SettingsModel* m_settings;
    EventsModel* m_events;
    QTabWidget* m_tabs;
    QSplitter* m_splitter;
    QStackedWidget* m_stack;
    QLabel* m_message;
    QPushButton* m_begin;
    bool m_labelled = false;
};

}  // namespace limen
