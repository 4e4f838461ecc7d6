// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_details.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "jobs/command_line_text.h"

namespace limen {

namespace {

constexpr int logLines = 5000;

QPlainTextEdit* makeText(const QString& accessibleName, const QString& placeholder) {
    auto* text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setFrameShape(QFrame::NoFrame);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setAccessibleName(accessibleName);
    text->setPlaceholderText(placeholder);
    return text;
}

QString prefixOf(LogLevel level) {
    switch (level) {
        case LogLevel::Warning:
            return JobDetails::tr("warning: ");
        case LogLevel::Error:
            return JobDetails::tr("error: ");
        default:
            return {};
    }
}

QString resultText(const JobEntry& entry) {
    QString text;
    if (!entry.outcome.message.empty())
        text += QString::fromStdString(entry.outcome.message) + QStringLiteral("\n");
    if (!entry.outcome.hint.empty())
        text += QString::fromStdString(entry.outcome.hint) + QStringLiteral("\n");
    if (entry.outcome.result.is_object() && !entry.outcome.result.empty())
        text +=
            QString::fromStdString(entry.outcome.result.dump(2, ' ', false, Json::error_handler_t::replace));
    return text;
}

}  // namespace

JobDetails::JobDetails(JobQueue* queue, QWidget* parent) : QWidget(parent), m_queue(queue) {
    m_log = makeText(tr("Log"), tr("What the selected job reports appears here."));
    m_log->setMaximumBlockCount(logLines);
    m_result = makeText(tr("Result"), tr("The result appears here when the job is done."));
    m_params = makeText(tr("Command"), {});
    m_failed = new QTableWidget(0, 2);
    m_failed->setFrameShape(QFrame::NoFrame);
    m_failed->setHorizontalHeaderLabels({tr("File"), tr("Reason")});
    m_failed->horizontalHeader()->setStretchLastSection(true);
    m_failed->verticalHeader()->hide();
    m_failed->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_failed->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_failed->setAccessibleName(tr("Failed items"));

    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_log, tr("Log"));
    m_tabs->addTab(m_result, tr("Result"));
    m_tabs->addTab(m_failed, tr("Failed items"));
    m_tabs->addTab(m_params, tr("Command"));

    auto* corner = new QWidget;
    auto* cornerLayout = new QHBoxLayout(corner);
    cornerLayout->setContentsMargins(0, 0, 0, 0);
    cornerLayout->setSpacing(0);
    m_copy = new QToolButton;
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy this page"));
    m_copy->setAutoRaise(true);
    m_save = new QToolButton;
    m_save->setText(tr("Save…"));
    m_save->setToolTip(tr("Save this page as a text file"));
    m_save->setAutoRaise(true);
    cornerLayout->addWidget(m_copy);
    cornerLayout->addWidget(m_save);
    m_tabs->setCornerWidget(corner);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);

    connect(m_copy, &QToolButton::clicked, this, &JobDetails::copyPage);
    connect(m_save, &QToolButton::clicked, this, &JobDetails::savePage);
    connect(queue, &JobQueue::logAdded, this, [this](int id, const std::vector<JobLogLine>& lines) {
        if (id == m_id)
            appendLog(lines);
    });
    connect(queue, &JobQueue::finished, this, [this](int id) {
        if (id == m_id)
            refresh();
    });
    refresh();
}

void JobDetails::showJob(int id) {
    if (id == m_id)
        return;
    m_id = id;
    m_log->clear();
    if (const JobEntry* entry = m_queue->find(id))
        appendLog(entry->log);
    refresh();
}

QString JobDetails::logText() const {
    return m_log->toPlainText();
}

void JobDetails::appendLog(const std::vector<JobLogLine>& lines) {
    QStringList texts;
    for (const JobLogLine& line : lines)
        texts.append(prefixOf(line.level) + line.text);
    if (!texts.isEmpty())
        m_log->appendPlainText(texts.join(u'\n'));
}

void JobDetails::refresh() {
    const JobEntry* entry = m_queue->find(m_id);
    m_result->setPlainText(entry != nullptr ? resultText(*entry) : QString());
    m_params->setPlainText(
        entry != nullptr ? QString::fromStdString(commandLineText(entry->job, entry->params, entry->options))
                         : QString());
    showFailedItems(entry != nullptr ? entry->outcome.failedItems : std::vector<FailedItem>());
    if (entry != nullptr && entry->state == JobState::Failed)
        m_tabs->setCurrentWidget(m_result);
}

void JobDetails::showFailedItems(const std::vector<FailedItem>& items) {
    m_failed->setRowCount(static_cast<int>(items.size()));
    for (int row = 0; row < m_failed->rowCount(); ++row) {
        const FailedItem& item = items[static_cast<std::size_t>(row)];
        m_failed->setItem(row, 0, new QTableWidgetItem(QString::fromStdString(item.file)));
        m_failed->setItem(row, 1, new QTableWidgetItem(QString::fromStdString(item.reason)));
    }
    const int tab = m_tabs->indexOf(m_failed);
    m_tabs->setTabVisible(tab, !items.empty());
    m_tabs->setTabText(tab, tr("Failed items (%1)").arg(items.size()));
}

QString JobDetails::pageText() const {
    if (auto* text = qobject_cast<QPlainTextEdit*>(m_tabs->currentWidget()))
        return text->toPlainText();
    QStringList lines;
    for (int row = 0; row < m_failed->rowCount(); ++row)
        lines.append(m_failed->item(row, 0)->text() + QStringLiteral("\t") + m_failed->item(row, 1)->text());
    return lines.join(u'\n');
}

void JobDetails::copyPage() const {
    QApplication::clipboard()->setText(pageText());
}

void JobDetails::savePage() {
    auto* dialog = new QFileDialog(this, tr("Save page"), {}, tr("Text (*.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("txt"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const QByteArray text = pageText().toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            appendLog({{LogLevel::Error, tr("Cannot write %1: %2").arg(path, file.errorString())}});
    });
    dialog->open();
}

}  // namespace limen
