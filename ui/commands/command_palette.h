// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QSortFilterProxyModel;
class QListView;

namespace limen {

class CommandRegistry;

/// Finds a command by typing part of its name; Enter runs it. Closes when something else is clicked.
class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const CommandRegistry& registry, QWidget* parent);

    void open() override;
    QLineEdit* input() const { return m_input; }
    int matchCount() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void runCurrent();

    const CommandRegistry& m_registry;
    QLineEdit* m_input;
    QListView* m_list;
    QSortFilterProxyModel* m_matches;
};

}  // namespace limen
