// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace limen {

/// What the window shows without a study: the first things to do, and the studies opened before.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecent(const QStringList& studies);
    /// Shown instead of the choices while a study is being read; empty: the choices.
    void setLoading(const QString& study);

Q_SIGNALS:
    void openRequested();
    void demoRequested();
    void importRequested();
    void recentRequested(const QString& study);
    void helpRequested(const QString& page);

private:
    QWidget* m_choices;
    QLabel* m_loading;
    QLabel* m_recentTitle;
    QVBoxLayout* m_recent;
};

}  // namespace limen
