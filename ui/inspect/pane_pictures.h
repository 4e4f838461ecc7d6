// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "inspect/inspect_facts.h"
#include "inspect/pane_grid.h"
#include "inspect/pixel_readout.h"
#include "inspect/residual_bar.h"

namespace limen {

class InspectController;

/// Puts what the controller knows into the panes: pictures, titles, the residual, and sentences where there
/// is none.
class PanePictures : public QObject {
    Q_OBJECT

public:
    PanePictures(InspectController* controller,
                 PaneGrid* grid,
                 ResidualBar* residualBar,
                 ViewTransform* view);

    /// For the pixel read-out; pointers hold until the next change of the controller.
    PixelReadout::Images images() const;
    void repaintResidual();

Q_SIGNALS:
    void changed();

private:
    void showFace();
    void showFrame();
    void showJnd();
    void showResidual();
    QString unit() const;
    QString whyNoJnd() const;
    QString valuesOf(const FaceFrame& frame) const;

    InspectController* m_controller;
    PaneGrid* m_grid;
    ResidualBar* m_residualBar;
    ViewTransform* m_view;
    std::optional<Residual> m_residual;
};

}  // namespace limen
