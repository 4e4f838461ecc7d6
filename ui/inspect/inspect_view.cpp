// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/inspect_view.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <bit>
#include <cmath>

#include "inspect/details_panel.h"
#include "inspect/error_text.h"
#include "inspect/eye_images.h"
#include "inspect/inspect_actions.h"
#include "inspect/inspect_controller.h"
#include "inspect/level_bar.h"
#include "inspect/level_slider.h"
#include "inspect/model_bar.h"
#include "inspect/model_figure.h"
#include "inspect/model_group.h"
#include "inspect/model_pictures.h"
#include "inspect/pair_metrics.h"
#include "inspect/pane_pictures.h"
#include "inspect/prediction_controller.h"
#include "inspect/predictor_bar.h"
#include "inspect/study_face_judge.h"
#include "inspect/study_face_loader.h"
#include "inspect/study_face_predictor.h"

namespace limen {

InspectView::InspectView(QWidget* parent)
    : InspectView(std::make_unique<StudyFaceLoader>(),
                  std::make_unique<StudyFaceJudge>(),
                  std::make_unique<StudyFacePredictor>(),
                  parent) {}

InspectView::InspectView(std::unique_ptr<FaceLoader> loader,
                         std::unique_ptr<FaceJudge> judge,
                         std::unique_ptr<FacePredictor> predictor,
                         QWidget* parent)
    : QWidget(parent),
      m_view(new ViewTransform(this)),
      m_controller(new InspectController(std::move(loader), std::move(judge), this)),
      m_predictions(new PredictionController(std::move(predictor), m_controller, this)),
      m_metrics(new PairMetrics(m_controller, m_view, this)),
      m_eyes(new EyeImages(m_controller, this)),
      m_stack(new QStackedWidget(this)),
      m_grid(new PaneGrid(m_view, this)),
      m_group(new ModelGroup(m_view, this)),
      m_residualBar(new ResidualBar(this)),
      m_predictorBar(new PredictorBar(m_predictions, this)),
      m_levelBar(new LevelBar(m_controller, this)),
      m_details(new DetailsPanel(m_controller, m_predictions, m_metrics, this)),
      m_pictures(new PanePictures(m_controller, m_predictions, m_grid, m_residualBar, m_view)),
      m_actions(new InspectActions(m_levelBar->playAction(), this)),
      m_modelBar(new ModelBar(m_eyes, m_actions->exportComparison, this)),
      m_modelPictures(
          new ModelPictures(m_controller, m_predictions, m_eyes, m_group, m_residualBar, m_view)) {
    auto* panes = new QWidget(this);
    auto* column = new QVBoxLayout(panes);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_group);
    column->addWidget(m_stack, 1);
    column->addWidget(m_residualBar);
    auto* models = new QHBoxLayout;
    models->setSpacing(8);
    models->addWidget(m_predictorBar, 1);
    models->addWidget(m_modelBar);
    m_modelBar->hide();
    column->addLayout(models);
    column->addWidget(m_levelBar);

    auto* details = new QScrollArea(this);
    details->setWidget(m_details);
    details->setWidgetResizable(true);
    details->setFrameShape(QFrame::NoFrame);
    details->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    details->setMinimumWidth(280);

    auto* splitter = new QSplitter(this);
    splitter->setObjectName(QStringLiteral("inspect-splitter"));
    splitter->addWidget(panes);
    splitter->addWidget(details);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setCollapsible(0, false);
    splitter->setSizes({800, 304});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connectParts();
}

InspectView::~InspectView() {
    // The controllers' threads end before the parts that listen to them go.
    delete m_eyes;
    delete m_predictions;
    delete m_metrics;
    delete m_controller;
}

