// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/training_loop.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/ordered_workers.h"
#include "base/safe_file.h"
#include "training/checkpoint.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

/// An observer has ended the training.
struct Ended {};

/// One training from where its folder has it to where its plan or an observer ends it.
class Training {
public:
    Training(models::NetworkTrainer& trainer, const TrainingPlan& plan, const JobContext& context)
        : m_trainer(&trainer),
          m_plan(&plan),
          m_context(&context),
          m_checkpoint(plan.folder / "checkpoint.safetensors"),
          m_controls{trainer, [this] { save(); }, [this](const fs::path& file) { write(file); }} {}

    std::int64_t done() const { return m_done; }
    bool ended() const {
        return m_done >= m_plan->schedule.steps ||
               std::any_of(m_plan->observers.begin(), m_plan->observers.end(), [](const auto* observer) {
                   return observer->endsTraining();
               });
    }

    void begin() {
        const fs::path settings = m_plan->folder / "settings.json";
        if (!fs::exists(m_checkpoint))
            writeFileAtomically(settings, m_plan->settings.dump(2));
        else if (Json::parse(readTextFile(settings), nullptr, false) != m_plan->settings)
            throwBadInput(
                fmt::format("{} belongs to a run with other settings or data.", m_checkpoint.string()),
                "Name another folder for this run, or remove that checkpoint.");
        if (fs::exists(m_checkpoint))
            goOn();
        report();
    }

    void step(const models::TensorMap& batch) {
        m_context->throwIfStopped();
        double rate = m_plan->schedule.rate(m_done);
        for (TrainingObserver* observer : m_plan->observers)
            observer->beforeStep(m_done, rate, m_controls);
        if (ended()) {
            save();  // with the observer's decision
            throw Ended();
        }
        const std::map<std::string, double> losses = trainedOn(batch, rate);
        for (const auto& [name, value] : losses)
            m_context->metric(name, m_done, value);
        const std::int64_t step = m_done++;
        for (TrainingObserver* observer : m_plan->observers)
            observer->afterStep(step, losses, m_controls);
        report();
        const bool end = ended();
        if (end || m_done % m_plan->checkpointEvery == 0)
            save();
        if (end)
            throw Ended();
    }

    void save() {
        write(m_checkpoint);
        for (TrainingObserver* observer : m_plan->observers)
            observer->onCheckpoint(m_done, m_controls);
    }

private:
    void write(const fs::path& file) const {
        const LearningSchedule& schedule = m_plan->schedule;
        writeCheckpoint(file,
                        *m_trainer,
                        {.steps = m_done, .end = m_done > schedule.openUntil ? schedule.steps : 0},
                        m_plan->observers);
    }

    void goOn() {
        const CheckpointPosition position = readCheckpoint(m_checkpoint, *m_trainer, m_plan->observers);
        m_done = position.steps;
        const LearningSchedule& schedule = m_plan->schedule;
        if (position.end != schedule.steps && (position.end != 0 || m_done > schedule.openUntil))
            throwBadInput(
                fmt::format("{} belongs to a run with another number of steps.", m_checkpoint.string()),
                position.end != 0
                    ? fmt::format("That run has {} steps.", position.end)
                    : fmt::format(
                          "It has done {} steps with the full learning rate; the descent comes after them.",
                          m_done));
    }

    std::map<std::string, double> trainedOn(const models::TensorMap& batch, double rate) {
        try {
            std::map<std::string, double> losses = m_trainer->step(batch, rate);
            for (const auto& [name, value] : losses)
                if (!std::isfinite(value))
                    throwFailure(fmt::format("The loss {} is not a finite number at step {}.", name, m_done),
                                 "Lower the learning rate; the last checkpoint is kept.");
            return losses;
        } catch (const Error& error) {
            for (TrainingObserver* observer : m_plan->observers)
                observer->onFailedStep(m_done, batch, error);
            throw;
        }
    }

    void report() const {
        m_context->progress(
            static_cast<std::uint64_t>(m_done), static_cast<std::uint64_t>(m_plan->schedule.steps), "steps");
    }

    models::NetworkTrainer* m_trainer;
    const TrainingPlan* m_plan;
    const JobContext* m_context;
    fs::path m_checkpoint;
    TrainingControls m_controls;
    std::int64_t m_done = 0;
};

}  // namespace

std::int64_t trainNetwork(models::NetworkTrainer& trainer,
                          const TrainingPlan& plan,
                          const std::function<BatchMaker(int loader)>& makeLoader,
                          const JobContext& context) {
    makeFolder(plan.folder);
    Training training(trainer, plan, context);
    training.begin();
    if (training.ended())
        return training.done();
    const std::int64_t first = training.done();
    try {
        computeInOrder<models::TensorMap>(
            std::max(1, plan.loaders),
            static_cast<std::size_t>(plan.schedule.steps - first),
            context.stop(),
            [&](int loader) {
                return [make = makeLoader(loader), first](std::size_t index) {
                    return make(first + static_cast<std::int64_t>(index));
                };
            },
            [&](std::size_t, const models::TensorMap& batch) { training.step(batch); });
    } catch (const Ended&) {
        // Its checkpoint is on the disk.
    } catch (const Cancelled&) {
        training.save();
        throw;
    }
    return training.done();
}

}  // namespace limen
