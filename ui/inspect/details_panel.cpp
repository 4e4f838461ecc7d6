// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/details_panel.h"

#include <QEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "inspect/inspect_controller.h"
#include "inspect/label_text.h"
#include "inspect/metrics_table.h"
#include "inspect/pixel_readout.h"
#include "inspect/prediction_controller.h"
#include "inspect/psnr_text.h"
#include "inspect/similarity_bar.h"
#include "inspect/tabular_font.h"
#include "inspect/verdict_badge.h"
#include "plots/similarity_curve.h"

namespace limen {

namespace {

QString orDash(const QString& text) {
    return text.isEmpty() ? QString(QChar(0x2013)) : text;
}

QFormLayout* makeForm() {
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(4);
    return form;
}

QString otherFaces(int count) {
    if (count == 0)
        return DetailsPanel::tr(", nobody else in the photograph");
    if (count == 1)
        return DetailsPanel::tr(", one other face in the photograph");
    return DetailsPanel::tr(", %1 other faces in the photograph").arg(count);
}

}  // namespace

DetailsPanel::DetailsPanel(InspectController* controller,
                           PredictionController* predictions,
                           const PairMetrics* metrics,
                           QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_predictions(predictions),
      m_title(new QLabel(this)),
      m_verdict(new VerdictBadge(this)),
      m_reason(new QLabel(this)),
      m_similarityBar(new SimilarityBar(this)),
      m_curve(new SimilarityCurve(this)),
      m_pixels(new PixelReadout(this)),
      m_label(new QLabel(this)) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    for (QLabel* text : {m_title, m_reason, m_label}) {
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }

    QFormLayout* numbers = makeForm();
    m_bpp = addValue(numbers, tr("Rate"), tr("Bits per pixel: 8 x bytes of the whole stream / pixels"));
    auto* table = new MetricsTable(metrics, this);
    numbers->addRow(table);
    m_genuine = addValue(
        numbers,
        tr("Genuine pairs"),
        tr("Pairs with uncompressed images of the same person accepted at t0; constraint (1): not fewer "
           "than uncompressed"));
    m_distractors =
        addValue(numbers,
                 tr("Distractors"),
                 tr("People known to be somebody else accepted at t0; constraint (2): not more than "
                    "uncompressed"));
    m_similarity = addValue(numbers, tr("Similarity"), m_similarityBar->toolTip());

    m_prediction = makeForm();
    m_predictedToJnd = addValue(
        m_prediction,
        tr("Prediction"),
        tr("PSNR of the predicted against the ground-truth JND image. That of the original stands above the "
           "pane of the ground truth: a prediction is worth something where it is larger"));
    m_predictedToOriginal =
        addValue(m_prediction, tr("Its change"), tr("PSNR of the predicted JND image against the original"));
    m_selected = addValue(m_prediction,
                          tr("Its level"),
                          tr("The level whose decoded image is most like the prediction (largest PSNR; Tian "
                             "2022, eq. 8), known where all levels of the image are stored; or the one "
                             "that a predictor which knows the codec recommends"));

    QFormLayout* about = makeForm();
    m_file = addValue(about, tr("Source"), tr("File the aligned face was cut from at import"));
    m_landmarks = addValue(about, tr("Face"), tr("What the detector found in the photograph"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_verdict);
    layout->addWidget(m_reason);
    layout->addLayout(numbers);
    layout->addWidget(m_similarityBar);
    layout->addWidget(m_curve);
    layout->addWidget(m_label);
    layout->addLayout(m_prediction);
    layout->addWidget(m_pixels);
    layout->addLayout(about);
    layout->addStretch(1);

    connect(controller, &InspectController::sourceChanged, this, &DetailsPanel::showSource);
    connect(controller, &InspectController::faceChanged, this, &DetailsPanel::showFace);
    connect(controller, &InspectController::frameChanged, this, &DetailsPanel::showFrame);
    connect(controller, &InspectController::judgementChanged, this, &DetailsPanel::showJudgement);
    connect(predictions, &PredictionController::predictionChanged, this, &DetailsPanel::showPrediction);
    connect(m_curve, &SimilarityCurve::levelChosen, this, &DetailsPanel::levelChosen);
    m_curve->setColours(verdictColour(Verdict::Accepted, palette()),
                        verdictColour(Verdict::Rejected, palette()));
    showFace();
}

QLabel* DetailsPanel::addValue(QFormLayout* form, const QString& name, const QString& toolTip) {
    auto* title = new QLabel(name, this);
    auto* value = new QLabel(this);
    value->setFont(tabularFont(font()));
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(name);
    for (QLabel* label : {title, value})
        label->setToolTip(toolTip);
    form->addRow(title, value);
    return value;
}

void DetailsPanel::showSource() {
    if (const auto& source = m_controller->source(); source && !source->levels.unit.empty())
        m_curve->setAxis({QString::fromStdString(source->levels.unit),
                          static_cast<double>(source->levels.finest),
                          static_cast<double>(source->levels.coarsest)});
    showFace();
}

void DetailsPanel::showFace() {
    const FaceFacts* face = m_controller->face();
    if (face == nullptr) {
        m_title->setText(tr("No image chosen"));
        m_file->setText(orDash({}));
        m_landmarks->setText(orDash({}));
        m_file->setToolTip({});
    } else {
        const ImageRecord& record = face->record;
        m_title->setText(tr("%1 / %2 (%3)")
                             .arg(QString::fromStdString(record.identity),
                                  QString::fromStdString(record.stem),
                                  record.role == Role::Probe ? tr("probe") : tr("distractor")));
        const QString path = QString::fromStdString(record.sourcePath);
        m_file->setText(orDash(QFileInfo(path).fileName()));
        m_file->setToolTip(path);
        m_landmarks->setText((record.points ? tr("5 landmarks") : tr("face box only, no landmarks")) +
                             otherFaces(record.otherFaces));
    }
    const auto& source = m_controller->source();
    const QString unit = source ? QString::fromStdString(source->levels.unit) : QString();
    const QString label = face != nullptr ? explainLabel(*face, unit) : QString();
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    m_curve->setJndLevel(face != nullptr && face->label && face->label->level
                             ? std::optional<double>(*face->label->level)
                             : std::nullopt);
    showFrame();
    showJudgement();
    showPrediction();
}

void DetailsPanel::showFrame() {
    const FaceFrame* frame = m_controller->frame();
    if (frame == nullptr) {
        m_bpp->setText(orDash({}));
    } else {
        m_bpp->setText(
            tr("%1 bpp (%2 bytes)")
                .arg(locale().toString(frame->bpp, 'f', 3), locale().toString(qulonglong{frame->bytes})));
    }
    m_curve->setCurrentLevel(frame != nullptr ? std::optional<double>(frame->level) : std::nullopt);
    showVerdict();
}

void DetailsPanel::showJudgement() {
    const std::optional<FaceJudgements>& facts = m_controller->judgements();
    QVector<SimilarityCurve::Point> points;
    for (const auto& [level, judgement] : m_controller->judgedLevels())
        points.append({static_cast<double>(level), judgement.similarity, judgement.accepted});
    m_curve->setPoints(points);
    if (facts && facts->whyNot.empty())
        m_curve->setReference(facts->threshold, facts->similarityUncompressed);
    else
        m_curve->setReference(std::nullopt, std::nullopt);
    showVerdict();
}

void DetailsPanel::showVerdict() {
    const std::optional<FaceJudgements>& facts = m_controller->judgements();
    const LevelJudgement* judgement = m_controller->judgement();
    const bool judged = facts && facts->whyNot.empty() && judgement != nullptr;
    const auto count = [this](int n) { return locale().toString(n); };

    m_genuine->setText(judged ? tr("accepted %1 of %2 (uncompressed %3)")
                                    .arg(count(judgement->genuineAccepted),
                                         count(facts->genuinePairs),
                                         count(facts->genuineUncompressed))
                              : orDash({}));
    m_distractors->setText(judged ? tr("accepted %1 of %2 (uncompressed %3)")
                                        .arg(count(judgement->distractorsAccepted),
                                             count(facts->distractors),
                                             count(facts->distractorsUncompressed))
                                  : orDash({}));
    m_similarity->setText(judged ? tr("%1 (cosine)").arg(locale().toString(judgement->similarity, 'f', 4))
                                 : orDash({}));
    m_similarityBar->setValues(
        judged ? std::optional(judgement->similarity) : std::nullopt,
        facts && facts->whyNot.empty() ? std::optional(facts->threshold) : std::nullopt);

    QString reason = facts ? QString::fromStdString(facts->whyNot) : QString();
    if (judged) {
        const QString at = tr("%1 %2")
                               .arg(QString::fromStdString(m_controller->source()->levels.unit))
                               .arg(m_controller->frame()->level);
        m_verdict->setVerdict(
            judgement->accepted ? Verdict::Accepted : Verdict::Rejected,
            judgement->accepted ? tr("Accepted at %1").arg(at) : tr("Rejected at %1").arg(at));
        if (const int lost = facts->genuineUncompressed - judgement->genuineAccepted; lost > 0)
            reason = tr("Constraint (1) fails: genuine pairs lost: %1.").arg(lost);
        if (const int gained = judgement->distractorsAccepted - facts->distractorsUncompressed; gained > 0)
            reason += (reason.isEmpty() ? QString() : QStringLiteral(" ")) +
                      tr("Constraint (2) fails: distractors gained: %1.").arg(gained);
        if (reason.isEmpty())
            reason = tr("Constraints (1) and (2) hold.");
    } else {
        m_verdict->setVerdict(
            Verdict::Unknown,
            m_controller->frame() != nullptr && reason.isEmpty() ? tr("Judging...") : tr("No verdict"));
    }
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

void DetailsPanel::showPrediction() {
    for (int row = 0; row < m_prediction->rowCount(); ++row)
        m_prediction->setRowVisible(row, m_predictions->isEnabled());
    const FacePrediction* prediction = m_predictions->prediction();
    const bool compared = prediction != nullptr && prediction->psnrToJnd;
    const bool selected = prediction != nullptr && prediction->selected && m_controller->source();
    m_predictedToJnd->setText(
        compared ? tr("%1 to the JND image").arg(psnrText(*prediction->psnrToJnd, locale())) : orDash({}));
    m_predictedToOriginal->setText(
        prediction != nullptr ? tr("%1 to the original").arg(psnrText(prediction->psnrToOriginal, locale()))
                              : orDash({}));
    m_selected->setText(selected ? tr("%1 %2")
                                       .arg(QString::fromStdString(m_controller->source()->levels.unit))
                                       .arg(*prediction->selected)
                                 : orDash({}));
}

void DetailsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_curve->setColours(verdictColour(Verdict::Accepted, palette()),
                            verdictColour(Verdict::Rejected, palette()));
    QWidget::changeEvent(event);
}

}  // namespace limen
