// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ui/training/pending_changes.h"
#include "ui/training/run_values.h"
#include "ui/training/run_watcher.h"

namespace limen {

/// What is known of a run that is looked at.
struct RunRecord {
    MetricSeriesMap metrics;
    std::vector<RunEvent> history;
    Json settings = Json::object();
    std::shared_ptr<const PreviewPictures> preview;
    std::vector<RunCheckpoint> checkpoints;
    QString problem;

    /// The last value of a metric.
    std::optional<double> last(const std::string& metric) const;
};

/// The runs of a study as the window knows them: which there are, which are looked at, and what has been read
/// of those. The model behind every part of the training view.
class TrainingRuns : public QObject {
    Q_OBJECT
public:
    explicit TrainingRuns(QObject* parent = nullptr);

    /// An empty path: no study.
    void setStudy(const std::filesystem::path& study);
    const std::filesystem::path& study() const { return m_study; }
    /// Only what is seen is read.
    void setSeen(bool seen);
    bool isSeen() const { return m_seen; }

    const RunSummaries& runs() const { return m_runs; }
    /// False until the study was looked at for the first time.
    bool isListed() const { return m_listed; }
    const RunSummary* find(const std::string& name) const;

    /// `current` is what header, weights and predictions show; `compared` are all runs in the plots, it among
    /// them. Names that are not there are left out.
    void select(const std::string& current, const std::vector<std::string>& compared);
    const std::string& current() const { return m_current; }
    const std::vector<std::string>& compared() const { return m_compared; }
    const RunSummary* currentRun() const { return find(m_current); }
    /// nullptr: not looked at.
    const RunRecord* record(const std::string& name) const;
    const PendingChanges& pending(const std::string& name) const;

    /// The number of a run's colour; it keeps it as long as the study is open.
    int series(const std::string& name) const;

    /// Of the current run; nothing happens where nobody trains it.
    void post(const RunCommand& command);

Q_SIGNALS:
    void listChanged();
    void selectionChanged();
    /// Numbers, history, settings, checkpoints or pictures of a run that is looked at.
    void recordChanged(const std::string& run);
    void previewChanged(const std::string& run);
    void pendingChanged(const std::string& run);
    void postFailed(const QString& message, const QString& hint);

private:
    void onListed(const std::shared_ptr<const RunSummaries>& runs);
    void onUpdated(const std::string& run, const RunUpdate& update);
    void giveColours();
    void followRunning(const std::vector<std::string>& added);

    RunWatcher m_watcher;
    std::filesystem::path m_study;
    RunSummaries m_runs;
    bool m_listed = false;
    bool m_seen = false;
    std::string m_current;
    std::vector<std::string> m_compared;
    std::map<std::string, RunRecord> m_records;
    std::map<std::string, PendingChanges> m_pending;
    std::map<std::string, int> m_series;
};

}  // namespace limen
