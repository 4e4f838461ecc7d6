// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace limen {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    setAccessibleName(tr("Message"));
    m_icon = new QLabel;
    m_text = new QLabel;
    m_details = new QLabel;
    for (QLabel* label : {m_text, m_details}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setForegroundRole(QPalette::ToolTipText);
    }
    m_offer = new QToolButton;
    m_offer->setObjectName(QStringLiteral("offer"));
    m_detailsButton = new QToolButton;
    m_detailsButton->setText(tr("Details"));
    m_detailsButton->setCheckable(true);
    m_copy = new QToolButton;
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy message and details"));
    m_close = new QToolButton;
    m_close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close message"));

    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    for (QToolButton* button : {m_offer, m_detailsButton, m_copy, m_close}) {
        button->setAutoRaise(true);
        line->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(line);
    layout->addWidget(m_details);

    connect(m_detailsButton, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        const QString more = m_details->text();
        QApplication::clipboard()->setText(more.isEmpty() ? text() : text() + QStringLiteral("\n") + more);
    });
    connect(m_offer, &QToolButton::clicked, this, [this] {
        hide();
        m_offered();
    });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void MessageBar::showError(const QString& text, const QString& details) {
    showMessage(Kind::Error, text, details);
}

void MessageBar::showNote(const QString& text, const QString& details) {
    showMessage(Kind::Note, text, details);
}

void MessageBar::showOffer(const QString& text, const QString& button, std::function<void()> action) {
    showMessage(Kind::Note, text, {});
    m_offered = std::move(action);
    m_offer->setText(button);
    m_offer->show();
}

QString MessageBar::text() const {
    return m_text->text();
}

QString MessageBar::details() const {
    return m_details->text();
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& details) {
    const auto icon = kind == Kind::Error ? QStyle::SP_MessageBoxCritical : QStyle::SP_MessageBoxInformation;
    m_icon->setPixmap(style()->standardIcon(icon).pixmap(16, 16));
    m_text->setText(text);
    m_details->setText(details);
    m_detailsButton->setVisible(!details.isEmpty());
    m_detailsButton->setChecked(false);
    m_offer->hide();
    m_details->hide();
    show();
}

}  // namespace limen
