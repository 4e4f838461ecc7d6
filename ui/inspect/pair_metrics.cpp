// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/pair_metrics.h"

#include <utility>

#include "base/error.h"
#include "inspect/error_text.h"
#include "inspect/inspect_controller.h"
#include "inspect/view_transform.h"
#include "metrics/image_region.h"

namespace limen {

struct PairMetrics::Request {
    std::uint64_t number = 0;
    RgbImage original;
    RgbImage decoded;
    std::optional<QRect> region;
};

/// What the thread keeps from request to request: opening a network takes longer than running it.
struct PairMetrics::Metrics {
    Open open;
    std::map<std::string, std::unique_ptr<PairMetric>> opened;

    Value compute(const std::string& name, const RgbImage& reference, const RgbImage& test) {
        try {
            std::unique_ptr<PairMetric>& metric = opened[name];
            if (metric == nullptr)  // also after a failure: a model may have been imported since
                metric = open(name);
            return {metric->compute(reference, test), {}};
        } catch (const std::exception& error) {
            return {std::nullopt, QString::fromStdString(errorText(error))};
        }
    }
};

PairMetrics::PairMetrics(InspectController* controller, ViewTransform* view, QObject* parent, Open open)
    : QObject(parent),
      m_controller(controller),
      m_view(view),
      m_metrics(std::make_shared<Metrics>(Metrics{std::move(open), {}})) {
    for (const std::string& name : names())
        m_whole[name] = m_inRegion[name] = {};
    connect(controller, &InspectController::faceChanged, this, &PairMetrics::request);
    connect(controller, &InspectController::frameChanged, this, &PairMetrics::request);
    connect(view, &ViewTransform::regionChanged, this, &PairMetrics::request);
}

PairMetrics::~PairMetrics() = default;

const std::vector<std::string>& PairMetrics::names() {
    static const std::vector<std::string> names = {"psnr", "ssim", "lpips_squeeze"};
    return names;
}

std::unique_ptr<PairMetric> PairMetrics::openOnCpu(const std::string& name) {
    return openPairMetric(name, {});
}

void PairMetrics::request() {
    const std::uint64_t number = ++m_requests;
    const FaceFacts* face = m_controller->face();
    const FaceFrame* frame = m_controller->frame();
    if (face == nullptr || frame == nullptr || frame->image.empty()) {
        for (Values* values : {&m_whole, &m_inRegion})
            for (auto& [name, value] : *values)
                value = {};
        m_region.reset();
        m_upToDate = true;
        Q_EMIT changed();
        return;
    }
    m_upToDate = false;
    Q_EMIT changed();
    auto work =
        std::make_shared<const Request>(Request{number, face->original, frame->image, m_view->region()});
    m_worker.post([this, work, metrics = m_metrics] {
        RgbImage original;
        RgbImage decoded;
        if (work->region) {
            const QRect& r = *work->region;
            const ImageRegion region{r.x(), r.y(), r.width(), r.height()};
            try {
                original = cutOut(work->original, region);
                decoded = cutOut(work->decoded, region);
            } catch (const Error&) {
                return;  // marked on another image; the request for this one follows
            }
        }
        for (const std::string& name : names()) {
            if (m_worker.superseded())
                return;
            const Value whole = metrics->compute(name, work->original, work->decoded);
            const Value part = work->region ? metrics->compute(name, original, decoded) : Value{};
            QMetaObject::invokeMethod(
                this,
                [this, work, name, whole, part] { take(*work, name, whole, part); },
                Qt::QueuedConnection);
        }
    });
}

void PairMetrics::take(const Request& request,
                       const std::string& name,
                       const Value& whole,
                       const Value& inRegion) {
    if (request.number != m_requests)
        return;
    m_region = request.region;
    m_whole[name] = whole;
    m_inRegion[name] = inRegion;
    m_upToDate = name == names().back();
    Q_EMIT changed();
}

}  // namespace limen
