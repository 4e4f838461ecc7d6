// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inspect/face_predictor.h"

namespace limen {

class InspectController;

/// Predicts for the image that another controller shows, without ever blocking: on a worker thread of its
/// own, one image at a time. Moving on stops what is under way; a result that comes all the same is dropped.
class PredictionController : public QObject {
    Q_OBJECT

public:
    /// How many images are remembered.
    static constexpr int remembered = 32;

    PredictionController(std::unique_ptr<FacePredictor> predictor,
                         InspectController* shown,
                         QObject* parent = nullptr);
    /// Waits for the network, if it is at work.
    ~PredictionController() override;

    /// As InspectController::setSource(), and before it.
    void setSource(const InspectSource& source);
    void clear();
    /// Looks again for predictors: one may have been trained or installed.
    void refresh();
    /// Nothing is predicted while it is off.
    void setEnabled(bool enabled);
    bool isEnabled() const { return m_enabled; }
    /// PredictorChoice::id. Kept where there is no such predictor: another study may have it, here the
    /// shipped one stands in.
    void choose(const std::string& id);
    const std::string& wanted() const { return m_wanted; }

    const std::vector<PredictorChoice>& choices() const { return m_choices; }
    bool knowsChoices() const { return m_listed; }
    /// The one in use; null before they are known, and where neither the wanted nor the shipped one is there.
    const PredictorChoice* current() const;
    /// Of the image shown, once there is one.
    const FacePrediction* prediction() const { return m_prediction ? &*m_prediction : nullptr; }
    /// Why there is none; empty: no reason.
    const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void choicesChanged();
    void predictionChanged();

private:
    class PredictorThread;

    void followFace();
    void request();
    void show(const FacePrediction& prediction);
    void forget();
    QString whyNoPredictor() const;
    void takeChoices(std::uint64_t listing,
                     const std::vector<PredictorChoice>& choices,
                     const QString& problem);
    void takePrediction(std::uint64_t request, const JndPrediction& prediction);
    void takeSelection(std::uint64_t request, std::optional<int> level);
    void takeFailure(std::uint64_t request, const QString& what);

    InspectController* m_shown;
    std::optional<InspectSource> m_source;
    bool m_enabled = true;
    std::string m_wanted;
    std::vector<PredictorChoice> m_choices;
    std::uint64_t m_listings = 0;
    bool m_listed = false;
    QString m_listProblem;

    std::optional<ImageId> m_image;
    std::uint64_t m_requests = 0;
    std::optional<FacePrediction> m_prediction;
    QString m_problem;
    QCache<ImageId, FacePrediction> m_recent;  // of the current predictor and source

    std::unique_ptr<PredictorThread> m_thread;  // last: its work refers to the members above
};

}  // namespace limen
