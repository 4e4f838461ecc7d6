// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/pane_pictures.h"

#include <QLocale>
#include <algorithm>

#include "inspect/inspect_controller.h"
#include "inspect/pane_text.h"
#include "inspect/prediction_controller.h"
#include "inspect/psnr_text.h"
#include "inspect/signed_text.h"

namespace limen {

PanePictures::PanePictures(InspectController* controller,
                           PredictionController* predictions,
                           PaneGrid* grid,
                           ResidualBar* residualBar,
                           ViewTransform* view)
    : QObject(grid),
      m_controller(controller),
      m_predictions(predictions),
      m_grid(grid),
      m_residualBar(residualBar),
      m_view(view) {
    connect(controller, &InspectController::sourceChanged, this, &PanePictures::showFace);
    connect(controller, &InspectController::faceChanged, this, &PanePictures::showFace);
    connect(controller, &InspectController::frameChanged, this, [this] {
        showFrame();
        showResiduals();
    });
    connect(predictions, &PredictionController::predictionChanged, this, [this] {
        showPrediction();
        showResiduals();
    });
    connect(residualBar, &ResidualBar::settingChanged, this, &PanePictures::showResiduals);

    grid->pane(PaneGrid::Original)->setPixelText([this](QPoint pixel) {
        return m_controller->face() != nullptr ? rgbLines(m_controller->face()->original, pixel) : QString();
    });
    grid->pane(PaneGrid::Jnd)->setPixelText([this](QPoint pixel) {
        const FaceFacts* face = m_controller->face();
        return face != nullptr && face->jnd ? rgbLines(face->jnd->image, pixel) : QString();
    });
    grid->pane(PaneGrid::Decoded)->setPixelText([this](QPoint pixel) {
        return m_controller->frame() != nullptr ? rgbLines(m_controller->frame()->image, pixel) : QString();
    });
    grid->pane(PaneGrid::Predicted)->setPixelText([this](QPoint pixel) {
        const FacePrediction* prediction = m_predictions->prediction();
        return prediction != nullptr ? rgbLines(prediction->image, pixel) : QString();
    });
    grid->pane(PaneGrid::Difference)->setPixelText([this](QPoint pixel) {
        return m_residual ? signedLines(*m_residual, pixel) : QString();
    });
    grid->pane(PaneGrid::PredictedDifference)->setPixelText([this](QPoint pixel) {
        return m_predictedResidual ? signedLines(*m_predictedResidual, pixel) : QString();
    });
    showFace();
}

PixelReadout::Images PanePictures::images() const {
    PixelReadout::Images images;
    if (const FaceFacts* face = m_controller->face()) {
        images.original = &face->original;
        images.jnd = face->jnd ? &face->jnd->image : nullptr;
    }
    images.decoded = m_controller->frame() != nullptr ? &m_controller->frame()->image : nullptr;
    images.predicted = m_predictions->prediction() != nullptr ? &m_predictions->prediction()->image : nullptr;
    images.residual = m_residual ? &*m_residual : nullptr;
    images.predictedResidual = m_predictedResidual ? &*m_predictedResidual : nullptr;
    return images;
}

QStringList PanePictures::valuesOf(const FaceFrame& frame) const {
    return {tr("%1 %2").arg(levelUnit(*m_controller)).arg(frame.level),
            tr("%1 bpp").arg(m_grid->locale().toString(frame.bpp, 'f', 3)),
            psnrText(frame.psnr, m_grid->locale())};
}

QStringList PanePictures::valuesOf(const FacePrediction& prediction) const {
    QStringList values;
    if (prediction.psnrToJnd)
        values.append(tr("JND %1").arg(psnrText(*prediction.psnrToJnd, m_grid->locale())));
    values.append(tr("original %1").arg(psnrText(prediction.psnrToOriginal, m_grid->locale())));
    if (prediction.selected)
        values.append(tr("selects %1 %2").arg(levelUnit(*m_controller)).arg(*prediction.selected));
    return values;
}

void PanePictures::showFace() {
    const FaceFacts* face = m_controller->face();
    ImagePane* pane = m_grid->pane(PaneGrid::Original);
    if (face == nullptr) {
        pane->setImage({});
        pane->setEmptyText(!m_controller->problem().isEmpty() ? m_controller->problem()
                           : m_controller->hasImage()         ? tr("Loading...")
                                                              : tr("Choose an image in the table."));
        m_grid->setTitle(PaneGrid::Original, tr("Original"));
    } else {
        m_view->setImageSize({face->original.width, face->original.height});
        pane->setImage(toQImage(face->original));
        m_grid->setTitle(PaneGrid::Original,
                         tr("Original"),
                         {tr("%1 x %2 px").arg(face->original.width).arg(face->original.height)});
    }
    showJnd();
    showFrame();
    showPrediction();
    showResiduals();
}

void PanePictures::showJnd() {
    const FaceFacts* face = m_controller->face();
    ImagePane* pane = m_grid->pane(PaneGrid::Jnd);
    const bool known = face != nullptr && face->jnd;
    pane->setImage(known ? toQImage(face->jnd->image) : QImage());
    pane->setEmptyText(whyNoJnd(*m_controller));
    m_grid->setTitle(PaneGrid::Jnd, tr("Ground-truth JND"), known ? valuesOf(*face->jnd) : QStringList());
}

void PanePictures::showFrame() {
    const FaceFrame* frame = m_controller->frame();
    ImagePane* pane = m_grid->pane(PaneGrid::Decoded);
    pane->setImage(frame != nullptr ? toQImage(frame->image) : QImage());
    pane->setEmptyText(!m_controller->problem().isEmpty() ? m_controller->problem()
                       : m_controller->face() != nullptr  ? tr("Encoding...")
                                                          : tr("The image at the slider's level"));
    m_grid->setTitle(PaneGrid::Decoded, tr("Decoded"), frame != nullptr ? valuesOf(*frame) : QStringList());
}

void PanePictures::showPrediction() {
    const FacePrediction* prediction = m_predictions->prediction();
    const QString title = tr("Predicted JND");
    if (prediction != nullptr) {
        m_grid->pane(PaneGrid::Predicted)->setImage(toQImage(prediction->image));
        m_grid->setTitle(PaneGrid::Predicted, title, valuesOf(*prediction));
    } else {
        explain(
            PaneGrid::Predicted,
            title,
            whyNoPrediction(*m_controller, *m_predictions, tr("What a predictor expects at the JND point")));
    }
}

void PanePictures::showResiduals() {
    const FaceFacts* face = m_controller->face();
    const FacePrediction* prediction = m_predictions->prediction();
    const FaceFrame* test = m_controller->frame();
    ResidualSetting setting = m_residualBar->setting();
    if (setting.ofJndImage)
        test = face != nullptr && face->jnd ? &*face->jnd : nullptr;
    m_residual.reset();
    m_predictedResidual.reset();
    if (face != nullptr && test != nullptr)
        m_residual = signedResidual(face->original, test->image);
    if (face != nullptr && prediction != nullptr)
        m_predictedResidual = signedResidual(face->original, prediction->image);

    if (!setting.lockRange && m_grid->isVisible() && (m_residual || m_predictedResidual)) {
        // One legend for both panes, and both can be compared.
        setting.gain = ResidualSetting::maxGain;
        for (const auto* residual : {&m_residual, &m_predictedResidual})
            if (*residual)
                setting.gain =
                    std::min(setting.gain, gainThatShows(residualPlane(**residual, setting.channel)));
        m_residualBar->showGain(setting.gain);
    }
    const QString title = setting.ofJndImage ? tr("Residual of JND image") : tr("Residual of decoded");
    if (m_residual)
        paint(PaneGrid::Difference, title, *m_residual, setting.gain);
    else
        explain(PaneGrid::Difference,
                title,
                setting.ofJndImage ? whyNoJnd(*m_controller) : tr("Original minus decoded image"));
    if (m_predictedResidual)
        paint(PaneGrid::PredictedDifference, tr("Predicted residual"), *m_predictedResidual, setting.gain);
    else
        explain(PaneGrid::PredictedDifference,
                tr("Predicted residual"),
                tr("Original minus predicted JND image"));
    Q_EMIT changed();
}

void PanePictures::paint(PaneGrid::Pane which, const QString& title, const Residual& residual, int gain) {
    const std::vector<float> plane = residualPlane(residual, m_residualBar->setting().channel);
    const DivergingMap map(centreFor(m_grid->palette().color(QPalette::Base)));
    m_grid->pane(which)->setImage(paintResidual(plane, residual.width, residualRange(gain), map));
    const auto [low, high] = std::minmax_element(residual.values.begin(), residual.values.end());
    m_grid->setTitle(
        which,
        title,
        {tr("%1 to %2 grey levels").arg(signedText(*low), signedText(*high)), tr("gain %1x").arg(gain)});
}

void PanePictures::explain(PaneGrid::Pane which, const QString& title, const QString& whyEmpty) {
    m_grid->pane(which)->setImage({});
    m_grid->pane(which)->setEmptyText(whyEmpty);
    m_grid->setTitle(which, title);
}

}  // namespace limen
