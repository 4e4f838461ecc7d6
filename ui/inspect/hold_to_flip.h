// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace limen {

/// Whether Shift is held while a widget is shown. Shift is a key of the whole window: the focus is in the
/// image table more often than in a pane.
class HoldToFlip : public QObject {
    Q_OBJECT

public:
    explicit HoldToFlip(QWidget* shown);

    bool isFlipped() const { return m_flipped; }

Q_SIGNALS:
    void flipped(bool flipped);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void set(bool flipped);

    QWidget* m_shown;
    bool m_flipped = false;
};

}  // namespace limen
