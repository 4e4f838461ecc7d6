// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_header.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "base/progress_rate.h"
#include "inspect/tabular_font.h"
#include "inspect/verdict_style.h"
#include "ui/training/event_text.h"
#include "ui/training/run_text.h"
#include "ui/training/training_actions.h"
#include "ui/training/training_runs.h"

namespace limen {

namespace {

constexpr int perMille = 1000;

QString duration(double seconds) {
    return QString::fromStdString(formatDuration(seconds));
}

}  // namespace

RunHeader::RunHeader(TrainingRuns* runs, TrainingActions* actions, QWidget* parent)
    : QWidget(parent),
      m_runs(runs),
      m_actions(actions),
      m_title(new QLabel),
      m_numbers(new QLabel),
      m_problem(new QLabel),
      m_progress(new QProgressBar),
      m_pause(new QToolButton) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_numbers->setFont(tabularFont(font()));
    m_numbers->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_numbers->setToolTip(
        tr("Images trained on a second; time spent training, pauses left out; time left; the best "
           "mean PSNR of predicted against ground-truth JND images over the validation images, and how much "
           "that is above the unmodified originals"));
    m_problem->setWordWrap(true);
    for (QLabel* label : {m_title, m_numbers, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_progress->setRange(0, perMille);
    m_progress->setAccessibleName(tr("Progress of the run"));

    connect(m_pause, &QToolButton::clicked, this, [this] {
        (m_actions->resume->isEnabled() ? m_actions->resume : m_actions->pause)->trigger();
    });
    auto* stop = new QToolButton;
    stop->setText(tr("Stop, keep best"));
    stop->setToolTip(actions->stop->toolTip());
    connect(stop, &QToolButton::clicked, actions->stop, &QAction::trigger);
    connect(actions->stop, &QAction::changed, stop, [stop, actions] {
        stop->setEnabled(actions->stop->isEnabled());
    });
    auto* branch = new QToolButton;
    branch->setText(tr("Branch"));
    branch->setToolTip(tr("A new run that goes on from a checkpoint of this one"));
    branch->setPopupMode(QToolButton::InstantPopup);
    branch->setMenu(actions->branchMenu());
    auto* train = new QToolButton;
    train->setText(tr("New run…"));
    train->setToolTip(actions->train->toolTip());
    connect(train, &QToolButton::clicked, actions->train, &QAction::trigger);
    for (const QAction* action : {actions->pause, actions->resume})
        connect(action, &QAction::changed, this, &RunHeader::showRun);

    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_title, 1);
    for (QWidget* button : std::initializer_list<QWidget*>{m_pause, stop, branch, train})
        top->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_progress);
    layout->addWidget(m_numbers);
    layout->addWidget(m_problem);

    connect(runs, &TrainingRuns::selectionChanged, this, &RunHeader::showRun);
    connect(runs, &TrainingRuns::listChanged, this, &RunHeader::showRun);
    connect(runs, &TrainingRuns::pendingChanged, this, &RunHeader::showRun);
    connect(runs, &TrainingRuns::recordChanged, this, &RunHeader::showRun);
    stop->setEnabled(actions->stop->isEnabled());
    showRun();
}

QString RunHeader::title() const {
    return m_title->text();
}

QString RunHeader::progress() const {
    return m_progress->format();
}

QString RunHeader::numbers() const {
    return m_numbers->text();
}

QString RunHeader::problem() const {
    return m_problem->text();
}

QString RunHeader::elapsed() const {
    const RunSummary* run = m_runs->currentRun();
    const RunRecord* record = m_runs->record(m_runs->current());
    if (run == nullptr || record == nullptr)
        return {};
    const QDateTime until = run->active ? QDateTime::currentDateTimeUtc() : run->changed.toUTC();
    const std::optional<double> seconds = trainingSeconds(record->history, until);
    return seconds ? tr("%1 elapsed").arg(duration(*seconds)) : QString();
}

void RunHeader::showRun() {
    const RunSummary* run = m_runs->currentRun();
    if (run == nullptr) {
        m_title->clear();
        m_numbers->clear();
        m_problem->hide();
        return;
    }
    const QString state = runStateText(*run, m_runs->pending(run->name));
    m_title->setText(tr("%1 — %2").arg(QString::fromStdString(run->name), state));
    const bool paused = run->status && run->status->state == "paused";
    const bool resumable = m_actions->resume->isEnabled();
    m_pause->setText(resumable ? tr("Take up again…") : paused ? tr("Go on") : tr("Pause"));
    m_pause->setToolTip((resumable ? m_actions->resume : m_actions->pause)->toolTip());
    m_pause->setEnabled(resumable || m_actions->pause->isEnabled());

    const QLocale locale;
    QStringList numbers;
    QString problem;
    if (run->status) {
        const RunStatus& status = *run->status;
        const double share =
            status.steps > 0 ? static_cast<double>(status.step) / static_cast<double>(status.steps) : 0.0;
        m_progress->setValue(static_cast<int>(share * perMille));
        m_progress->setFormat(tr("%1 · step %2 of %3 · %4 %")
                                  .arg(epochText(status),
                                       locale.toString(static_cast<qlonglong>(status.step)),
                                       locale.toString(static_cast<qlonglong>(status.steps)),
                                       locale.toString(share * 100.0, 'f', 0)));
        if (run->active && status.imagesPerSecond > 0.0)
            numbers.append(tr("%1 images/s").arg(locale.toString(status.imagesPerSecond, 'f', 1)));
        if (const QString text = elapsed(); !text.isEmpty())
            numbers.append(text);
        if (run->active && !paused && status.secondsLeft > 0.0)
            numbers.append(tr("%1 left").arg(duration(status.secondsLeft)));
        if (status.bestPsnr) {
            QString best =
                tr("best %1 at epoch %2")
                    .arg(decibelText(*status.bestPsnr),
                         locale.toString(
                             static_cast<double>(status.bestStep) /
                                 static_cast<double>(std::max<std::int64_t>(1, status.stepsPerEpoch)),
                             'g',
                             3));
            const RunRecord* record = m_runs->record(run->name);
            const auto psnr = record == nullptr ? std::nullopt : record->last("validation_psnr");
            const auto gain = record == nullptr ? std::nullopt : record->last("validation_gain");
            if (psnr && gain)
                best += tr(" (%1)").arg(gainText(*status.bestPsnr - (*psnr - *gain)));
            numbers.append(best);
        }
        problem = QString::fromStdString(status.message);
    } else {
        m_progress->setValue(0);
        m_progress->setFormat(run->active ? tr("reading the data") : tr("not begun"));
    }
    if (problem.isEmpty())
        if (const RunRecord* record = m_runs->record(run->name))
            problem = record->problem;
    m_numbers->setText(numbers.join(QStringLiteral("  ·  ")));
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    const bool failed = run->status && run->status->state == "failed";
    QPalette colours = palette();
    if (failed)
        colours.setColor(QPalette::WindowText, verdictColour(Verdict::Rejected, palette()));
    m_problem->setPalette(colours);
}

void RunHeader::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        showRun();
    QWidget::changeEvent(event);
}

}  // namespace limen
