// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace limen {

class TrainingRuns;

/// Which line in the plots is which run.
class RunLegend : public QWidget {
    Q_OBJECT
public:
    explicit RunLegend(TrainingRuns* runs, QWidget* parent = nullptr);

    /// Names of the runs in the plots, in order.
    QStringList names() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    TrainingRuns* m_runs;
};

}  // namespace limen
