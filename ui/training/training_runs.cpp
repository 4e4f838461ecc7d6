// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_runs.h"

#include <algorithm>

namespace limen {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<double> RunRecord::last(const std::string& metric) const {
    const auto found = metrics.find(metric);
    if (found == metrics.end() || found->second.values.isEmpty())
        return std::nullopt;
    return found->second.values.last();
}

TrainingRuns::TrainingRuns(QObject* parent) : QObject(parent) {
    connect(&m_watcher, &RunWatcher::listed, this, &TrainingRuns::onListed);
    connect(&m_watcher,
            &RunWatcher::updated,
            this,
            [this](const std::string& run, const std::shared_ptr<const RunUpdate>& update) {
                onUpdated(run, *update);
            });
    connect(&m_watcher, &RunWatcher::postFailed, this, &TrainingRuns::postFailed);
    m_watcher.setPaused(true);
}

void TrainingRuns::setStudy(const std::filesystem::path& study) {
    if (study == m_study)
        return;
    m_study = study;
    m_runs.clear();
    m_listed = false;
    m_current.clear();
    m_compared.clear();
    m_records.clear();
    m_pending.clear();
    m_series.clear();
    m_watcher.setStudy(study);
    Q_EMIT listChanged();
    Q_EMIT selectionChanged();
}

void TrainingRuns::setSeen(bool seen) {
    m_seen = seen;
    m_watcher.setPaused(!seen);
    Q_EMIT pendingChanged(m_current);
}

const RunSummary* TrainingRuns::find(const std::string& name) const {
    const auto found = std::find_if(
        m_runs.begin(), m_runs.end(), [&name](const RunSummary& run) { return run.name == name; });
    return found == m_runs.end() ? nullptr : &*found;
}

const RunRecord* TrainingRuns::record(const std::string& name) const {
    const auto found = m_records.find(name);
    return found == m_records.end() ? nullptr : &found->second;
}

const PendingChanges& TrainingRuns::pending(const std::string& name) const {
    static const PendingChanges none;
    const auto found = m_pending.find(name);
    return found == m_pending.end() ? none : found->second;
}

int TrainingRuns::series(const std::string& name) const {
    const auto found = m_series.find(name);
    return found == m_series.end() ? 0 : found->second;
}

void TrainingRuns::select(const std::string& current, const std::vector<std::string>& compared) {
    std::vector<std::string> names;
    for (const RunSummary& run : m_runs)
        if (run.name == current || contains(compared, run.name))
            names.push_back(run.name);
    const std::string chosen = find(current) != nullptr ? current : names.empty() ? "" : names.front();
    if (chosen == m_current && names == m_compared)
        return;
    m_current = chosen;
    m_compared = names;
    std::erase_if(m_records, [&names](const auto& record) { return !contains(names, record.first); });
    for (const std::string& name : names)
        m_records.try_emplace(name);
    m_watcher.watch(names);
    Q_EMIT selectionChanged();
}

void TrainingRuns::post(const RunCommand& command) {
    const RunSummary* run = currentRun();
    if (run == nullptr || !run->active)
        return;
    m_watcher.post(run->folder, command);
    m_pending[run->name].add(command);
    Q_EMIT pendingChanged(run->name);
}

void TrainingRuns::giveColours() {
    // The oldest first, so that a run has the same colour tomorrow.
    std::vector<const RunSummary*> fresh;
    for (const RunSummary& run : m_runs)
        if (!m_series.contains(run.name))
            fresh.push_back(&run);
    std::sort(fresh.begin(), fresh.end(), [](const RunSummary* a, const RunSummary* b) {
        return std::tie(a->changed, a->name) < std::tie(b->changed, b->name);
    });
    for (const RunSummary* run : fresh)
        m_series.emplace(run->name, static_cast<int>(m_series.size()));
}

void TrainingRuns::followRunning(const std::vector<std::string>& added) {
    const RunSummary* current = currentRun();
    if (current != nullptr && current->active)
        return;
    const RunSummary* best = nullptr;
    for (const RunSummary& run : m_runs) {
        // Later on only a run that has just begun draws the eye away from what is looked at.
        if (current != nullptr && !(run.active && contains(added, run.name)))
            continue;
        if (best == nullptr || std::tie(run.active, run.changed) > std::tie(best->active, best->changed))
            best = &run;
    }
    if (best == nullptr)
        return;
    std::vector<std::string> compared = m_compared.size() > 1 ? m_compared : std::vector<std::string>();
    compared.push_back(best->name);
    select(best->name, compared);
}

void TrainingRuns::onListed(const std::shared_ptr<const RunSummaries>& runs) {
    std::vector<std::string> added;
    for (const RunSummary& run : *runs)
        if (const RunSummary* before = find(run.name); before == nullptr || !before->active)
            added.push_back(run.name);
    m_runs = *runs;
    m_listed = true;
    giveColours();
    std::vector<std::string> settled;
    for (auto& [name, pending] : m_pending)
        if (const RunSummary* run = find(name); run != nullptr && !pending.isEmpty()) {
            pending.settle(*run);
            settled.push_back(name);
        }
    Q_EMIT listChanged();
    for (const std::string& name : settled)
        Q_EMIT pendingChanged(name);
    if (!m_current.empty() && find(m_current) == nullptr)
        select({}, m_compared);
    followRunning(added);
}

void TrainingRuns::onUpdated(const std::string& name, const RunUpdate& update) {
    const auto found = m_records.find(name);
    if (found == m_records.end())
        return;
    RunRecord& record = found->second;
    if (update.restarted)
        record.metrics.clear();
    for (const auto& [metric, added] : update.added) {
        MetricSeries& series = record.metrics[metric];
        series.steps.append(added.steps);
        series.values.append(added.values);
    }
    if (update.history)
        record.history = *update.history;
    if (update.settings)
        record.settings = *update.settings;
    if (update.checkpoints)
        record.checkpoints = *update.checkpoints;
    if (update.problem)
        record.problem = *update.problem;
    if (update.preview) {
        record.preview = update.preview;
        Q_EMIT previewChanged(name);
    }
    Q_EMIT recordChanged(name);
}

}  // namespace limen
