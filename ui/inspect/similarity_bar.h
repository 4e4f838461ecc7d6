// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "inspect/verdict_style.h"

namespace limen {

/// A cosine from 0 to 1 as a bar, with the threshold t0 as a line across it.
class SimilarityBar : public QWidget {
    Q_OBJECT

public:
    explicit SimilarityBar(QWidget* parent = nullptr);

    void setValues(std::optional<double> similarity, std::optional<double> threshold);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<double> m_similarity;
    std::optional<double> m_threshold;
};

}  // namespace limen
