// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/pane_text.h"

#include "inspect/inspect_controller.h"
#include "inspect/label_text.h"
#include "inspect/pane_pictures.h"
#include "inspect/prediction_controller.h"
#include "inspect/signed_text.h"

namespace limen {

QString rgbLines(const RgbImage& image, QPoint pixel) {
    const std::uint8_t* rgb = image.at(pixel.x(), pixel.y());
    return QStringLiteral("%1\n%2\n%3").arg(rgb[0]).arg(rgb[1]).arg(rgb[2]);
}

QString signedLines(const Residual& residual, QPoint pixel) {
    const std::int16_t* rgb = residual.at(pixel.x(), pixel.y());
    return signedText(rgb[0]) + QLatin1Char('\n') + signedText(rgb[1]) + QLatin1Char('\n') +
           signedText(rgb[2]);
}

QString levelUnit(const InspectController& controller) {
    return controller.source() ? QString::fromStdString(controller.source()->levels.unit) : QString();
}

QString whyNoJnd(const InspectController& controller) {
    const FaceFacts* face = controller.face();
    if (face == nullptr)
        return PanePictures::tr("The image at its JND point");
    if (!face->jndProblem.empty())
        return QString::fromStdString(face->jndProblem);
    if (face->record.role == Role::Distractor)
        return PanePictures::tr("A distractor has no JND point.\nChoose a probe.");
    if (face->label)
        return explainLabel(*face, levelUnit(controller));
    return PanePictures::tr("No JND point yet.\nJobs › Find JND points finds it.");
}

QString whyNoPrediction(const InspectController& controller,
                        const PredictionController& predictions,
                        const QString& otherwise) {
    if (!predictions.problem().isEmpty())
        return predictions.problem();
    return controller.face() != nullptr ? PanePictures::tr("Predicting...") : otherwise;
}

}  // namespace limen
