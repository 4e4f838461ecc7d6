// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include "evaluation/report_data.h"
#include "inspect/latest_worker.h"

namespace limen {

using CurveSets = std::vector<ReportSet>;

/// Reads, on a thread of its own, the label sets that can be compared with a given one, and counts what their
/// stored embeddings say. The newest request wins; the one in hand is stopped for it.
class CurvesLoader : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~CurvesLoader() override;

    void load(const std::filesystem::path& folder, std::int64_t labelSet);
    /// Nothing of what was asked for is delivered any more.
    void cancel();

Q_SIGNALS:
    void progressed(int percent);
    void loaded(const std::shared_ptr<const limen::CurveSets>& sets);
    void failed(const QString& message);

private:
    /// Runs `deliver` in this object's thread unless `stop` says that nobody waits for it.
    template <typename Deliver>
    void hand(const std::stop_token& stop, const Deliver& deliver);

    std::stop_source m_stop;
    LatestWorker m_worker;  // last: it uses the members above
};

}  // namespace limen
