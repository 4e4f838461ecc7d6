// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_steering.h"

#include <fmt/format.h>
#include <chrono>
#include <thread>
#include <utility>

namespace limen {

namespace {

constexpr std::chrono::milliseconds waitBetweenLooks{100};

std::map<std::string, double> changesOf(const RunEvent& event) {
    RunCommand command = parseRunCommand(event.details);
    return std::move(command.settings);
}

}  // namespace

RunSteering::RunSteering(RunFolder folder, std::map<std::string, double> settings, const JobContext& context)
    : m_folder(std::move(folder)),
      m_history(m_folder.history()),
      m_settings(std::move(settings)),
      m_context(&context) {
    for (const RunEvent& event : m_history.read())
        if (event.what == "changed")
            m_earlier.emplace_back(event.step, changesOf(event));
}

std::optional<std::vector<std::string>> RunSteering::takePreview() {
    return std::exchange(m_preview, std::nullopt);
}

void RunSteering::apply(const std::map<std::string, double>& changes, models::NetworkTrainer& trainer) {
    Json weights = Json::object();
    for (const auto& [name, value] : changes)
        if (name != "rate")
            weights[name] = value;
    if (!weights.empty())
        trainer.change(weights);
    for (const auto& [name, value] : changes)
        m_settings[name] = value;
}

void RunSteering::repeat(std::int64_t step, models::NetworkTrainer& trainer) {
    for (const auto& [when, changes] : m_earlier)
        if (when == step)
            apply(changes, trainer);
    std::erase_if(m_earlier, [step](const auto& earlier) { return earlier.first <= step; });
}

void RunSteering::obey(std::int64_t step, models::NetworkTrainer& trainer) {
    std::vector<std::string> problems;
    for (RunCommand& command : takeRunCommands(m_folder, &problems)) {
        if (!command.settings.empty()) {
            m_history.add(step, "changed", Json(command.settings));
            apply(command.settings, trainer);
            for (auto& earlier : m_earlier)
                for (const auto& [name, value] : command.settings)
                    earlier.second.erase(name);
        }
        if (command.pause)
            m_paused = *command.pause;
        if (command.preview)
            m_preview = std::move(command.preview);
        m_stopped = m_stopped || command.stop;
    }
    for (const std::string& problem : problems)
        m_context->warn(problem);
}

void RunSteering::beforeStep(std::int64_t step, double& rate, const TrainingControls& controls) {
    repeat(step, controls.trainer);
    obey(step, controls.trainer);
    if (m_paused && !m_stopped) {
        m_history.add(step, "paused");
        controls.saveCheckpoint();
        if (m_pauseChanged)
            m_pauseChanged(step);
        while (m_paused && !m_stopped) {
            m_context->throwIfStopped();
            std::this_thread::sleep_for(waitBetweenLooks);
            obey(step, controls.trainer);
        }
        m_history.add(step, "continued");
        if (m_pauseChanged)
            m_pauseChanged(step);
    }
    rate *= m_settings.at("rate");
}

Json RunSteering::state() const {
    return {{"settings", m_settings}, {"stopped", m_stopped}};
}

void RunSteering::restore(const Json& state) {
    m_settings = state.at("settings").get<std::map<std::string, double>>();
    m_stopped = state.at("stopped").get<bool>();
}

}  // namespace limen
