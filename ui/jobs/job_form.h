// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

#include "base/job_context.h"
#include "jobs/job.h"
#include "ui/jobs/form_choices.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace limen {

class ParamField;

/// The form of a job, made from its parameters. Not modal: the window stays usable while it is filled in.
class JobForm : public QDialog {
    Q_OBJECT
public:
    JobForm(const Job& job, const FormChoices& choices, QWidget* parent = nullptr);

    const Job& job() const { return m_job; }
    /// Fills in the study and hides its row. Empty: the row is shown.
    void setStudy(const QString& folder);
    /// Only the parameters named in `values` are changed.
    void setValues(const Json& values);
    /// What was entered; parameters without a value are left out.
    Json values() const;
    void setRunOptions(const RunOptions& options);
    RunOptions runOptions() const;
    QString commandLine() const;
    /// nullptr: not in the form.
    ParamField* field(const std::string& name) const;
    /// The first parameter of that type, or nullptr.
    ParamField* field(ParamType type) const;

    /// Checks every field and the whole; shows messages below the fields.
    bool validate();

Q_SIGNALS:
    void runRequested(const limen::Json& values);
    /// F1, or the button beside a field: the page that explains it.
    void helpRequested(const QString& page);

private:
    void tryRun();
    void askForHelp();
    QWidget* makeResources();

    Job m_job;
    QFormLayout* m_form;
    std::vector<ParamField*> m_fields;
    QLabel* m_problem;
    QSpinBox* m_threads;
    QComboBox* m_device;
    QComboBox* m_precision;
    RunOptions m_options;
};

}  // namespace limen
