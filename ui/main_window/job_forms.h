// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <map>
#include <optional>
#include <vector>

#include "jobs/job.h"
#include "ui/jobs/form_choices.h"
#include "ui/jobs/job_form.h"
#include "ui/main_window/window_settings.h"

namespace limen {

/// Opens the forms of jobs, filled with the open study and what was entered last time.
class JobForms : public QObject {
    Q_OBJECT
public:
    JobForms(std::vector<Job> jobs, WindowSettings& settings, QWidget* window);

    const std::vector<Job>& jobs() const { return m_jobs; }
    const Job* find(const std::string& id) const;
    /// `study` may be empty; `values` win over those of last time. Returns nullptr if there is no such job.
    JobForm* open(const std::string& id, const QString& study, const Json& values = Json::object());
    /// Tests do without codecs and cards.
    void setChoices(const FormChoices& choices) { m_choices = choices; }

Q_SIGNALS:
    void runRequested(const limen::Job& job, const limen::Json& values, const limen::RunOptions& options);
    void helpRequested(const QString& page);

private:
    JobForm* make(const Job& job);

    std::vector<Job> m_jobs;
    WindowSettings& m_settings;
    QWidget* m_window;
    std::optional<FormChoices> m_choices;
    std::map<std::string, QPointer<JobForm>> m_forms;
};

}  // namespace limen
