// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <map>
#include <optional>
#include <vector>

#include "inspect/model_figure.h"
#include "inspect/model_group.h"
#include "inspect/pixel_readout.h"

namespace limen {

class EyeImages;
class InspectController;
class PredictionController;
class ResidualBar;

/// Puts the face, its ground-truth JND image, the prediction and the eye models into the columns of a group.
class ModelPictures : public QObject {
    Q_OBJECT

public:
    ModelPictures(InspectController* controller,
                  PredictionController* predictions,
                  EyeImages* eyes,
                  ModelGroup* group,
                  ResidualBar* residualBar,
                  ViewTransform* view);

    /// Fills the columns again, as after the group was hidden.
    void showAll();
    /// For the pixel read-out; pointers hold until the next change.
    std::vector<PixelReadout::Named> images() const;
    /// In the order of the columns; those without an image are left out. Pointers hold until the next change.
    std::vector<ComparedPicture> pictures() const;

Q_SIGNALS:
    void changed();

private:
    void makeColumns();
    const RgbImage* imageOf(const std::string& key) const;
    QString whyEmpty(const std::string& key) const;
    std::optional<double> psnrOf(const std::string& key) const;
    void showValues();
    void showResiduals();

    InspectController* m_controller;
    PredictionController* m_predictions;
    EyeImages* m_eyes;
    ModelGroup* m_group;
    ResidualBar* m_residualBar;
    ViewTransform* m_view;
    std::map<std::string, Residual> m_residuals;  ///< by column
};

}  // namespace limen
