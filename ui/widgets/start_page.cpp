// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/start_page.h"

#include <QCommandLinkButton>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace limen {

StartPage::StartPage(QWidget* parent) : QWidget(parent) {
    auto* title = new QLabel(tr("Limen"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 2.0);
    title->setFont(large);
    auto* question =
        new QLabel(tr("How far can a face image be compressed before a face-recognition system notices?"));
    question->setWordWrap(true);

    auto* open = new QCommandLinkButton(tr("Open a study"), tr("A .limen folder; or drop it on this window"));
    auto* demo =
        new QCommandLinkButton(tr("Run the demo"), tr("Makes a small study and finds its JND points"));
    auto* import = new QCommandLinkButton(
        tr("Import photographs"), tr("A folder with one folder per person; or drop it on this window"));
    auto* help = new QCommandLinkButton(tr("How it works"), tr("From photographs to JND points (F1)"));
    connect(
        help, &QCommandLinkButton::clicked, this, [this] { Q_EMIT helpRequested(QStringLiteral("index")); });
    connect(open, &QCommandLinkButton::clicked, this, &StartPage::openRequested);
    connect(demo, &QCommandLinkButton::clicked, this, &StartPage::demoRequested);
    connect(import, &QCommandLinkButton::clicked, this, &StartPage::importRequested);

    m_recentTitle = new QLabel(tr("Recent studies"));
    m_recentTitle->setForegroundRole(QPalette::PlaceholderText);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);

    m_choices = new QWidget;
    m_choices->setMaximumWidth(480);
    auto* choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(8);
    choices->addWidget(title);
    choices->addWidget(question);
    choices->addSpacing(16);
    choices->addWidget(open);
    choices->addWidget(demo);
    choices->addWidget(import);
    choices->addWidget(help);
    choices->addSpacing(16);
    choices->addWidget(m_recentTitle);
    choices->addLayout(m_recent);

    m_loading = new QLabel;
    m_loading->setAlignment(Qt::AlignCenter);
    m_loading->hide();

    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_choices, 8);
    row->addWidget(m_loading);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(2);
    setRecent({});
}

void StartPage::setRecent(const QStringList& studies) {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const QString& study : studies) {
        auto* button = new QToolButton;
        button->setText(QFileInfo(study).completeBaseName() + QStringLiteral("  —  ") +
                        QFileInfo(study).path());
        button->setToolTip(study);
        button->setAutoRaise(true);
        button->setCursor(Qt::PointingHandCursor);
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, this, [this, study] { Q_EMIT recentRequested(study); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
    m_recentTitle->setVisible(!studies.isEmpty());
}

void StartPage::setLoading(const QString& study) {
    m_choices->setVisible(study.isEmpty());
    m_loading->setVisible(!study.isEmpty());
    m_loading->setText(tr("Opening %1…").arg(study));
}

}  // namespace limen
