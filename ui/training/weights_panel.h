// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QLabel;

namespace limen {

class TrainingRuns;
class WeightSlider;

/// Weights of the losses and learning rate of the run that is looked at, to be changed while it is going.
class WeightsPanel : public QWidget {
    Q_OBJECT
public:
    explicit WeightsPanel(TrainingRuns* runs, QWidget* parent = nullptr);

    /// nullptr: not one of them. "lambda_id", "lambda_pixel", "lambda_content", "rate".
    WeightSlider* slider(const std::string& setting) const;

private:
    struct Row {
        std::string setting;
        std::string shareMetric;  ///< its part of the gradient, or the rate in force
        WeightSlider* slider;
    };

    void addRow(const std::string& setting, const std::string& metric, WeightSlider* slider);
    void showRun();
    void showNotes();

    TrainingRuns* m_runs;
    std::vector<Row> m_rows;
    QLabel* m_hint;
};

}  // namespace limen
