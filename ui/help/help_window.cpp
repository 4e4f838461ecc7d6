// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_window.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolBar>
#include <QVBoxLayout>

#include "ui/help/help_browser.h"
#include "ui/help/help_pages.h"

namespace limen {

HelpWindow::HelpWindow(QWidget* parent)
    // A window of its own, with all its buttons, that still closes with its parent.
    : QDialog(parent, Qt::Window),
      m_browser(new HelpBrowser),
      m_pages(new QListWidget),
      m_find(new QLineEdit),
      m_matches(new QLabel),
      m_notice(new QLabel) {
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setFrameShape(QFrame::NoFrame);
    for (const HelpPage& page : helpPages()) {
        auto* item = new QListWidgetItem(page.title, m_pages);
        item->setData(Qt::UserRole, page.name);
        item->setSizeHint({0, fontMetrics().height() + 12});
    }
    m_browser->setAccessibleName(tr("Page"));
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setContentsMargins(8, 4, 8, 4);
    m_notice->setFrameShape(QFrame::StyledPanel);
    m_notice->hide();

    m_pages->viewport()->setAutoFillBackground(false);
    auto* side = new QWidget;
    auto* sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(8, 8, 8, 8);
    sideLayout->addWidget(m_pages);
    auto* splitter = new QSplitter;
    splitter->addWidget(side);
    splitter->addWidget(m_browser);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({176, 744});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_notice);
    layout->addWidget(splitter, 1);
    resize(920, 680);

    connect(m_browser, &QTextBrowser::anchorClicked, this, &HelpWindow::follow);
    connect(m_browser, &QTextBrowser::sourceChanged, this, &HelpWindow::onPageShown);
    connect(m_pages, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr)
            follow(helpUrl(item->data(Qt::UserRole).toString()));
    });
    connect(m_pages, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        follow(helpUrl(item->data(Qt::UserRole).toString()));  // back to the top of the page
    });
    m_pages->setCurrentRow(0);
}

QToolBar* HelpWindow::makeToolBar() {
    auto* bar = new QToolBar;
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    QAction* back = bar->addAction(tr("‹ Back"), m_browser, &QTextBrowser::backward);
    QAction* forward = bar->addAction(tr("Forward ›"), m_browser, &QTextBrowser::forward);
    back->setShortcuts(QKeySequence::Back);
    forward->setShortcuts(QKeySequence::Forward);
    for (QAction* action : {back, forward})
        action->setEnabled(false);
    connect(m_browser, &QTextBrowser::backwardAvailable, back, &QAction::setEnabled);
    connect(m_browser, &QTextBrowser::forwardAvailable, forward, &QAction::setEnabled);

    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    m_matches->setMinimumWidth(fontMetrics().horizontalAdvance(tr("%1 found").arg(888)));
    m_matches->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_matches->setContentsMargins(0, 0, 8, 0);
    bar->addWidget(m_matches);
    m_find->setPlaceholderText(tr("Find in page"));
    m_find->setAccessibleName(tr("Find in page"));
    m_find->setToolTip(tr("Enter: next. Shift+Enter: previous. Esc: clear."));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(220);
    bar->addWidget(m_find);
    connect(m_find, &QLineEdit::textChanged, this, [this] {
        showMatches();
        m_browser->moveCursor(QTextCursor::Start);
        find(false);
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] {
        find(QApplication::keyboardModifiers().testFlag(Qt::ShiftModifier));
    });

    const auto addKey = [this](const QKeySequence& keys, auto run) {
        auto* action = new QAction(this);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
    };
    addKey(QKeySequence::Find, [this] {
        m_find->setFocus();
        m_find->selectAll();
    });
    addKey(QKeySequence::FindNext, [this] { find(false); });
    addKey(QKeySequence::FindPrevious, [this] { find(true); });
    return bar;
}

void HelpWindow::showPage(const QString& address) {
    follow(helpUrl(address));
    show();
    raise();
    activateWindow();
}

void HelpWindow::follow(const QUrl& url) {
    if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) {
        QDesktopServices::openUrl(url);
        return;
    }
    const bool known = helpPageAt(url) != nullptr;
    m_notice->setText(known ? QString() : tr("The help has no page “%1”.").arg(url.fileName()));
    m_notice->setVisible(!known);
    if (known && url != m_browser->source())
        m_browser->setSource(url);
    else if (known)  // the same place again, after scrolling away from it
        m_browser->scrollToAnchor(url.fragment());
}

void HelpWindow::onPageShown(const QUrl& url) {
    m_notice->hide();
    m_notice->clear();
    const HelpPage* page = helpPageAt(url);
    if (page == nullptr)
        return;
    setWindowTitle(tr("%1 — Limen help").arg(page->title));
    for (int row = 0; row < m_pages->count(); ++row)
        if (m_pages->item(row)->data(Qt::UserRole) == page->name) {
            const QSignalBlocker quiet(m_pages);
            m_pages->setCurrentRow(row);
        }
    showMatches();
}

void HelpWindow::find(bool backwards) {
    m_browser->findNext(m_find->text(), backwards);
}

void HelpWindow::showMatches() {
    const int matches = m_browser->markAll(m_find->text());
    m_matches->setText(m_find->text().isEmpty() ? QString() : tr("%1 found").arg(matches));
}

QString HelpWindow::notice() const {
    return m_notice->text();
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_find->text().isEmpty()) {
        m_find->clear();
        m_browser->setFocus();
        return;
    }
    QDialog::keyPressEvent(event);
}

}  // namespace limen
