// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QToolButton;

namespace limen {

/// One message above the content: errors with what to do about them, and notes. Never blocks the window.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// Stays until it is closed or replaced. `details` may be empty.
    void showError(const QString& text, const QString& details = {});
    void showNote(const QString& text, const QString& details = {});
    /// A note with a button that hides the message and does `action`.
    void showOffer(const QString& text, const QString& button, std::function<void()> action);
    QString text() const;
    QString details() const;

private:
    enum class Kind { Error, Note };
    void showMessage(Kind kind, const QString& text, const QString& details);

    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_details;
    QToolButton* m_offer;
    std::function<void()> m_offered;
    QToolButton* m_detailsButton;
    QToolButton* m_copy;
    QToolButton* m_close;
};

}  // namespace limen
