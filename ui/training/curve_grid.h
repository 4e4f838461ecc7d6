// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMap>
#include <QWidget>
#include <map>

#include "plots/metric_plot.h"
#include "ui/training/curve_options.h"
#include "ui/training/run_values.h"

class QGridLayout;

namespace limen {

class TrainingRuns;

/// A plot for each chosen metric, with a curve for each compared run; all share their x axis.
class CurveGrid : public QWidget {
    Q_OBJECT
public:
    explicit CurveGrid(TrainingRuns* runs, QWidget* parent = nullptr);

    const CurveOptions& options() const { return m_options; }
    void setOptions(const CurveOptions& options);
    /// Everything from the first step on, and further as it comes.
    void fit();
    /// False while a part is looked at.
    bool isFitted() const { return m_fitted; }

    /// nullptr: not shown.
    MetricPlot* plot(const std::string& metric) const;
    /// What runs have written and the window knows, known ones first.
    std::vector<std::string> offeredMetrics() const;

    QSize sizeHint() const override { return {640, 440}; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void arrange();
    void showAll();
    void showRun(const std::string& run);
    void showCurve(MetricPlot& plot, const std::string& metric, const std::string& run);
    void showEvents(const std::string& run);
    void showReferences();
    void extend();
    /// x of a number of steps done.
    double place(double steps, const std::string& run) const;

    TrainingRuns* m_runs;
    CurveOptions m_options = CurveOptions::defaults();
    QGridLayout* m_grid;
    std::vector<std::pair<std::string, MetricPlot*>> m_plots;
    std::map<std::string, double> m_stepsPerEpoch;  ///< with which the curves were drawn
    bool m_fitted = true;
    int m_columns = 0;
};

}  // namespace limen