void InspectView::connectParts() {
    connect(m_controller, &InspectController::busyChanged, this, &InspectView::busyChanged);
    connect(m_controller, &InspectController::failed, this, &InspectView::message);
    connect(m_details, &DetailsPanel::levelChosen, m_controller, &InspectController::setLevel);
    connect(m_view, &ViewTransform::cursorChanged, this, &InspectView::showPixel);
    connect(m_pictures, &PanePictures::changed, this, &InspectView::showPixel);
    connect(m_modelPictures, &ModelPictures::changed, this, &InspectView::showPixel);

    addActions(m_actions->all());
    connect(m_actions->fit, &QAction::triggered, m_view, &ViewTransform::fit);
    connect(m_actions->actualSize, &QAction::triggered, m_view, &ViewTransform::showActualSize);
    connect(
        m_actions->zoomIn, &QAction::triggered, m_view, [this] { m_view->zoomAboutCentre(std::sqrt(2.0)); });
    connect(
        m_actions->zoomOut, &QAction::triggered, m_view, [this] { m_view->zoomAboutCentre(std::sqrt(0.5)); });
    connect(m_actions->realign, &QAction::triggered, m_view, &ViewTransform::realign);
    connect(m_actions->predictions, &QAction::toggled, this, &InspectView::showPredictions);
    connect(m_actions->compare, &QAction::toggled, this, &InspectView::applyComparing);
    connect(m_actions->exportComparison, &QAction::triggered, this, &InspectView::askWhereToExport);
    connect(m_actions->gainUp, &QAction::triggered, m_residualBar, [this] { m_residualBar->stepGain(1); });
    connect(m_actions->gainDown, &QAction::triggered, m_residualBar, [this] { m_residualBar->stepGain(-1); });
    LevelSlider* slider = m_levelBar->slider();
    connect(m_actions->finer, &QAction::triggered, slider, [slider] { slider->step(-1); });
    connect(m_actions->coarser, &QAction::triggered, slider, [slider] { slider->step(1); });
    connect(m_actions->toJnd, &QAction::triggered, m_controller, [this] {
        const FaceFacts* face = m_controller->face();
        if (face != nullptr && face->label && face->label->level)
            m_controller->setLevel(*face->label->level);
        else
            Q_EMIT message(tr("This image has no JND point to go to."));
    });
    connect(m_actions->copyPane, &QAction::triggered, this, &InspectView::copyPane);
    connect(m_actions->copyPixel, &QAction::triggered, this, &InspectView::copyPixel);
    connect(m_actions->savePane, &QAction::triggered, this, &InspectView::askWhereToSave);
    // Copying text elsewhere in the window must stay possible.
    m_actions->copyPane->setShortcutContext(Qt::WidgetWithChildrenShortcut);
}

void InspectView::setSource(const InspectSource& source) {
    m_predictions->setSource(source);
    m_study = source.study;
    m_eyes->findTrained(m_study);
    m_controller->setSource(source);
}

void InspectView::refreshModels() {
    m_predictions->refresh();
    m_eyes->findTrained(m_study);
}

void InspectView::showPredictions(bool shown) {
    m_grid->setPredictionsShown(shown);
    m_predictorBar->setVisible(shown || isComparing());
    m_predictions->setEnabled(shown || isComparing());
}

void InspectView::setComparing(bool comparing) {
    m_actions->compare->setChecked(comparing);
}

bool InspectView::isComparing() const {
    return m_actions->compare->isChecked();
}

void InspectView::applyComparing(bool comparing) {
    m_stack->setCurrentWidget(comparing ? static_cast<QWidget*>(m_group) : m_grid);
    m_modelBar->setVisible(comparing);
    m_levelBar->setVisible(!comparing);  // none of the panes follows it
    m_residualBar->setTestShown(!comparing);
    m_actions->predictions->setEnabled(!comparing);
    m_eyes->setEnabled(comparing);
    showPredictions(m_actions->predictions->isChecked());
    if (comparing)
        m_modelPictures->showAll();
    else
        m_pictures->showResiduals();
    showPixel();
}

const ImagePane* InspectView::activePane() const {
    return isComparing() ? m_group->activePane() : m_grid->pane(m_grid->activePane());
}

void InspectView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    // From the Train workspace one may come back with another run.
    refreshModels();
}

void InspectView::clear() {
    m_predictions->clear();
    m_study.clear();
    m_eyes->findTrained(m_study);
    m_controller->clear();
}

void InspectView::setImage(std::int64_t imageId) {
    m_controller->setImage(imageId);
}

int InspectView::level() const {
    return m_controller->level().value_or(0);
}

void InspectView::setLevel(int level) {
    m_controller->setLevel(level);
}

QList<QAction*> InspectView::viewActions() const {
    return m_actions->all();
}

void InspectView::showPixel() {
    PixelReadout::Images images = m_pictures->images();
    if (isComparing())
        images.models = m_modelPictures->images();
    m_details->pixels()->show(m_view->cursor(), images);
}

void InspectView::copyPane() {
    const QImage& image = activePane()->image();
    if (image.isNull()) {
        Q_EMIT message(tr("This pane shows no image to copy."));
        return;
    }
    QGuiApplication::clipboard()->setImage(image);
    Q_EMIT done(tr("Copied the image of this pane, %1 x %2 px.").arg(image.width()).arg(image.height()));
}

void InspectView::copyPixel() {
    const QString text = m_details->pixels()->text();
    if (text.isEmpty()) {
        Q_EMIT message(tr("Point at a pixel first, then copy its values."));
        return;
    }
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT done(tr("Copied the values of the pixel."));
}

void InspectView::askWhereToSave() {
    auto* dialog = new QFileDialog(this, tr("Save Pane as PNG"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("PNG image (*.png)"));
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::fileSelected, this, &InspectView::saveActivePane);
    dialog->open();
}

