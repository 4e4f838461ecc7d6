// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "inspect/face_predictor.h"
#include "inspect/pane_grid.h"
#include "inspect/pixel_readout.h"
#include "inspect/residual_bar.h"

namespace limen {

class InspectController;
class PredictionController;

/// Puts what the controllers know into the panes: pictures, titles, the residuals, and sentences where there
/// is none.
class PanePictures : public QObject {
    Q_OBJECT

public:
    PanePictures(InspectController* controller,
                 PredictionController* predictions,
                 PaneGrid* grid,
                 ResidualBar* residualBar,
                 ViewTransform* view);

    /// For the pixel read-out; pointers hold until the next change of the controllers.
    PixelReadout::Images images() const;

    /// Paints the residuals again, as after the panes were hidden.
    void showResiduals();

Q_SIGNALS:
    void changed();

private:
    void showFace();
    void showFrame();
    void showJnd();
    void showPrediction();
    void paint(PaneGrid::Pane which, const QString& title, const Residual& residual, int gain);
    void explain(PaneGrid::Pane which, const QString& title, const QString& whyEmpty);
    QStringList valuesOf(const FaceFrame& frame) const;
    QStringList valuesOf(const FacePrediction& prediction) const;

    InspectController* m_controller;
    PredictionController* m_predictions;
    PaneGrid* m_grid;
    ResidualBar* m_residualBar;
    ViewTransform* m_view;
    std::optional<Residual> m_residual;
    std::optional<Residual> m_predictedResidual;
};

}  // namespace limen
