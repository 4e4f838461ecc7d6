// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "jobs/job.h"
#include "ui/jobs/form_choices.h"

class QLabel;

namespace limen {

/// One row of a job's form: a widget that fits the parameter's type, its unit, and the message when its value
/// cannot be used.
class ParamField : public QWidget {
    Q_OBJECT
public:
    ParamField(const ParamSpec& spec, const FormChoices& choices, QWidget* parent = nullptr);

    const ParamSpec& spec() const { return m_spec; }
    /// "Max per identity"
    QString title() const;

    /// Null: nothing entered.
    Json value() const;
    void setValue(const Json& value);
    /// Checks the value by itself and shows what is wrong with it below the widget.
    bool validate();
    void showProblem(const QString& problem);
    QString problem() const;
    QWidget* editor() const { return m_editor; }

Q_SIGNALS:
    void edited();
    void helpRequested(const QString& page);

private:
    QWidget* makeEditor(const FormChoices& choices);
    QWidget* makeChoice(const FormChoices& choices);
    void browse();
    bool isPath() const;
    QString text() const;
    void setText(const QString& text);

    ParamSpec m_spec;
    QWidget* m_editor = nullptr;
    QLabel* m_problem = nullptr;
};

}  // namespace limen
