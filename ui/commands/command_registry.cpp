// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_registry.h"

#include <QHash>
#include <QSet>
#include <QWidget>
#include <algorithm>

namespace limen {

namespace {
constexpr const char* idProperty = "limenId";
constexpr const char* menuProperty = "limenMenu";
constexpr const char* groupProperty = "limenStartsGroup";
}  // namespace

CommandRegistry::CommandRegistry(QWidget* window) : QObject(window), m_window(window) {}

QAction* CommandRegistry::add(const Command& command) {
    auto* action = new QAction(command.text, m_window);
    action->setShortcuts(command.shortcuts);
    if (!command.tip.isEmpty()) {
        action->setToolTip(command.tip);
        action->setStatusTip(command.tip);
    }
    connect(action, &QAction::triggered, this, [run = command.run] { run(); });
    adopt(command.id, command.menu, action, command.startsGroup);
    return action;
}

void CommandRegistry::adopt(const QString& id, const QString& menu, QAction* action, bool startsGroup) {
    action->setProperty(idProperty, id);
    action->setProperty(menuProperty, menu);
    action->setProperty(groupProperty, startsGroup);
    // An action that already has a widget keeps the reach its shortcut has there.
    if (action->associatedObjects().isEmpty())
        m_window->addAction(action);
    m_actions.push_back(action);
}

QAction* CommandRegistry::action(const QString& id) const {
    const auto found = std::find_if(
        m_actions.begin(), m_actions.end(), [&id](const QAction* action) { return idOf(action) == id; });
    return found == m_actions.end() ? nullptr : *found;
}

QStringList CommandRegistry::conflicts() const {
    QStringList problems;
    QSet<QString> ids;
    QHash<QString, QString> owners;
    for (const QAction* action : m_actions) {
        const QString id = idOf(action);
        if (id.isEmpty() || ids.contains(id))
            problems.append(tr("the id “%1” is used twice or empty").arg(id));
        ids.insert(id);
        for (const QKeySequence& keys : action->shortcuts()) {
            const QString text = keys.toString();
            if (owners.contains(text))
                problems.append(tr("%1 belongs to %2 and %3").arg(text, owners.value(text), id));
            owners.insert(text, id);
        }
    }
    return problems;
}

QString CommandRegistry::idOf(const QAction* action) {
    return action->property(idProperty).toString();
}

bool CommandRegistry::startsGroup(const QAction* action) {
    return action->property(groupProperty).toBool();
}

QString CommandRegistry::menuOf(const QAction* action) {
    return action->property(menuProperty).toString();
}

QString CommandRegistry::plainText(const QAction* action) {
    return action->text().remove(u'&');
}

}  // namespace limen
