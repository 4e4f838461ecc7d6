// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/weights_panel.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/training/metric_info.h"
#include "ui/training/run_text.h"
#include "ui/training/training_runs.h"
#include "ui/training/weight_slider.h"

namespace limen {

namespace {

std::optional<double> numberOf(const Json& settings, const std::string& name) {
    const auto found = settings.find(name);
    return found != settings.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

}  // namespace

WeightsPanel::WeightsPanel(TrainingRuns* runs, QWidget* parent)
    : QWidget(parent), m_runs(runs), m_hint(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_hint);
    const QString loss =
        tr("Weight of %1 in the loss, 0 or more. A change is in force from the run's next step "
           "on and is written to its history.");
    const WeightSlider::Range weights{1e-3, 1e2, true};
    addRow("lambda_id",
           "share_identity",
           new WeightSlider(settingTitle("lambda_id"), loss.arg(QStringLiteral("L_id")), weights));
    addRow("lambda_pixel",
           "share_pixel",
           new WeightSlider(settingTitle("lambda_pixel"), loss.arg(QStringLiteral("L_pixel")), weights));
    addRow("lambda_content",
           "share_content",
           new WeightSlider(settingTitle("lambda_content"), loss.arg(QStringLiteral("L_content")), weights));
    addRow("rate",
           "rate",
           new WeightSlider(settingTitle("rate"),
                            tr("Learning rate of Adam before the schedule lowers it, above 0"),
                            {1e-7, 1e-1, false}));
    connect(runs, &TrainingRuns::selectionChanged, this, &WeightsPanel::showRun);
    connect(runs, &TrainingRuns::listChanged, this, &WeightsPanel::showRun);
    connect(runs, &TrainingRuns::pendingChanged, this, &WeightsPanel::showRun);
    connect(runs, &TrainingRuns::recordChanged, this, &WeightsPanel::showNotes);
    showRun();
}

void WeightsPanel::addRow(const std::string& setting, const std::string& metric, WeightSlider* slider) {
    slider->setObjectName(QString::fromStdString(setting));
    layout()->addWidget(slider);
    connect(slider, &WeightSlider::chosen, this, [this, setting](double value) {
        RunCommand command;
        command.settings[setting] = value;
        m_runs->post(command);
    });
    m_rows.push_back({setting, metric, slider});
}

WeightSlider* WeightsPanel::slider(const std::string& setting) const {
    for (const Row& row : m_rows)
        if (row.setting == setting)
            return row.slider;
    return nullptr;
}

void WeightsPanel::showRun() {
    const RunSummary* run = m_runs->currentRun();
    const PendingChanges& pending = m_runs->pending(m_runs->current());
    const Json settings = run != nullptr && run->status ? run->status->settings : Json::object();
    const bool active = run != nullptr && run->active && run->status.has_value() && !pending.stop();
    for (const Row& row : m_rows) {
        row.slider->setValue(numberOf(settings, row.setting), pending.setting(row.setting));
        row.slider->setEditable(active);
    }
    m_hint->setText(active           ? QString()
                    : run == nullptr ? tr("No run is chosen.")
                                     : tr("They can be changed while the run is going."));
    m_hint->setVisible(!active);
    showNotes();
}

void WeightsPanel::showNotes() {
    const RunRecord* record = m_runs->record(m_runs->current());
    for (const Row& row : m_rows) {
        const std::optional<double> last = record == nullptr ? std::nullopt : record->last(row.shareMetric);
        QString note;
        if (last && row.setting == "rate")
            note = tr("now %1").arg(numberText(*last, 3));
        else if (last)
            note = tr("%1 % of gradient").arg(QLocale().toString(*last * 100.0, 'f', 0));
        row.slider->setNote(note);
    }
}

}  // namespace limen
