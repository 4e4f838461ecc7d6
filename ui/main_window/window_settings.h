// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QStringList>
#include <QVariant>

#include "base/job_context.h"
#include "base/json.h"

namespace limen {

/// What the window remembers between sessions. Every setting is one row of the table in window_settings.cpp.
class WindowSettings {
public:
    enum class Key {
        Geometry,
        DockState,
        JobsSplitter,
        TableHeader,
        ViewState,
        LastStudy,
        LastImage,
        LastLabelSet,
        LastFolder,
        RecentStudies,
        Threads,
        Device,
        Precision,
        HelpGeometry,
        TrainingState,
    };
    static constexpr int keyCount = static_cast<int>(Key::TrainingState) + 1;

    WindowSettings();

    QVariant value(Key key) const;
    void setValue(Key key, const QVariant& value);
    static QString nameOf(Key key);

    /// Puts the study first; the list keeps ten.
    void addRecentStudy(const QString& folder);
    QStringList recentStudies() const;

    /// What was last entered in the form of a job; an empty object if nothing.
    Json jobValues(const std::string& job) const;
    void setJobValues(const std::string& job, const Json& values);
    RunOptions runOptions() const;
    void setRunOptions(const RunOptions& options);

private:
    QSettings m_settings;
};

}  // namespace limen
