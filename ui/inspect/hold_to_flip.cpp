// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/hold_to_flip.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>

namespace limen {

HoldToFlip::HoldToFlip(QWidget* shown) : QObject(shown), m_shown(shown) {
    shown->installEventFilter(this);
}

void HoldToFlip::set(bool flipped) {
    if (flipped == m_flipped)
        return;
    m_flipped = flipped;
    Q_EMIT this->flipped(flipped);
}

bool HoldToFlip::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::Show:
            if (watched == m_shown)
                qApp->installEventFilter(this);
            break;
        case QEvent::Hide:
            if (watched == m_shown) {
                qApp->removeEventFilter(this);
                set(false);
            }
            break;
        case QEvent::KeyPress:
            if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Shift &&
                m_shown->window()->isActiveWindow()) {
                const QWidget* typing = QApplication::focusWidget();
                if (qobject_cast<const QLineEdit*>(typing) == nullptr &&
                    qobject_cast<const QAbstractSpinBox*>(typing) == nullptr)
                    set(true);
            }
            break;
        case QEvent::KeyRelease:
            if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Shift)
                set(false);
            break;
        case QEvent::WindowDeactivate:
            set(false);  // the release of the key goes elsewhere
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace limen
