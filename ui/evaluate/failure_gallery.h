// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <filesystem>
#include <vector>

#include "comparison/level_errors.h"
#include "inspect/latest_worker.h"

class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace limen {

class FailureModel;
class ThumbnailLoader;

/// The faces whose selected level lies furthest from their JND point. Reads the comparison of the study on a
/// thread of its own, when it is first shown.
class FailureGallery : public QWidget {
    Q_OBJECT
public:
    explicit FailureGallery(QWidget* parent = nullptr);
    /// Waits for what is being read.
    ~FailureGallery() override;

    /// An empty path: no study. The same study again is read again.
    void setStudy(const std::filesystem::path& study);
    bool isLoaded() const { return m_loaded; }

    QComboBox* candidates() const { return m_candidates; }
    QComboBox* directions() const { return m_directions; }
    QComboBox* orders() const { return m_orders; }
    QListView* faces() const { return m_view; }
    /// The line below the faces: numbers of what is shown, then what could not be read.
    QString summary() const;
    /// What stands in place of the faces; empty while there are some.
    QString emptyText() const;

Q_SIGNALS:
    void imageRequested(qint64 image);
    void evaluateRequested();

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeView();
    void load();
    void take(quint64 request, const std::vector<LevelErrorSet>& sets, const QStringList& problems);
    void fillCandidates();
    void showFaces();
    void showEmpty(const QString& text, bool canEvaluate);
    void requestVisible();
    const LevelErrorSet* currentSet() const;

    std::filesystem::path m_study;
    std::vector<LevelErrorSet> m_sets;
    QStringList m_problems;
    bool m_loaded = false;
    quint64 m_requests = 0;

    FailureModel* m_model;
    ThumbnailLoader* m_thumbnails;
    QComboBox* m_setChoice;
    QComboBox* m_candidates;
    QComboBox* m_directions;
    QComboBox* m_orders;
    QStackedWidget* m_pages;
    QListView* m_view;
    QLabel* m_empty;
    QPushButton* m_evaluate;
    QLabel* m_summary;
    QTimer m_visibleTimer;
    LatestWorker m_worker;  // last: its work refers to the members above
};

}  // namespace limen
