// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_palette.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "ui/commands/command_registry.h"

namespace limen {

namespace {

/// Every word typed must occur somewhere in the text.
class WordFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWords(const QString& text) {
        m_words = text.split(u' ', Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const QString text = sourceModel()->index(row, 0, parent).data().toString();
        return std::all_of(m_words.begin(), m_words.end(), [&text](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
    }

private:
    QStringList m_words;
};

}  // namespace

CommandPalette::CommandPalette(const CommandRegistry& registry, QWidget* parent)
    : QDialog(parent, Qt::Popup), m_registry(registry) {
    setAccessibleName(tr("Command palette"));
    m_input = new QLineEdit;
    m_input->setPlaceholderText(tr("Type what you want to do"));
    m_input->setAccessibleName(tr("Command"));
    m_input->installEventFilter(this);
    m_list = new QListView;
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Matching commands"));
    auto* words = new WordFilter(this);
    m_matches = words;
    m_list->setModel(m_matches);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_input);
    layout->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, [this, words](const QString& text) {
        words->setWords(text);
        m_list->setCurrentIndex(m_matches->index(0, 0));
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::open() {
    auto* items = new QStandardItemModel(m_matches);
    for (QAction* action : m_registry.actions()) {
        if (!action->isEnabled())
            continue;
        QString text = CommandRegistry::menuOf(action).remove(u'&') + QStringLiteral(" › ") +
                       CommandRegistry::plainText(action);
        if (!action->shortcut().isEmpty())
            text += QStringLiteral("    ") + action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QStandardItem(text);
        item->setData(QVariant::fromValue(QPointer<QAction>(action)));
        items->appendRow(item);
    }
    delete m_matches->sourceModel();
    m_matches->setSourceModel(items);
    m_input->clear();
    m_list->setCurrentIndex(m_matches->index(0, 0));
    const QWidget* window = parentWidget();
    resize(std::min(560, window->width() - 64), std::min(400, window->height() - 128));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 64)));
    show();
    m_input->setFocus();
}

int CommandPalette::matchCount() const {
    return m_matches->rowCount();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Up:
            case Qt::Key_Down:
            case Qt::Key_PageUp:
            case Qt::Key_PageDown:
                QCoreApplication::sendEvent(m_list, event);
                return true;
            case Qt::Key_Return:
            case Qt::Key_Enter:
                runCurrent();
                return true;
            default:
                break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::runCurrent() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const auto action = current.data(Qt::UserRole + 1).value<QPointer<QAction>>();
    hide();
    if (action)
        action->trigger();
}

}  // namespace limen
