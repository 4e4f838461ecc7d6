// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_form.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "base/error.h"
#include "jobs/command_line_text.h"
#include "ui/jobs/field_help.h"
#include "ui/jobs/param_field.h"

namespace limen {

JobForm::JobForm(const Job& job, const FormChoices& choices, QWidget* parent) : QDialog(parent), m_job(job) {
    setWindowTitle(QString::fromStdString(job.title));
    auto* help = new QLabel(QString::fromStdString(job.help));
    help->setWordWrap(true);
    help->setTextFormat(Qt::PlainText);

    m_form = new QFormLayout;
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    for (const ParamSpec& spec : job.params) {
        if (!spec.inForm)
            continue;
        auto* field = new ParamField(spec, choices);
        auto* label = new QLabel(spec.required ? field->title() + QStringLiteral(" *") : field->title());
        label->setBuddy(field->editor());
        label->setToolTip(QString::fromStdString(spec.help));
        m_form->addRow(label, field);
        connect(field, &ParamField::edited, field, [field] {
            if (!field->problem().isEmpty())
                field->validate();
        });
        connect(field, &ParamField::helpRequested, this, &JobForm::helpRequested);
        m_fields.push_back(field);
    }
    m_form->addRow(tr("Run with"), makeResources());

    auto* page = new QWidget;
    auto* pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(16, 16, 16, 8);
    pageLayout->setSpacing(16);
    pageLayout->addWidget(help);
    pageLayout->addLayout(m_form);
    pageLayout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);

    m_problem = new QLabel;
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setContentsMargins(16, 0, 16, 0);
    m_problem->hide();

    auto* buttons = new QDialogButtonBox;
    QPushButton* run = buttons->addButton(tr("Run"), QDialogButtonBox::AcceptRole);
    run->setDefault(true);
    QPushButton* copy = buttons->addButton(tr("Copy as command"), QDialogButtonBox::ActionRole);
    copy->setToolTip(tr("Copy the line that does the same in a terminal"));
    buttons->addButton(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::accepted, this, &JobForm::tryRun);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [this, copy] {
        QApplication::clipboard()->setText(commandLine());
        copy->setToolTip(commandLine());
    });
    auto* helpKey = new QShortcut(QKeySequence::HelpContents, this);
    connect(helpKey, &QShortcut::activated, this, &JobForm::askForHelp);
    auto* buttonRow = new QHBoxLayout;
    buttonRow->setContentsMargins(16, 8, 16, 16);
    buttonRow->addWidget(buttons);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_problem);
    layout->addLayout(buttonRow);
    resize(std::max(640, page->sizeHint().width()), std::min(720, page->sizeHint().height() + 96));
}

QWidget* JobForm::makeResources() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_threads = new QSpinBox;
    m_threads->setRange(0, 1024);
    m_threads->setSpecialValueText(tr("all cores"));
    m_threads->setSuffix(tr(" threads"));
    m_threads->setAccessibleName(tr("Threads"));
    m_threads->setToolTip(tr("Workers; “all cores” respects the limits set for this process"));
    m_device = new QComboBox;
    m_device->addItems({QStringLiteral("cpu"), QStringLiteral("cuda")});
    m_device->setAccessibleName(tr("Device"));
    m_device->setToolTip(tr("Where networks run"));
    m_precision = new QComboBox;
    m_precision->addItems({QStringLiteral("fp32"), QStringLiteral("bf16")});
    m_precision->setAccessibleName(tr("Precision"));
    m_precision->setToolTip(tr("Arithmetic of networks; results are kept apart by precision"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_threads, m_device, m_precision})
        layout->addWidget(widget);
    layout->addStretch();
    return row;
}

void JobForm::setStudy(const QString& folder) {
    for (ParamField* field : m_fields) {
        if (field->spec().type != ParamType::Study)
            continue;
        if (!folder.isEmpty())
            field->setValue(folder.toStdString());
        m_form->labelForField(field)->setVisible(folder.isEmpty());
        field->setVisible(folder.isEmpty());
    }
}

void JobForm::setValues(const Json& values) {
    if (!values.is_object())
        return;
    for (ParamField* field : m_fields)
        if (const auto found = values.find(field->spec().name); found != values.end())
            field->setValue(*found);
}

Json JobForm::values() const {
    Json values = Json::object();
    for (const ParamField* field : m_fields)
        if (Json value = field->value(); !value.is_null())
            values[field->spec().name] = std::move(value);
    return values;
}

void JobForm::setRunOptions(const RunOptions& options) {
    m_options = options;
    m_threads->setValue(options.threads);
    m_device->setCurrentText(QString::fromStdString(options.device));
    m_precision->setCurrentText(QString::fromStdString(options.precision));
}

RunOptions JobForm::runOptions() const {
    RunOptions options = m_options;
    options.threads = m_threads->value();
    options.device = m_device->currentText().toStdString();
    options.precision = m_precision->currentText().toStdString();
    return options;
}

QString JobForm::commandLine() const {
    return QString::fromStdString(commandLineText(m_job, values(), runOptions()));
}

ParamField* JobForm::field(const std::string& name) const {
    const auto found = std::find_if(m_fields.begin(), m_fields.end(), [&name](const ParamField* field) {
        return field->spec().name == name;
    });
    return found == m_fields.end() ? nullptr : *found;
}

ParamField* JobForm::field(ParamType type) const {
    const auto found = std::find_if(m_fields.begin(), m_fields.end(), [type](const ParamField* field) {
        return field->spec().type == type;
    });
    return found == m_fields.end() ? nullptr : *found;
}

bool JobForm::validate() {
    bool valid = true;
    for (ParamField* field : m_fields)
        if (!field->validate() && std::exchange(valid, false))
            field->setFocus();
    m_problem->hide();
    if (!valid)
        return false;
    try {
        validateParams(m_job.params, values());
    } catch (const Error& error) {
        m_problem->setText(QString::fromUtf8(error.what()) + QStringLiteral(" ") +
                           QString::fromStdString(error.hint()));
        m_problem->show();
        return false;
    }
    return true;
}

void JobForm::askForHelp() {
    const QWidget* focus = focusWidget();
    const auto field = std::find_if(m_fields.begin(), m_fields.end(), [focus](const ParamField* candidate) {
        return focus != nullptr && candidate->isAncestorOf(focus);
    });
    const QString page = field == m_fields.end() ? QString() : helpPageOf((*field)->spec());
    Q_EMIT helpRequested(page.isEmpty() ? QStringLiteral("index") : page);
}

void JobForm::tryRun() {
    if (!validate())
        return;
    Q_EMIT runRequested(values());
    accept();
}

}  // namespace limen
