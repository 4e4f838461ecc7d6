// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QFormLayout;
class QLabel;
QT_END_NAMESPACE

namespace limen {

class InspectController;
class PairMetrics;
class PixelReadout;
class PredictionController;
class SimilarityBar;
class SimilarityCurve;
class VerdictBadge;

/// Everything known of the image looked at, beside the panes.
class DetailsPanel : public QWidget {
    Q_OBJECT

public:
    DetailsPanel(InspectController* controller,
                 PredictionController* predictions,
                 const PairMetrics* metrics,
                 QWidget* parent = nullptr);

    PixelReadout* pixels() const { return m_pixels; }
    const VerdictBadge* verdict() const { return m_verdict; }

Q_SIGNALS:
    /// A point of the curve was clicked.
    void levelChosen(int level);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showSource();
    void showFace();
    void showFrame();
    void showJudgement();
    void showVerdict();
    void showPrediction();
    QLabel* addValue(QFormLayout* form, const QString& name, const QString& toolTip);

    InspectController* m_controller;
    PredictionController* m_predictions;
    QLabel* m_title;
    VerdictBadge* m_verdict;
    QLabel* m_reason;
    QLabel* m_bpp;
    QLabel* m_similarity;
    SimilarityBar* m_similarityBar;
    QLabel* m_genuine;
    QLabel* m_distractors;
    QFormLayout* m_prediction;
    QLabel* m_predictedToJnd;
    QLabel* m_predictedToOriginal;
    QLabel* m_selected;
    SimilarityCurve* m_curve;
    PixelReadout* m_pixels;
    QLabel* m_label;
    QLabel* m_file;
    QLabel* m_landmarks;
};

}  // namespace limen
