// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QString>

#include "image/residual.h"
#include "image/rgb_image.h"

namespace limen {

class InspectController;
class PredictionController;

/// Values of a pixel for the text inside it, one line a channel.
QString rgbLines(const RgbImage& image, QPoint pixel);
/// The same with signs.
QString signedLines(const Residual& residual, QPoint pixel);

/// "QP"; empty without a source.
QString levelUnit(const InspectController& controller);
/// Why there is no ground-truth JND image, and what to do.
QString whyNoJnd(const InspectController& controller);
/// Why there is no prediction; `otherwise` where there is no face either.
QString whyNoPrediction(const InspectController& controller,
                        const PredictionController& predictions,
                        const QString& otherwise);

}  // namespace limen
