// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/curves_loader.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "base/cancellation.h"
#include "base/error.h"

namespace limen {

namespace {

/// Hands on whole percents only: thousands of images would be as many events.
class PercentObserver : public JobObserver {
public:
    explicit PercentObserver(std::function<void(int)> report) : m_report(std::move(report)) {}
    void onProgress(const Progress& progress) override {
        const int percent = static_cast<int>(100.0 * progress.fraction);
        if (m_last.exchange(percent) != percent)
            m_report(percent);
    }
    void onLog(LogLevel, const std::string&) override {}

private:
    std::function<void(int)> m_report;
    std::atomic<int> m_last = -1;
};

/// One core stays with the window.
RunOptions backgroundOptions() {
    RunOptions options;
    options.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
    return options;
}

}  // namespace

CurvesLoader::~CurvesLoader() {
    m_stop.request_stop();
}

template <typename Deliver>
void CurvesLoader::hand(const std::stop_token& stop, const Deliver& deliver) {
    QMetaObject::invokeMethod(
        this,
        [stop, deliver] {
            if (!stop.stop_requested())
                deliver();
        },
        Qt::QueuedConnection);
}

void CurvesLoader::cancel() {
    m_stop.request_stop();
}

void CurvesLoader::load(const std::filesystem::path& folder, std::int64_t labelSet) {
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_worker.post([this, folder, labelSet, stop = m_stop.get_token()] {
        PercentObserver observer(
            [this, stop](int percent) { hand(stop, [this, percent] { Q_EMIT progressed(percent); }); });
        try {
            Study study = Study::open(folder, Study::Access::ReadOnly);
            const JobContext context(observer, stop, backgroundOptions());
            const auto sets = std::make_shared<const CurveSets>(readComparableSets(study, labelSet, context));
            hand(stop, [this, sets] { Q_EMIT loaded(sets); });
        } catch (const Cancelled&) {
            return;  // somebody else's curves are wanted
        } catch (const std::exception& error) {
            hand(stop, [this, text = QString::fromUtf8(error.what())] { Q_EMIT failed(text); });
        }
    });
}

}  // namespace limen
