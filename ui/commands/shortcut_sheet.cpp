// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/shortcut_sheet.h"

#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/commands/command_registry.h"

namespace limen {

QString shortcutSheetText(const CommandRegistry& registry) {
    QStringList menus;
    for (const QAction* action : registry.actions())
        if (const QString menu = CommandRegistry::menuOf(action); !menus.contains(menu))
            menus.append(menu);
    QString text;
    for (const QString& menu : menus) {
        QString rows;
        for (const QAction* action : registry.actions()) {
            if (CommandRegistry::menuOf(action) != menu || action->shortcuts().isEmpty())
                continue;
            QStringList keys;
            for (const QKeySequence& sequence : action->shortcuts())
                keys.append(sequence.toString(QKeySequence::NativeText).toHtmlEscaped());
            rows +=
                QStringLiteral("<tr><td width='160'><b>%1</b></td><td>%2</td></tr>")
                    .arg(keys.join(QStringLiteral(", ")), CommandRegistry::plainText(action).toHtmlEscaped());
        }
        if (!rows.isEmpty())
            text += QStringLiteral("<h3>%1</h3><table cellspacing='4'>%2</table>")
                        .arg(QString(menu).remove(u'&').toHtmlEscaped(), rows);
    }
    return text;
}

ShortcutSheet::ShortcutSheet(const CommandRegistry& registry, QWidget* parent) : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* page = new QTextBrowser;
    page->setFrameShape(QFrame::NoFrame);
    page->setHtml(shortcutSheetText(registry));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(page);
    layout->addWidget(buttons);
    resize(520, 640);
}

}  // namespace limen
