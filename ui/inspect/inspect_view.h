// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QWidget>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "inspect/inspect_facts.h"

QT_BEGIN_NAMESPACE
class QAction;
class QStackedWidget;
QT_END_NAMESPACE

namespace limen {

class FaceJudge;
class FaceLoader;
class FacePredictor;
class InspectActions;
class InspectController;
class PairMetrics;
class PaneGrid;
class PanePictures;
class PredictionController;
class PredictorBar;
class ResidualBar;
class DetailsPanel;
class EyeImages;
class ImagePane;
class LevelBar;
class ModelBar;
class ModelGroup;
class ModelPictures;
class ViewTransform;

/// The Inspect workspace: linked panes, the level slider with live re-encoding, predictions, and the details
/// of one image. Encoding, embedding, predicting and reading the study happen on worker threads.
class InspectView : public QWidget {
    Q_OBJECT

public:
    explicit InspectView(QWidget* parent = nullptr);
    /// With other sources of frames, judgements and predictions than a study.
    InspectView(std::unique_ptr<FaceLoader> loader,
                std::unique_ptr<FaceJudge> judge,
                std::unique_ptr<FacePredictor> predictor,
                QWidget* parent = nullptr);
    ~InspectView() override;

    /// Results of another study or codec: choose an image again. The same study and codec: what is shown is
    /// read again, so call it when a job has changed the study.
    void setSource(const InspectSource& source);
    /// Shows the empty state.
    void clear();
    /// ImageRecord::id.
    void setImage(std::int64_t imageId);

    /// Looks again for predictors and eye models, because a job may have made one.
    void refreshModels();

    /// The codec's native level at the slider; 0 while there is no codec.
    int level() const;
    void setLevel(int level);

    /// Shows models beside each other in place of the panes.
    void setComparing(bool comparing);
    bool isComparing() const;
    /// Writes what stands beside each other; the name's ending (svg, pdf, png) decides how. False, after
    /// message(), if it cannot.
    bool exportComparison(const QString& file);

    /// Writes the active pane's image as PNG at its data resolution. False, after message(), if it cannot.
    bool saveActivePane(const QString& file);

    /// For the View menu, in its order; separators included.
    QList<QAction*> viewActions() const;

    /// Zoom, gain, channel, level, predictor; for the session.
    QByteArray saveViewState() const;
    void restoreViewState(const QByteArray& state);

Q_SIGNALS:
    void busyChanged(bool busy);
    /// A sentence for the message bar: what cannot be done, and why.
    void message(const QString& text);
    /// What has been done.
    void done(const QString& text);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void connectParts();
    void showPredictions(bool shown);
    void applyComparing(bool comparing);
    void showPixel();
    const ImagePane* activePane() const;
    void askWhereToExport();
    void copyPane();
    void copyPixel();
    void askWhereToSave();

    // Children of this widget.
    ViewTransform* m_view;
    InspectController* m_controller;
    PredictionController* m_predictions;
    PairMetrics* m_metrics;
    EyeImages* m_eyes;
    QStackedWidget* m_stack;
    PaneGrid* m_grid;
    ModelGroup* m_group;
    ResidualBar* m_residualBar;
    PredictorBar* m_predictorBar;
    LevelBar* m_levelBar;
    DetailsPanel* m_details;
    PanePictures* m_pictures;
    InspectActions* m_actions;
    ModelBar* m_modelBar;
    ModelPictures* m_modelPictures;

    std::filesystem::path m_study;  // empty: none
};

}  // namespace limen