bool InspectView::saveActivePane(const QString& file) {
    const QImage& image = activePane()->image();
    if (image.isNull()) {
        Q_EMIT message(tr("This pane shows no image to save."));
        return false;
    }
    QSaveFile out(file);  // written beside and renamed: never half a file
    if (!out.open(QIODevice::WriteOnly) || !image.save(&out, "PNG") || !out.commit()) {
        Q_EMIT message(tr("%1 could not be written: %2.").arg(file, out.errorString()));
        return false;
    }
    Q_EMIT done(tr("Saved %1.").arg(file));
    return true;
}

void InspectView::askWhereToExport() {
    if (m_modelPictures->pictures().empty() || !isComparing()) {
        Q_EMIT message(tr("Choose a face and compare models first (View › Compare Models, M)."));
        return;
    }
    auto* dialog = new QFileDialog(this, tr("Export Comparison"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Scalable figure (*.svg)"), tr("PDF (*.pdf)"), tr("PNG image (*.png)")});
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).left(3));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &InspectView::exportComparison);
    dialog->open();
}

bool InspectView::exportComparison(const QString& file) {
    const FaceFacts* face = m_controller->face();
    if (face == nullptr) {
        Q_EMIT message(tr("There is no face to export."));
        return false;
    }
    std::vector<std::string> notes = {
        tr("PSNR in dB against the image at the JND point; eye models look at the luma and are injected as "
           "published.")
            .toStdString()};
    if (const PredictorChoice* predictor = m_predictions->current())
        notes.push_back(tr("Predicted: %1.").arg(QString::fromStdString(predictor->id)).toStdString());
    const std::string name = face->record.identity + "/" + face->record.stem;
    try {
        writeModelFigure(modelFigure(m_modelPictures->pictures(), name, notes), file.toStdString());
    } catch (const std::exception& error) {
        Q_EMIT message(QString::fromStdString(errorText(error)));
        return false;
    }
    Q_EMIT done(tr("Saved %1. It shows a person: handle it accordingly.").arg(file));
    return true;
}

QByteArray InspectView::saveViewState() const {
    const ResidualSetting& residual = m_residualBar->setting();
    QJsonObject state{{QStringLiteral("scale"), m_view->scale()},
                      {QStringLiteral("x"), m_view->centre().x()},
                      {QStringLiteral("y"), m_view->centre().y()},
                      {QStringLiteral("fitted"), m_view->isFitted()},
                      {QStringLiteral("channel"), static_cast<int>(residual.channel)},
                      {QStringLiteral("gain"), residual.gain},
                      {QStringLiteral("lockRange"), residual.lockRange},
                      {QStringLiteral("ofJndImage"), residual.ofJndImage},
                      {QStringLiteral("predictions"), m_actions->predictions->isChecked()},
                      {QStringLiteral("compare"), isComparing()},
                      {QStringLiteral("predictor"), QString::fromStdString(m_predictions->wanted())}};
    QJsonArray models;
    for (const std::string& model : m_eyes->wanted())
        models.append(QString::fromStdString(model));
    state.insert(QStringLiteral("eyeModels"), models);
    if (m_controller->level())
        state.insert(QStringLiteral("level"), *m_controller->level());
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void InspectView::restoreViewState(const QByteArray& saved) {
    const QJsonObject state = QJsonDocument::fromJson(saved).object();
    if (state.isEmpty())
        return;
    ResidualSetting residual;
    const int channel = state.value(QLatin1String("channel")).toInt();
    residual.channel =
        static_cast<ResidualChannel>(std::clamp(channel, 0, static_cast<int>(ResidualChannel::Largest)));
    const int gain =
        std::clamp(state.value(QLatin1String("gain")).toInt(residual.gain), 1, ResidualSetting::maxGain);
    residual.gain = static_cast<int>(std::bit_floor(static_cast<unsigned>(gain)));
    residual.lockRange = state.value(QLatin1String("lockRange")).toBool(true);
    residual.ofJndImage = state.value(QLatin1String("ofJndImage")).toBool();
    m_residualBar->setSetting(residual);
    m_actions->predictions->setChecked(state.value(QLatin1String("predictions")).toBool(true));
    if (state.contains(QLatin1String("eyeModels"))) {
        EyeImages::Names models;
        for (const QJsonValue& model : state.value(QLatin1String("eyeModels")).toArray())
            models.push_back(model.toString().toStdString());
        m_eyes->choose(models);
    }
    setComparing(state.value(QLatin1String("compare")).toBool());
    if (const QString predictor = state.value(QLatin1String("predictor")).toString(); !predictor.isEmpty())
        m_predictions->choose(predictor.toStdString());
    if (state.contains(QLatin1String("level")))
        m_controller->setLevel(state.value(QLatin1String("level")).toInt());
    m_view->restore(state.value(QLatin1String("scale")).toDouble(1.0),
                    {state.value(QLatin1String("x")).toDouble(), state.value(QLatin1String("y")).toDouble()},
                    state.value(QLatin1String("fitted")).toBool(true));
}

}  // namespace limen
