// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/model_pictures.h"

#include <QLabel>
#include <QLocale>
#include <algorithm>

#include "inspect/eye_images.h"
#include "inspect/inspect_controller.h"
#include "inspect/pane_text.h"
#include "inspect/prediction_controller.h"
#include "inspect/psnr_text.h"
#include "inspect/residual_bar.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

const std::string originalKey = "original";
const std::string jndKey = "ground truth";
const std::string predictedKey = "predicted";

}  // namespace

ModelPictures::ModelPictures(InspectController* controller,
                             PredictionController* predictions,
                             EyeImages* eyes,
                             ModelGroup* group,
                             ResidualBar* residualBar,
                             ViewTransform* view)
    : QObject(group),
      m_controller(controller),
      m_predictions(predictions),
      m_eyes(eyes),
      m_group(group),
      m_residualBar(residualBar),
      m_view(view) {
    const auto whileShown = [this] {
        if (m_group->isVisible())
            showAll();
    };
    connect(controller, &InspectController::sourceChanged, this, whileShown);
    connect(controller, &InspectController::faceChanged, this, whileShown);
    connect(predictions, &PredictionController::predictionChanged, this, whileShown);
    connect(predictions, &PredictionController::choicesChanged, this, whileShown);
    connect(eyes, &EyeImages::changed, this, whileShown);
    connect(eyes, &EyeImages::chosenChanged, this, [this, whileShown] {
        makeColumns();
        whileShown();
    });
    connect(residualBar, &ResidualBar::settingChanged, this, whileShown);
    makeColumns();
}

void ModelPictures::makeColumns() {
    std::vector<std::string> keys = {originalKey, jndKey, predictedKey};
    QStringList titles = {tr("Original"), tr("Ground truth"), tr("Predicted")};
    QStringList tips = {tr("The face, uncompressed"),
                        tr("The face at its JND point"),
                        tr("What the predictor below expects at the JND point")};
    for (const std::string& model : m_eyes->chosen()) {
        const EyeModelChoice& choice = *m_eyes->choice(model);
        keys.push_back(model);
        titles.append(QString::fromStdString(choice.shortTitle));
        tips.append(tr("%1, as the comparison has it: of the luma, injected as published")
                        .arg(QString::fromStdString(choice.title)));
    }
    m_group->setColumns(keys, titles, tips);
    for (const ModelGroup::Column& column : m_group->columns()) {
        column.image->setPixelText([this, key = column.key](QPoint pixel) {
            const RgbImage* image = imageOf(key);
            return image != nullptr ? rgbLines(*image, pixel) : QString();
        });
        column.residual->setPixelText([this, key = column.key](QPoint pixel) {
            const auto found = m_residuals.find(key);
            return found != m_residuals.end() ? signedLines(found->second, pixel) : QString();
        });
    }
}

const RgbImage* ModelPictures::imageOf(const std::string& key) const {
    const FaceFacts* face = m_controller->face();
    if (face == nullptr)
        return nullptr;
    if (key == originalKey)
        return &face->original;
    if (key == jndKey)
        return face->jnd ? &face->jnd->image : nullptr;
    if (key == predictedKey)
        return m_predictions->prediction() != nullptr ? &m_predictions->prediction()->image : nullptr;
    return m_eyes->image(key);
}

QString ModelPictures::whyEmpty(const std::string& key) const {
    if (m_controller->face() == nullptr && key != originalKey)
        return {};
    if (key == originalKey)
        return !m_controller->problem().isEmpty() ? m_controller->problem()
               : m_controller->hasImage()         ? tr("Loading...")
                                                  : tr("Choose an image in the table.");
    if (key == jndKey)
        return whyNoJnd(*m_controller);
    if (key == predictedKey)
        return whyNoPrediction(*m_controller, *m_predictions, {});
    const QString problem = m_eyes->problem(key);
    return problem.isEmpty() ? tr("Computing...") : problem;
}

