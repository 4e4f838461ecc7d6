// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window's study: opening, refreshing, and what happens when a job has ended.
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QStatusBar>
#include <QUrl>
#include <algorithm>

#include "ui/evaluate/evaluate_view.h"
#include "ui/inspect/inspect_view.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/jobs_model.h"
#include "ui/jobs/param_field.h"
#include "ui/main_window/main_window.h"
#include "ui/study/curves_panel.h"
#include "ui/study/image_panel.h"
#include "ui/study/study_loader.h"
#include "ui/training/training_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/start_page.h"

namespace limen {

using Key = WindowSettings::Key;

namespace {

std::filesystem::path toPath(const QString& text) {
    return std::filesystem::path(text.toStdString());
}

/// Whether the image has another label than before; a running job finds them one by one.
bool isRelabelled(const StudySnapshot& before, const StudySnapshot& after, ImageId image) {
    const auto rowOf = [image](const StudySnapshot& snapshot) {
        return std::find_if(snapshot.rows.begin(), snapshot.rows.end(), [image](const ImageRow& row) {
            return row.id == image;
        });
    };
    const auto old = rowOf(before);
    const auto now = rowOf(after);
    return old != before.rows.end() && now != after.rows.end() && !(*old == *now);
}

/// The page that a job has written, if any.
QString writtenPage(const Json& result) {
    for (const char* key : {"report", "file"})
        if (const auto found = result.find(key); found != result.end() && found->is_string())
            if (const QString file = QString::fromStdString(found->get<std::string>());
                file.endsWith(QLatin1String(".html")) || file.endsWith(QLatin1String(".htm")))
                return file;
    return {};
}

QString cleanFolder(const QString& folder) {
    return QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
}

}  // namespace

QString MainWindow::openFolder() const {
    return m_snapshot ? cleanFolder(QString::fromStdString(m_snapshot->folder.string())) : QString();
}

bool MainWindow::isOpen(const QString& folder) const {
    return m_snapshot && !folder.isEmpty() &&
           QFileInfo(folder).canonicalFilePath() == QFileInfo(openFolder()).canonicalFilePath();
}

void MainWindow::openStudy(const QString& folder) {
    const QString clean = cleanFolder(folder);
    m_start->setLoading(QFileInfo(clean).completeBaseName());
    m_labelSet.reset();
    if (clean == m_settings.value(Key::LastStudy).toString())
        m_labelSet = m_settings.value(Key::LastLabelSet).toLongLong();
    m_loader->load({toPath(clean), m_labelSet, false});
}

void MainWindow::openLastStudy() {
    const QString last = m_settings.value(Key::LastStudy).toString();
    if (!last.isEmpty() && Study::exists(toPath(last)))
        openStudy(last);
}

void MainWindow::createStudy(const QString& folder) {
    QString name = cleanFolder(folder);
    if (!name.endsWith(QLatin1String(".limen")))
        name += QStringLiteral(".limen");
    m_labelSet.reset();
    m_loader->load({toPath(name), std::nullopt, true});
}

void MainWindow::closeStudy() {
    m_loader->cancel();
    m_snapshot.reset();
    m_labelSet.reset();
    m_images->setSnapshot(nullptr);
    m_curves->clear();
    m_training->setStudy({}, false);
    m_evaluate->setResults({}, {});
    setWorkspace(Workspace::Inspect);
    m_inspect->clear();
    m_queue->setHistory({});
    m_start->setLoading({});
    showWorkspace();
    updateTitle();
}

void MainWindow::openPath(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir() && Study::exists(toPath(path)))
        openStudy(path);
    else if (info.fileName() == QLatin1String("study.sqlite"))
        openStudy(info.absolutePath());
    else if (info.isDir() && info.suffix() != QLatin1String("limen"))
        importFolder(path);
    else
        m_messages->showError(tr("%1 is not a study.").arg(path),
                              tr("Drop a study (a .limen folder) or a folder of photographs."));
}

void MainWindow::chooseStudy() {
    auto* dialog = new QFileDialog(this, tr("Open a study"), m_settings.value(Key::LastFolder).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        m_settings.setValue(Key::LastFolder, QFileInfo(folder).absolutePath());
        openStudy(folder);
    });
    dialog->open();
}

