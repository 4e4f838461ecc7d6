// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_reporter.h"

#include <algorithm>

#include "base/safe_file.h"
#include "base/safetensors.h"
#include "training/trained_model.h"

namespace limen {

namespace {

constexpr std::chrono::milliseconds statusInterval{500};
constexpr double newestShare = 0.1;  // of the mean time of a step

}  // namespace

RunReporter::RunReporter(RunFolder folder,
                         const Plan& plan,
                         const RunSteering& steering,
                         const BestModel& best)
    : m_folder(std::move(folder)),
      m_history(m_folder.history()),
      m_plan(plan),
      m_steering(&steering),
      m_best(&best) {}

MetricFile& RunReporter::metrics(std::int64_t step) {
    if (!m_metrics)
        m_metrics = std::make_unique<MetricFile>(m_folder.metrics(), step);
    return *m_metrics;
}

void RunReporter::measured(std::int64_t step, const std::string& name, double value) {
    metrics(step).add(step, name, value);
}

void RunReporter::beforeStep(std::int64_t step, double& rate, const TrainingControls& controls) {
    const bool first = !m_metrics;
    metrics(step);
    m_steps = step;
    m_rate = rate;
    if (first) {
        m_history.add(step, step == 0 ? "started" : "resumed", trainingVersions());
        writeStatus("running");
    }
    if (m_plan.keepEvery > 0 && step > 0 && step % m_plan.keepEvery == 0) {
        makeFolder(m_folder.keptCheckpoint(step).parent_path());
        controls.writeCheckpoint(m_folder.keptCheckpoint(step));
    }
    m_stepBegan = std::chrono::steady_clock::now();
}

void RunReporter::afterStep(std::int64_t step,
                            const std::map<std::string, double>& losses,
                            const TrainingControls&) {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - m_stepBegan).count();
    m_secondsPerStep =
        m_secondsPerStep == 0.0 ? seconds : m_secondsPerStep + newestShare * (seconds - m_secondsPerStep);
    m_steps = step + 1;
    for (const auto& [name, value] : losses)
        measured(step, name, value);
    measured(step, "rate", m_rate);
    measured(step, "images_per_second", m_plan.batch / std::max(1e-9, seconds));
    if (now - m_statusWritten >= statusInterval) {
        writeStatus("running");
        m_statusWritten = now;
    }
}

void RunReporter::pauseChanged(std::int64_t step) {
    m_steps = step;
    metrics(step).flush();
    writeStatus(m_steering->paused() ? "paused" : "running");
    m_stepBegan = std::chrono::steady_clock::now();
}

void RunReporter::onFailedStep(std::int64_t step, const models::TensorMap& batch, const Error&) {
    writeSafetensors(m_folder.failedBatch(), batch, {{"step", std::to_string(step)}});
}

void RunReporter::close(const std::string& state, const std::string& message) {
    if (m_metrics)
        m_metrics->flush();
    writeStatus(state, message);
    m_history.add(m_steps, state, message.empty() ? Json::object() : Json{{"message", message}});
}

void RunReporter::writeStatus(const std::string& state, const std::string& message) const {
    RunStatus status;
    status.state = state;
    status.step = m_steps;
    status.steps = m_plan.steps;
    status.stepsPerEpoch = m_plan.stepsPerEpoch;
    if (state == "running" && m_secondsPerStep > 0.0) {
        status.imagesPerSecond = m_plan.batch / m_secondsPerStep;
        status.secondsLeft = static_cast<double>(m_plan.steps - m_steps) * m_secondsPerStep;
    }
    status.bestPsnr = m_best->psnr();
    status.bestStep = m_best->steps();
    status.settings = m_steering->settings();
    status.message = message;
    writeFileAtomically(m_folder.status(), toJson(status).dump());
}

}  // namespace limen
