// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/job_forms.h"

#include <algorithm>

namespace limen {

JobForms::JobForms(std::vector<Job> jobs, WindowSettings& settings, QWidget* window)
    : QObject(window), m_jobs(std::move(jobs)), m_settings(settings), m_window(window) {}

const Job* JobForms::find(const std::string& id) const {
    const auto found =
        std::find_if(m_jobs.begin(), m_jobs.end(), [&id](const Job& job) { return job.id == id; });
    return found == m_jobs.end() ? nullptr : &*found;
}

JobForm* JobForms::make(const Job& job) {
    if (!m_choices)
        m_choices = FormChoices::installed();
    auto* form = new JobForm(job, *m_choices, m_window);
    connect(form, &JobForm::helpRequested, this, &JobForms::helpRequested);
    connect(form, &JobForm::runRequested, this, [this, form](const Json& values) {
        Json remembered = values;
        // The study is that of the window, not of the last run.
        for (const ParamSpec& spec : form->job().params)
            if (spec.type == ParamType::Study)
                remembered.erase(spec.name);
        m_settings.setJobValues(form->job().id, remembered);
        m_settings.setRunOptions(form->runOptions());
        Q_EMIT runRequested(form->job(), values, form->runOptions());
    });
    return form;
}

JobForm* JobForms::open(const std::string& id, const QString& study, const Json& values) {
    const Job* job = find(id);
    if (job == nullptr)
        return nullptr;
    QPointer<JobForm>& form = m_forms[id];
    if (!form)
        form = make(*job);
    if (!form->isVisible()) {
        form->setValues(m_settings.jobValues(id));
        form->setRunOptions(m_settings.runOptions());
    }
    form->setValues(values);
    form->setStudy(study);
    form->show();
    form->raise();
    form->activateWindow();
    return form;
}

}  // namespace limen
