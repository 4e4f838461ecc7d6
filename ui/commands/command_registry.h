// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

namespace limen {

/// Something the window can do. Menus, shortcut sheet and palette are all made from these.
struct Command {
    QString id;    ///< stable, never translated: "file.open"
    QString menu;  ///< translated title of the menu it belongs to: "&File"
    QString text;  ///< with a mnemonic: "&Open study…"
    QString tip;
    QList<QKeySequence> shortcuts;
    std::function<void()> run;
    bool startsGroup = false;  ///< a separator comes before it in its menu
};

class CommandRegistry : public QObject {
    Q_OBJECT
public:
    explicit CommandRegistry(QWidget* window);

    QAction* add(const Command& command);
    /// Takes an action made elsewhere (a dock's toggle, the panes' view actions) into the registry.
    void adopt(const QString& id, const QString& menu, QAction* action, bool startsGroup = false);

    /// nullptr: no such command.
    QAction* action(const QString& id) const;
    /// In the order of their registration; separators are not commands.
    const std::vector<QAction*>& actions() const { return m_actions; }
    /// Ids used twice and shortcuts that two commands share, one sentence each; empty when all is well.
    QStringList conflicts() const;

    static QString idOf(const QAction* action);
    static bool startsGroup(const QAction* action);
    /// With its mnemonic.
    static QString menuOf(const QAction* action);
    /// Without the mnemonic's ampersand.
    static QString plainText(const QAction* action);

private:
    QWidget* m_window;
    std::vector<QAction*> m_actions;
};

}  // namespace limen
