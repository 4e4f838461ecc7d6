// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/training_loop.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/ordered_workers.h"
#include "base/safe_file.h"
#include "base/safetensors.h"

namespace limen {

namespace fs = std::filesystem;

double CosineSchedule::at(std::int64_t step) const {
    if (step < warmup)
        return peak * static_cast<double>(step + 1) / static_cast<double>(warmup);
    const std::int64_t start = descentStart();
    const double done = static_cast<double>(std::max<std::int64_t>(0, step - start)) /
                        static_cast<double>(std::max<std::int64_t>(1, steps - start));
    return peak * (floor + (1.0 - floor) * 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done))));
}

namespace {

constexpr const char* stepName = "loop.step";
constexpr const char* endName = "loop.end";

// Two floats: one holds whole numbers to 2^24 only.
FloatTensor wholeNumber(std::int64_t value) {
    return {{2}, {static_cast<float>(value / 65536), static_cast<float>(value % 65536)}};
}

std::int64_t toWholeNumber(const FloatTensor& tensor) {
    return static_cast<std::int64_t>(tensor.values[0]) * 65536 + static_cast<std::int64_t>(tensor.values[1]);
}

/// The checkpoint of one run: what the trainer keeps and the number of steps done, in one file, beside the
/// settings it belongs to.
class Checkpoint {
public:
    explicit Checkpoint(const TrainingPlan& plan)
        : m_file(plan.folder / "checkpoint.safetensors"), m_schedule(plan.schedule) {
        const fs::path settings = plan.folder / "settings.json";
        if (!fs::exists(m_file))
            writeFileAtomically(settings, plan.settings.dump(2));
        else if (Json::parse(readTextFile(settings), nullptr, false) != plan.settings)
            throwBadInput(fmt::format("{} belongs to a run with other settings or data.", m_file.string()),
                          "Name another folder for this run, or remove that checkpoint.");
    }

    /// Steps done; 0 when there is nothing to go on from.
    std::int64_t load(models::NetworkTrainer& trainer) const {
        if (!fs::exists(m_file))
            return 0;
        models::TensorMap state = readSafetensors(m_file);
        const auto step = state.extract(stepName);
        const auto end = state.extract(endName);
        if (step.empty() || step.mapped().values.size() != 2 ||
            (!end.empty() && end.mapped().values.size() != 2))
            throwBadInput(fmt::format("{} is not a checkpoint of a training run.", m_file.string()),
                          "Remove it to start anew.");
        const std::int64_t done = toWholeNumber(step.mapped());
        // On the plateau the number of steps to come has not mattered yet.
        const std::int64_t ended = end.empty() ? 0 : toWholeNumber(end.mapped());
        const bool plateau = m_schedule.descent < m_schedule.steps;
        if (ended != m_schedule.steps && (ended != 0 || (plateau && done > m_schedule.descentStart())))
            throwBadInput(fmt::format("{} belongs to a run with another number of steps.", m_file.string()),
                          ended != 0 ? fmt::format("That run has {} steps.", ended)
                                     : fmt::format("It has done {} steps with the full learning rate; the "
                                                   "descent comes after them.",
                                                   done));
        trainer.restore(state);
        return done;
    }

    void save(const models::NetworkTrainer& trainer, std::int64_t step) const {
        models::TensorMap state = trainer.state();
        state[stepName] = wholeNumber(step);
        if (step > m_schedule.descentStart())
            state[endName] = wholeNumber(m_schedule.steps);
        writeSafetensors(m_file, state);
    }

private:
    fs::path m_file;
    CosineSchedule m_schedule;
};

void report(const std::map<std::string, double>& losses, std::int64_t step, const JobContext& context) {
    for (const auto& [name, value] : losses) {
        if (!std::isfinite(value))
            throwFailure(fmt::format("The loss {} is not a finite number at step {}.", name, step),
                         "Lower the learning rate; the last checkpoint is kept.");
        context.metric(name, step, value);
    }
}

}  // namespace

void trainNetwork(models::NetworkTrainer& trainer,
                  const TrainingPlan& plan,
                  const std::function<BatchMaker(int loader)>& makeLoader,
                  const JobContext& context) {
    makeFolder(plan.folder);
    const Checkpoint checkpoint(plan);
    const std::int64_t first = checkpoint.load(trainer);
    const std::int64_t total = plan.schedule.steps;
    if (first >= total)
        return;
    std::int64_t done = first;
    const auto total64 = static_cast<std::uint64_t>(total);
    context.progress(static_cast<std::uint64_t>(done), total64, "steps");
    try {
        computeInOrder<models::TensorMap>(
            std::max(1, plan.loaders),
            static_cast<std::size_t>(total - first),
            context.stop(),
            [&](int loader) {
                return [make = makeLoader(loader), first](std::size_t index) {
                    return make(first + static_cast<std::int64_t>(index));
                };
            },
            [&](std::size_t, models::TensorMap batch) {
                context.throwIfStopped();
                report(trainer.step(batch, plan.schedule.at(done)), done, context);
                ++done;
                context.progress(static_cast<std::uint64_t>(done), total64, "steps");
                if (done % plan.checkpointEvery == 0 || done == total) {
                    checkpoint.save(trainer, done);
                    if (plan.afterCheckpoint)
                        plan.afterCheckpoint(done);
                }
            });
    } catch (const Cancelled&) {
        checkpoint.save(trainer, done);
        throw;
    }
}

}  // namespace limen
