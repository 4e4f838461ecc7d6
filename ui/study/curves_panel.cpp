// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/curves_panel.h"

#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "plots/codec_curves.h"

namespace limen {

namespace {

CodecCurves::Setting settingOf(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    CodecCurves::Setting setting;
    setting.name = QString::fromStdString(set.codec.setting);
    setting.series = set.series;
    setting.unit = QString::fromStdString(levels.unit);
    setting.finest = levels.finest;
    setting.coarsest = levels.coarsest;
    setting.step = levels.step;
    setting.uncompressed = set.set.tar;
    for (const int level : levels.all())
        setting.images.append(set.summary.histogram.at(level));
    if (set.summary.levels)
        setting.median = set.summary.levels->median;
    if (!set.accuracy)
        return setting;
    for (const AccuracyPoint& point : set.accuracy->curve)
        setting.curve.append({point.level, point.bpp, point.accuracy});
    if (set.accuracy->jnd.images > 0)
        setting.jnd = QPointF(set.accuracy->jnd.bpp, set.accuracy->jnd.accuracy);
    return setting;
}

}  // namespace

CurvesPanel::CurvesPanel(QWidget* parent)
    : QWidget(parent),
      m_stack(new QStackedLayout),
      m_message(new QLabel),
      m_curves(new CodecCurves),
      m_note(new QLabel) {
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_message->setContentsMargins(16, 16, 16, 16);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(8, 4, 8, 4);
    for (QLabel* label : {m_message, m_note})
        label->setTextFormat(Qt::PlainText);
    auto* page = new QWidget;
    auto* pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    pageLayout->addWidget(m_curves, 1);
    pageLayout->addWidget(m_note);
    m_stack->addWidget(m_message);
    m_stack->addWidget(page);
    setLayout(m_stack);
    connect(&m_loader, &CurvesLoader::loaded, this, &CurvesPanel::onLoaded);
    connect(&m_loader, &CurvesLoader::failed, this, &CurvesPanel::showMessage);
    connect(&m_loader, &CurvesLoader::progressed, this, [this](int percent) {
        if (!m_shown)
            showMessage(tr("Counting accepted pairs… %1 %").arg(percent));
    });
    clear();
}

void CurvesPanel::clear() {
    m_loader.cancel();
    m_labelSet.reset();
    m_shown.reset();
    m_stale = false;
    showMessage(tr("Open a study to compare its codec settings."));
}

bool CurvesPanel::shows(std::int64_t labelSet) const {
    return m_shown && std::any_of(m_shown->begin(), m_shown->end(), [labelSet](const ReportSet& set) {
               return set.set.id == labelSet;
           });
}

void CurvesPanel::setSource(const std::filesystem::path& folder,
                            std::optional<std::int64_t> labelSet,
                            bool changed) {
    if (!labelSet) {
        clear();
        showMessage(tr("No JND points yet: run Jobs › Find JND points."));
        return;
    }
    const bool same = folder == m_folder && labelSet == m_labelSet;
    const bool shown = folder == m_folder && shows(*labelSet);
    m_folder = folder;
    m_labelSet = labelSet;
    if (!changed && (same || shown))
        return;
    if (!shown)
        m_shown.reset();
    m_stale = true;
    loadIfSeen();
}

void CurvesPanel::loadIfSeen() {
    if (!m_stale || !isVisible())
        return;
    m_stale = false;
    if (!m_shown)
        showMessage(tr("Counting accepted pairs…"));
    m_loader.load(m_folder, *m_labelSet);
}

void CurvesPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    loadIfSeen();
}

void CurvesPanel::showMessage(const QString& text) {
    m_message->setText(text);
    m_stack->setCurrentIndex(0);
}

QString CurvesPanel::message() const {
    return m_stack->currentIndex() == 0 ? m_message->text() : QString();
}

QString CurvesPanel::note() const {
    return m_note->text();
}

void CurvesPanel::onLoaded(const std::shared_ptr<const CurveSets>& sets) {
    m_shown = sets;
    QVector<CodecCurves::Setting> settings;
    QStringList missing;
    for (const ReportSet& set : *sets) {
        settings.append(settingOf(set));
        if (!set.accuracy)
            missing.append(settings.back().name);
    }
    m_curves->setSettings(settings);
    m_note->setText(missing.isEmpty()
                        ? QString()
                        : tr("No accuracy curve of %1 yet: run Jobs › Measure accuracy over levels.")
                              .arg(missing.join(QStringLiteral(", "))));
    m_note->setVisible(!missing.isEmpty());
    m_stack->setCurrentIndex(1);
}

}  // namespace limen