std::optional<double> ModelPictures::psnrOf(const std::string& key) const {
    const RgbImage* image = imageOf(key);
    const RgbImage* jnd = imageOf(jndKey);
    return image != nullptr && jnd != nullptr && key != jndKey ? std::optional(psnr(*jnd, *image))
                                                               : std::nullopt;
}

void ModelPictures::showAll() {
    if (const FaceFacts* face = m_controller->face())
        m_view->setImageSize({face->original.width, face->original.height});
    for (const ModelGroup::Column& column : m_group->columns()) {
        const RgbImage* image = imageOf(column.key);
        column.image->setImage(image != nullptr ? toQImage(*image) : QImage());
        column.image->setEmptyText(whyEmpty(column.key));
    }
    showValues();
    showResiduals();
    Q_EMIT changed();
}

void ModelPictures::showValues() {
    const QLocale locale = m_group->locale();
    std::map<std::string, double> toJnd;
    for (const ModelGroup::Column& column : m_group->columns())
        if (const std::optional<double> value = psnrOf(column.key))
            toJnd[column.key] = *value;
    // The face unchanged is no model of what is noticed, as in the tables.
    const auto best = std::max_element(toJnd.begin(), toJnd.end(), [](const auto& a, const auto& b) {
        return (a.first == originalKey ? -1.0 : a.second) < (b.first == originalKey ? -1.0 : b.second);
    });
    for (const ModelGroup::Column& column : m_group->columns()) {
        const auto found = toJnd.find(column.key);
        if (found != toJnd.end()) {
            m_group->setValue(column,
                              psnrText(found->second, locale),
                              tr("PSNR against the ground-truth JND image; the best model is bold"),
                              found == best && column.key != originalKey);
        } else if (column.key == jndKey && imageOf(jndKey) != nullptr) {
            m_group->setValue(
                column,
                QStringLiteral("%1 %2").arg(levelUnit(*m_controller)).arg(m_controller->face()->jnd->level),
                tr("The JND point; PSNRs are against this image"));
        } else {
            m_group->setValue(column, {});
        }
    }
}

void ModelPictures::showResiduals() {
    m_residuals.clear();
    const RgbImage* original = imageOf(originalKey);
    ResidualSetting setting = m_residualBar->setting();
    int commonGain = ResidualSetting::maxGain;
    for (const ModelGroup::Column& column : m_group->columns()) {
        const RgbImage* image = imageOf(column.key);
        if (image == nullptr || column.key == originalKey)
            continue;
        const Residual& residual = m_residuals[column.key] = signedResidual(*original, *image);
        commonGain = std::min(commonGain, gainThatShows(residualPlane(residual, setting.channel)));
    }
    if (!setting.lockRange && !m_residuals.empty()) {
        setting.gain = commonGain;  // one legend for all
        m_residualBar->showGain(commonGain);
    }
    const DivergingMap map(centreFor(m_group->palette().color(QPalette::Base)));
    for (const ModelGroup::Column& column : m_group->columns()) {
        const auto found = m_residuals.find(column.key);
        if (found == m_residuals.end()) {
            column.residual->setImage({});
            column.residual->setEmptyText(
                column.key == originalKey
                    ? tr("In this row: original minus image, gain %1x").arg(setting.gain)
                    : QString());
            continue;
        }
        column.residual->setImage(paintResidual(residualPlane(found->second, setting.channel),
                                                found->second.width,
                                                residualRange(setting.gain),
                                                map));
    }
}

std::vector<PixelReadout::Named> ModelPictures::images() const {
    std::vector<PixelReadout::Named> named;
    for (const std::string& model : m_eyes->chosen())
        named.push_back({QString::fromStdString(m_eyes->choice(model)->shortTitle), imageOf(model)});
    return named;
}

std::vector<ComparedPicture> ModelPictures::pictures() const {
    std::vector<ComparedPicture> pictures;
    for (const ModelGroup::Column& column : m_group->columns())
        if (const RgbImage* image = imageOf(column.key))
            pictures.push_back({column.title->text().toStdString(),
                                image,
                                column.value->text().toStdString(),
                                psnrOf(column.key),
                                column.value->font().bold()});
    return pictures;
}

}  // namespace limen
