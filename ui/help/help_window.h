// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QToolBar;

namespace limen {

class HelpBrowser;

/// The help: a list of its pages, the page, and what a browser needs. Not modal: the window that it explains
/// stays usable beside it.
class HelpWindow : public QDialog {
    Q_OBJECT
public:
    explicit HelpWindow(QWidget* parent = nullptr);

    /// Shows a page, "codecs" or "codecs#levels", and the window. A page that does not exist is said to be
    /// missing.
    void showPage(const QString& address);
    /// As a click on that link would: pages here, web pages in the system's browser.
    void follow(const QUrl& url);

    HelpBrowser* browser() const { return m_browser; }
    QListWidget* pages() const { return m_pages; }
    QLineEdit* findField() const { return m_find; }
    /// What is said instead of following a link; usually empty.
    QString notice() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QToolBar* makeToolBar();
    void onPageShown(const QUrl& url);
    void find(bool backwards);
    void showMatches();

    HelpBrowser* m_browser;
    QListWidget* m_pages;
    QLineEdit* m_find;
    QLabel* m_matches;
    QLabel* m_notice;
};

}  // namespace limen
