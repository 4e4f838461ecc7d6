// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "inspect/verdict_style.h"

namespace limen {

/// A verdict in shape, colour and words.
class VerdictBadge : public QWidget {
    Q_OBJECT

public:
    explicit VerdictBadge(QWidget* parent = nullptr);
    void setVerdict(Verdict verdict, const QString& text);
    Verdict verdict() const { return m_verdict; }
    const QString& text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont textFont() const;

    Verdict m_verdict = Verdict::Unknown;
    QString m_text;
};

}  // namespace limen
