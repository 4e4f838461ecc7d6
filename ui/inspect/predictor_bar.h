// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
QT_END_NAMESPACE

namespace limen {

class PredictionController;

/// Chooses who predicts.
class PredictorBar : public QWidget {
    Q_OBJECT

public:
    explicit PredictorBar(PredictionController* predictions, QWidget* parent = nullptr);

private:
    void showChoices();

    PredictionController* m_predictions;
    QComboBox* m_choice;
};

}  // namespace limen
