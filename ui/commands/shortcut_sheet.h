// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace limen {

class CommandRegistry;

/// All commands that have a shortcut, by menu.
class ShortcutSheet : public QDialog {
    Q_OBJECT
public:
    ShortcutSheet(const CommandRegistry& registry, QWidget* parent);
};

/// The sheet's text as rich text.
QString shortcutSheetText(const CommandRegistry& registry);

}  // namespace limen