void MainWindow::chooseNewStudy() {
    auto* dialog = new QFileDialog(this, tr("New study"), m_settings.value(Key::LastFolder).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setLabelText(QFileDialog::FileName, tr("Name of the study:"));
    dialog->setNameFilter(tr("Studies (*.limen)"));
    dialog->setDefaultSuffix(QStringLiteral("limen"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        m_settings.setValue(Key::LastFolder, QFileInfo(folder).absolutePath());
        createStudy(folder);
    });
    dialog->open();
}

void MainWindow::reload() {
    if (m_snapshot)
        m_loader->load({m_snapshot->folder, m_labelSet, false});
}

void MainWindow::onLoaded(const std::shared_ptr<const StudySnapshot>& snapshot) {
    const auto previous = m_snapshot;
    const bool sameStudy = previous && previous->folder == snapshot->folder;
    const bool afterJob = std::exchange(m_preferNewLabels, false);
    m_snapshot = snapshot;
    if (sameStudy && afterJob) {
        const auto added = std::find_if(
            snapshot->labelSets.begin(), snapshot->labelSets.end(), [&previous](const auto& info) {
                return previous->info(info.set.id) == nullptr;
            });
        if (added != snapshot->labelSets.end() && snapshot->labelSet != added->set.id) {
            m_labelSet = added->set.id;
            reload();
        }
    }
    m_start->setLoading({});
    showWorkspace();
    m_images->setSnapshot(snapshot);
    updateSource(!sameStudy || afterJob || isRelabelled(*previous, *snapshot, m_images->currentImage()));
    m_curves->setSource(snapshot->folder, snapshot->labelSet, afterJob);
    m_training->setStudy(snapshot->folder, snapshot->labelled > 0);
    m_evaluate->setResults(snapshot->folder, snapshot->results);
    if (!snapshot->problems.empty() && (!sameStudy || previous->problems != snapshot->problems))
        m_messages->showError(tr("A table or figure of the study cannot be read."),
                              QString::fromStdString(snapshot->problems.front()));
    updateTitle();
    if (sameStudy)
        return;

    m_queue->setHistory(snapshot->history);
    const QString folder = openFolder();
    m_settings.addRecentStudy(folder);
    fillRecentMenu();
    m_start->setRecent(m_settings.recentStudies());
    if (folder == m_settings.value(Key::LastStudy).toString())
        m_images->selectImage(m_settings.value(Key::LastImage).toLongLong());
    if (m_images->currentImage() == 0)
        m_images->selectFirst();
    m_settings.setValue(Key::LastStudy, folder);
}

void MainWindow::onLoadFailed(const QString& folder, const QString& message, const QString& hint) {
    m_start->setLoading({});
    QString details = hint;
    if (!folder.isEmpty() && !message.contains(folder))
        details += (details.isEmpty() ? QString() : QStringLiteral("\n")) + folder;
    m_messages->showError(message, details);
}

void MainWindow::updateSource(bool force) {
    InspectSource source;
    source.study = m_snapshot->folder;
    source.codec = m_snapshot->codec;
    source.codecSetting = m_snapshot->codecSetting;
    source.labelSet = m_snapshot->labelSet;
    source.recognizer = m_snapshot->recognizer;
    const QString key = QStringLiteral("%1\n%2\n%3\n%4\n%5")
                            .arg(QString::fromStdString(source.study.string()),
                                 QString::fromStdString(source.codecSetting),
                                 QString::fromStdString(source.recognizer))
                            .arg(source.codec.value_or(0))
                            .arg(source.labelSet.value_or(0));
    if (!force && key == m_sourceKey)
        return;
    m_sourceKey = key;
    m_inspect->setSource(source);
    if (m_images->currentImage() != 0)
        m_inspect->setImage(m_images->currentImage());
}

void MainWindow::openForm(const std::string& job, const Json& values) {
    if (m_forms->open(job, openFolder(), values) == nullptr)
        m_messages->showError(tr("This build has no job “%1”.").arg(QString::fromStdString(job)));
}

void MainWindow::importFolder(const QString& folder) {
    const Job* import = m_forms->find("import");
    if (import == nullptr)
        return;
    Json values = Json::object();
    for (const ParamSpec& spec : import->params)
        if (spec.type == ParamType::InputFolder && values.empty())
            values[spec.name] = folder.toStdString();
    openForm("import", values);
}

QString MainWindow::studyOf(const Job& job, const Json& params) const {
    for (const ParamSpec& spec : job.params)
        if (spec.type == ParamType::Study)
            if (const auto found = params.find(spec.name); found != params.end() && found->is_string())
                return QString::fromStdString(found->get<std::string>());
    return {};
}

void MainWindow::onJobFinished(int id) {
    const JobEntry* entry = m_queue->find(id);
    const Outcome& outcome = entry->outcome;
    const QString title = jobTitle(*entry);
    if (entry->state == JobState::Failed)
        m_messages->showError(title + QStringLiteral(": ") + QString::fromStdString(outcome.message),
                              QString::fromStdString(outcome.hint));
    else if (entry->state == JobState::SomeItemsFailed)
        m_messages->showNote(tr("%1: %n item(s) failed; the jobs list says which and why.",
                                nullptr,
                                static_cast<int>(outcome.failedItems.size()))
                                 .arg(title));
    else if (const QString page = writtenPage(outcome.result);
             entry->state == JobState::Succeeded && !page.isEmpty())
        m_messages->showOffer(tr("%1: done.").arg(title), tr("Open the report"), [page] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(page));
        });
    else
        statusBar()->showMessage(title + QStringLiteral(": ") + jobStateText(entry->state), 10'000);
    if (m_quitting) {
        if (!m_queue->hasActiveJobs())
            QTimer::singleShot(0, this, &QWidget::close);
        return;
    }
    m_inspect->refreshModels();
    QString folder = studyOf(entry->job, entry->params);
    if (folder.isEmpty())
        if (const auto made = outcome.result.find("study"); made != outcome.result.end() && made->is_string())
            folder = QString::fromStdString(made->get<std::string>());
    if (isOpen(folder)) {
        m_preferNewLabels = true;
        if (entry->job.changesStudy)
            reload();
    } else if (!m_snapshot && !folder.isEmpty() && Study::exists(toPath(folder))) {
        openStudy(folder);
    }
}

}  // namespace limen
