// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/pane_pictures.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "inspect/inspect_controller.h"
#include "inspect/label_text.h"
#include "inspect/signed_text.h"

namespace limen {

namespace {

QString rgbLines(const RgbImage& image, QPoint pixel) {
    const std::uint8_t* rgb = image.at(pixel.x(), pixel.y());
    return QStringLiteral("%1\n%2\n%3").arg(rgb[0]).arg(rgb[1]).arg(rgb[2]);
}

}  // namespace

PanePictures::PanePictures(InspectController* controller,
                           PaneGrid* grid,
                           ResidualBar* residualBar,
                           ViewTransform* view)
    : QObject(grid), m_controller(controller), m_grid(grid), m_residualBar(residualBar), m_view(view) {
    connect(controller, &InspectController::sourceChanged, this, &PanePictures::showFace);
    connect(controller, &InspectController::faceChanged, this, &PanePictures::showFace);
    connect(controller, &InspectController::frameChanged, this, &PanePictures::showFrame);
    connect(residualBar, &ResidualBar::settingChanged, this, &PanePictures::showResidual);

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
    grid->pane(PaneGrid::Difference)->setPixelText([this](QPoint pixel) {
        if (!m_residual)
            return QString();
        const std::int16_t* rgb = m_residual->at(pixel.x(), pixel.y());
        return signedText(rgb[0]) + QLatin1Char('\n') + signedText(rgb[1]) + QLatin1Char('\n') +
               signedText(rgb[2]);
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
    images.residual = m_residual ? &*m_residual : nullptr;
    return images;
}

void PanePictures::repaintResidual() {
    showResidual();
}

QString PanePictures::unit() const {
    return m_controller->source() ? QString::fromStdString(m_controller->source()->levels.unit) : QString();
}

QString PanePictures::valuesOf(const FaceFrame& frame) const {
    const QString psnr = std::isinf(frame.psnr)
                             ? tr("identical")
                             : tr("%1 dB").arg(m_grid->locale().toString(frame.psnr, 'f', 2));
    return tr("%1 %2   %3 bpp   %4")
        .arg(unit())
        .arg(frame.level)
        .arg(m_grid->locale().toString(frame.bpp, 'f', 3), psnr);
}

void PanePictures::showFace() {
    const FaceFacts* face = m_controller->face();
    ImagePane* pane = m_grid->pane(PaneGrid::Original);
    if (face == nullptr) {
        pane->setImage({});
        pane->setEmptyText(!m_controller->problem().isEmpty() ? m_controller->problem()
                           : m_controller->hasImage()         ? tr("Loading...")
                                                              : tr("Choose an image in the table."));
        m_grid->setTitle(PaneGrid::Original, tr("Original"), {});
    } else {
        m_view->setImageSize({face->original.width, face->original.height});
        pane->setImage(toQImage(face->original));
        m_grid->setTitle(PaneGrid::Original,
                         tr("Original"),
                         tr("%1 x %2 px").arg(face->original.width).arg(face->original.height));
    }
    showJnd();
    showFrame();
}

QString PanePictures::whyNoJnd() const {
    const FaceFacts* face = m_controller->face();
    if (face == nullptr)
        return tr("The image at its JND point");
    if (!face->jndProblem.empty())
        return QString::fromStdString(face->jndProblem);
    if (face->record.role == Role::Distractor)
        return tr("A distractor has no JND point.\nChoose a probe.");
    if (face->label)
        return explainLabel(*face, unit());
    return tr("No JND point yet.\nRun Label to find it.");
}

void PanePictures::showJnd() {
    const FaceFacts* face = m_controller->face();
    ImagePane* pane = m_grid->pane(PaneGrid::Jnd);
    const bool known = face != nullptr && face->jnd;
    pane->setImage(known ? toQImage(face->jnd->image) : QImage());
    pane->setEmptyText(whyNoJnd());
    m_grid->setTitle(PaneGrid::Jnd, tr("Ground-truth JND"), known ? valuesOf(*face->jnd) : QString());
}

void PanePictures::showFrame() {
    const FaceFrame* frame = m_controller->frame();
    ImagePane* pane = m_grid->pane(PaneGrid::Decoded);
    pane->setImage(frame != nullptr ? toQImage(frame->image) : QImage());
    pane->setEmptyText(!m_controller->problem().isEmpty() ? m_controller->problem()
                       : m_controller->face() != nullptr  ? tr("Encoding...")
                                                          : tr("The image at the slider's level"));
    m_grid->setTitle(PaneGrid::Decoded, tr("Decoded"), frame != nullptr ? valuesOf(*frame) : QString());
    showResidual();
}

void PanePictures::showResidual() {
    m_residual.reset();
    const FaceFacts* face = m_controller->face();
    const FaceFrame* test = m_controller->frame();
    ResidualSetting setting = m_residualBar->setting();
    if (setting.ofJndImage)
        test = face != nullptr && face->jnd ? &*face->jnd : nullptr;

    ImagePane* pane = m_grid->pane(PaneGrid::Difference);
    const QString title = setting.ofJndImage ? tr("Residual of JND image") : tr("Residual of decoded");
    if (face == nullptr || test == nullptr) {
        pane->setImage({});
        pane->setEmptyText(setting.ofJndImage ? whyNoJnd() : tr("Original minus decoded image"));
        m_grid->setTitle(PaneGrid::Difference, title, {});
    } else {
        m_residual = signedResidual(face->original, test->image);
        const std::vector<float> plane = residualPlane(*m_residual, setting.channel);
        if (!setting.lockRange) {
            setting.gain = gainThatShows(plane);
            m_residualBar->showGain(setting.gain);
        }
        const DivergingMap map(centreFor(m_grid->palette().color(QPalette::Base)));
        pane->setImage(paintResidual(plane, m_residual->width, residualRange(setting.gain), map));
        const auto [low, high] = std::minmax_element(m_residual->values.begin(), m_residual->values.end());
        m_grid->setTitle(
            PaneGrid::Difference,
            title,
            tr("%2 to %3 grey levels   gain %1x").arg(setting.gain).arg(signedText(*low), signedText(*high)));
    }
    Q_EMIT changed();
}

}  // namespace limen
