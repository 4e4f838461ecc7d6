// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace limen {

class PairMetrics;

/// The metrics of the pair shown: of the whole image and, once one is marked, of the region. Formula and
/// source stand in the tooltips; values that are being computed again are grey.
class MetricsTable : public QWidget {
    Q_OBJECT

public:
    explicit MetricsTable(const PairMetrics* metrics, QWidget* parent = nullptr);

private:
    struct Row {
        QLabel* title;
        QLabel* whole;
        QLabel* inRegion;
    };
    QLabel* addLabel();
    void showValues();

    const PairMetrics* m_metrics;
    QLabel* m_regionTitle;
    std::vector<Row> m_rows;
};

}  // namespace limen
