// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/prediction_controller.h"

#include <algorithm>
#include <stop_token>
#include <utility>

#include "base/cancellation.h"
#include "inspect/error_text.h"
#include "inspect/inspect_controller.h"
#include "inspect/latest_worker.h"
#include "metrics/psnr.h"

namespace limen {

/// The predictor; what is posted runs on the worker's thread. Newer work stops the one under way.
class PredictionController::PredictorThread {
public:
    PredictorThread(std::unique_ptr<FacePredictor> predictor, PredictionController* owner)
        : m_predictor(std::move(predictor)), m_owner(owner) {}
    ~PredictorThread() { stop(); }

    void stop() { m_stop.request_stop(); }

    void list(std::uint64_t listing, const InspectSource& source) {
        stop();
        m_worker.post([this, listing, source] {
            std::vector<PredictorChoice> choices;
            QString problem;
            try {
                choices = m_predictor->open(source);
            } catch (const std::exception& error) {
                problem = QString::fromStdString(errorText(error));
            }
            deliver(
                [to = m_owner, listing, choices, problem] { to->takeChoices(listing, choices, problem); });
        });
    }

    void predict(std::uint64_t request, const PredictorChoice& with, ImageId image, const RgbImage& face) {
        stop();
        m_stop = std::stop_source();
        m_worker.post([this, request, with, image, face, stop = m_stop.get_token()] {
            const JobContext context(silentObserver(), stop);
            try {
                context.throwIfStopped();
                const JndPrediction predicted = m_predictor->predict(with, face, context);
                deliver([to = m_owner, request, predicted] { to->takePrediction(request, predicted); });
                const std::optional<int> level =
                    predicted.level ? predicted.level : select(image, predicted.jnd, context);
                deliver([to = m_owner, request, level] { to->takeSelection(request, level); });
            } catch (const Cancelled&) {
                // Nobody waits for it any more.
            } catch (const std::exception& error) {
                deliver([to = m_owner, request, what = QString::fromStdString(errorText(error))] {
                    to->takeFailure(request, what);
                });
            }
        });
    }

private:
    /// A level that cannot be read leaves the prediction as it is; the pane of that level says why.
    std::optional<int> select(ImageId image, const RgbImage& predicted, const JobContext& context) {
        try {
            return m_predictor->select(image, predicted, context);
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception&) {
            return std::nullopt;
        }
    }

    template <class Function>
    void deliver(Function&& function) {
        QMetaObject::invokeMethod(m_owner, std::forward<Function>(function), Qt::QueuedConnection);
    }

    std::unique_ptr<FacePredictor> m_predictor;
    PredictionController* m_owner;
    std::stop_source m_stop;  // of the newest prediction; touched by the window's thread only
    LatestWorker m_worker;    // last: it uses the members above
};

PredictionController::PredictionController(std::unique_ptr<FacePredictor> predictor,
                                           InspectController* shown,
                                           QObject* parent)
    : QObject(parent),
      m_shown(shown),
      m_wanted(shippedPredictor),
      m_recent(remembered),
      m_thread(std::make_unique<PredictorThread>(std::move(predictor), this)) {
    connect(shown, &InspectController::faceChanged, this, &PredictionController::followFace);
}

PredictionController::~PredictionController() = default;

void PredictionController::setSource(const InspectSource& source) {
    m_source = source;
    refresh();
}

void PredictionController::clear() {
    ++m_listings;
    m_source.reset();
    m_listed = false;
    m_choices.clear();
    m_listProblem.clear();
    m_recent.clear();
    m_problem.clear();
    m_image.reset();
    forget();
    Q_EMIT choicesChanged();
    Q_EMIT predictionChanged();
}

void PredictionController::refresh() {
    if (!m_source)
        return;
    m_listed = false;
    m_recent.clear();  // labels, encodings and weights may be others now
    ++m_requests;
    m_thread->list(++m_listings, *m_source);
}

void PredictionController::setEnabled(bool enabled) {
    if (enabled == m_enabled)
        return;
    m_enabled = enabled;
    request();
}

void PredictionController::choose(const std::string& id) {
    if (id == m_wanted)
        return;
    m_wanted = id;
    m_recent.clear();
    forget();
    Q_EMIT choicesChanged();
    request();
}

const PredictorChoice* PredictionController::current() const {
    for (const std::string& id : {m_wanted, std::string(shippedPredictor)}) {
        const auto found = std::find_if(m_choices.begin(),
                                        m_choices.end(),
                                        [&id](const PredictorChoice& choice) { return choice.id == id; });
        if (found != m_choices.end())
            return &*found;
    }
    return nullptr;
}

QString PredictionController::whyNoPredictor() const {
    return tr("The predictor %1 is not installed.\n%2")
        .arg(QLatin1String(shippedPredictor),
             m_choices.empty() ? tr("Train one under Train (Ctrl+2), or install a card with "
                                    "“limen models import CARD”.")
                               : tr("Choose another one below the panes, or install its card with "
                                    "“limen models import CARD”."));
}

void PredictionController::followFace() {
    const FaceFacts* face = m_shown->face();
    const auto image = face != nullptr ? std::optional(face->record.id) : std::nullopt;
    // The same image again has been read again: what is shown stays until the new prediction is there.
    if (std::exchange(m_image, image) != image)
        forget();
    request();
}

void PredictionController::request() {
    const FaceFacts* face = m_shown->face();
    const PredictorChoice* with = current();
    m_problem.clear();
    if (!m_enabled || face == nullptr) {
        forget();
    } else if (m_listed && with == nullptr) {
        forget();
        m_problem = m_listProblem.isEmpty() ? whyNoPredictor() : m_listProblem;
    } else if (const FacePrediction* recent = m_recent.object(face->record.id)) {
        ++m_requests;
        m_thread->stop();
        show(*recent);
    } else if (m_listed) {
        m_thread->predict(++m_requests, *with, face->record.id, face->original);
    }
    Q_EMIT predictionChanged();
}

void PredictionController::show(const FacePrediction& prediction) {
    const FaceFacts& face = *m_shown->face();
    m_prediction = prediction;
    m_prediction->psnrToOriginal = psnr(face.original, prediction.image);
    m_prediction->psnrToJnd.reset();
    if (face.jnd)
        m_prediction->psnrToJnd = psnr(face.jnd->image, prediction.image);
}

void PredictionController::forget() {
    ++m_requests;
    m_thread->stop();
    m_prediction.reset();
}

void PredictionController::takeChoices(std::uint64_t listing,
                                       const std::vector<PredictorChoice>& choices,
                                       const QString& problem) {
    if (listing != m_listings)
        return;
    m_choices = choices;
    m_listProblem = problem;
    m_listed = true;
    Q_EMIT choicesChanged();
    request();
}

void PredictionController::takePrediction(std::uint64_t request, const JndPrediction& prediction) {
    if (request != m_requests)
        return;
    show({prediction.jnd, 0.0, {}, prediction.level});
    Q_EMIT predictionChanged();
}

void PredictionController::takeSelection(std::uint64_t request, std::optional<int> level) {
    if (request != m_requests)
        return;
    m_prediction->selected = level;
    m_recent.insert(*m_image, new FacePrediction(*m_prediction));
    Q_EMIT predictionChanged();
}

void PredictionController::takeFailure(std::uint64_t request, const QString& what) {
    if (request != m_requests)
        return;
    m_problem = what;
    m_prediction.reset();
    Q_EMIT predictionChanged();
}

}  // namespace limen
