// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QRect>
#include <QString>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inspect/latest_worker.h"
#include "metrics/pair_metric.h"

namespace limen {

class InspectController;
class ViewTransform;

/// Measures the decoded image at the slider's level against the original, whole and in the marked region, on
/// a thread of its own and on the images' own values. Results for a pair that is no longer shown are dropped.
class PairMetrics : public QObject {
    Q_OBJECT

public:
    /// One metric of one part of the pair.
    struct Value {
        std::optional<double> value;  ///< infinite for the PSNR of equal images
        QString whyNot;               ///< why there is none, and what to do; empty while it is computed
    };
    using Open = std::function<std::unique_ptr<PairMetric>(const std::string& name)>;

    /// `open`: called on the thread, for every name of names().
    PairMetrics(InspectController* controller, ViewTransform* view, QObject* parent, Open open = openOnCpu);
    /// Waits for the metric in hand.
    ~PairMetrics() override;

    /// Of the metrics, in order (metrics/metric_list.h).
    static const std::vector<std::string>& names();
    const Value& whole(const std::string& name) const { return m_whole.at(name); }
    /// Without a marked region: nothing.
    const Value& inRegion(const std::string& name) const { return m_inRegion.at(name); }
    /// Of the region that inRegion() is of.
    std::optional<QRect> region() const { return m_region; }
    /// False while values of the pair shown, or of the region, are missing; those of the pair before stay.
    bool isUpToDate() const { return m_upToDate; }

Q_SIGNALS:
    void changed();

private:
    using Values = std::map<std::string, Value>;
    struct Request;
    struct Metrics;

    static std::unique_ptr<PairMetric> openOnCpu(const std::string& name);
    void request();
    void take(const Request& request, const std::string& name, const Value& whole, const Value& inRegion);

    InspectController* m_controller;
    ViewTransform* m_view;
    Values m_whole;
    Values m_inRegion;
    std::optional<QRect> m_region;
    bool m_upToDate = true;
    std::uint64_t m_requests = 0;
    std::shared_ptr<Metrics> m_metrics;
    LatestWorker m_worker;  // last: its work refers to the members above
};

}  // namespace limen
