// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/predictor_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include "inspect/prediction_controller.h"
#include "inspect/psnr_text.h"
#include "prediction/jnd_predictor.h"

namespace limen {

PredictorBar::PredictorBar(PredictionController* predictions, QWidget* parent)
    : QWidget(parent), m_predictions(predictions), m_choice(new QComboBox(this)) {
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setAccessibleName(tr("Predictor of JND images"));
    m_choice->setToolTip(
        tr("Who predicts the JND image: an installed model, or a finished run of this study with its mean "
           "PSNR to the ground truth on its validation images"));
    auto* title = new QLabel(tr("&Predictor"), this);
    title->setBuddy(m_choice);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_choice);
    layout->addStretch(1);

    connect(predictions, &PredictionController::choicesChanged, this, &PredictorBar::showChoices);
    connect(m_choice, &QComboBox::activated, predictions, [this] {
        m_predictions->choose(m_choice->currentData().toString().toStdString());
    });
    showChoices();
}

void PredictorBar::showChoices() {
    m_choice->clear();
    const QString shipped = QString::fromLatin1(shippedPredictor);
    const PredictorChoice* current = m_predictions->current();
    if (current == nullptr)
        m_choice->addItem(
            (m_predictions->knowsChoices() ? tr("%1 (not installed)") : QStringLiteral("%1")).arg(shipped),
            shipped);
    for (const PredictorChoice& choice : m_predictions->choices()) {
        QString text = QString::fromStdString(choice.id);
        if (choice.validationPsnr)
            text += tr(" (%1)").arg(psnrText(*choice.validationPsnr, locale()));
        m_choice->addItem(text, QString::fromStdString(choice.id));
        if (&choice == current)
            m_choice->setCurrentIndex(m_choice->count() - 1);
    }
}

}  // namespace limen
