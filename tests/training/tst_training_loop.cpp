// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "training/best_model.h"
#include "training/checkpoint.h"
#include "training/run_reporter.h"
#include "training/training_loop.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

/// Adds up what it is shown: its one weight tells exactly which steps it has seen.
class AddingTrainer final : public models::NetworkTrainer {
public:
    std::int64_t nanAt = -1;

    std::map<std::string, double> step(const models::TensorMap& batch, double rate) override {
        const float value = batch.at("x").values.front();
        if (static_cast<std::int64_t>(value) == nanAt)
            return {{"loss", std::nan("")}};
        m_sum = m_sum * 3.0F + value;
        m_rates += rate;
        return {{"loss", value}};
    }
    void change(const Json&) override {}
    models::TensorMap evaluate(const models::TensorMap& batch) override { return batch; }
    models::TensorMap weights() const override { return {{"sum", {{1}, {m_sum}}}}; }
    models::TensorMap state() const override { return weights(); }
    void restore(const models::TensorMap& state) override { m_sum = state.at("sum").values.front(); }

    float sum() const { return m_sum; }

private:
    float m_sum = 0.0F;
    double m_rates = 0.0;
};

/// Counts, remembers its count, and ends the training when told to.
class Counter final : public TrainingObserver {
public:
    std::int64_t endAfter = -1;
    int checkpoints = 0;
    std::int64_t failedAt = -1;
    std::function<void(std::int64_t step)> before;

    void beforeStep(std::int64_t step, double&, const TrainingControls&) override {
        if (before)
            before(step);
    }
    void afterStep(std::int64_t, const std::map<std::string, double>&, const TrainingControls&) override {
        ++count;
    }
    bool endsTraining() const override { return count == endAfter; }
    void onCheckpoint(std::int64_t, const TrainingControls&) override { ++checkpoints; }
    void onFailedStep(std::int64_t step, const models::TensorMap&, const Error&) override { failedAt = step; }
    std::string name() const override { return "counter"; }
    Json state() const override { return {{"count", count}}; }
    void restore(const Json& state) override { count = state.at("count").get<std::int64_t>(); }

    std::int64_t count = 0;
};

TrainingPlan planIn(const fs::path& folder, std::vector<TrainingObserver*> observers) {
    TrainingPlan plan;
    plan.schedule = {.steps = 10, .rate = [](std::int64_t) { return 0.1; }};
    plan.folder = folder;
    plan.settings = {{"kind", "adding"}};
    plan.checkpointEvery = 4;
    plan.observers = std::move(observers);
    return plan;
}

std::int64_t train(AddingTrainer& trainer, const TrainingPlan& plan, std::stop_token stop = {}) {
    const JobContext context(silentObserver(), std::move(stop));
    return trainNetwork(
        trainer,
        plan,
        [](int) {
            return BatchMaker([](std::int64_t step) {
                return models::TensorMap{{"x", {{1}, {static_cast<float>(step)}}}};
            });
        },
        context);
}

}  // namespace

class TestTrainingLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStoppedTrainingGoesOnWithItsObservers() {
        const ScratchFolder scratch;
        AddingTrainer whole;
        Counter counter;
        QCOMPARE(train(whole, planIn(scratch.path() / "whole", {&counter})), std::int64_t{10});
        QCOMPARE(counter.count, std::int64_t{10});
        QCOMPARE(counter.checkpoints, 3);  // after 4, 8 and 10 steps

        std::stop_source stop;
        Counter first;
        first.before = [&](std::int64_t step) {
            if (step == 6)
                stop.request_stop();
        };
        AddingTrainer parts;
        QVERIFY_EXCEPTION_THROWN(train(parts, planIn(scratch.path() / "parts", {&first}), stop.get_token()),
                                 Cancelled);
        AddingTrainer again;
        Counter second;
        std::int64_t begun = -1;
        second.before = [&](std::int64_t step) { begun = begun < 0 ? step : begun; };
        QCOMPARE(train(again, planIn(scratch.path() / "parts", {&second})), std::int64_t{10});
        QVERIFY(begun >= 6);
        QCOMPARE(again.sum(), whole.sum());
        QCOMPARE(second.count, std::int64_t{10});
    }

    void anObserverEndsATrainingForGood() {
        const ScratchFolder scratch;
        for (int time = 0; time < 2; ++time) {
            AddingTrainer trainer;
            Counter counter;
            counter.endAfter = 5;
            QCOMPARE(train(trainer, planIn(scratch.path(), {&counter})), std::int64_t{5});
        }
    }

    void aLossThatIsNoNumberKeepsTheCheckpointAndTheBatch() {
        const ScratchFolder scratch;
        AddingTrainer trainer;
        trainer.nanAt = 6;
        Counter counter;
        try {
            train(trainer, planIn(scratch.path(), {&counter}));
            QFAIL("trained on");
        } catch (const Error& error) {
            QVERIFY2(std::string(error.what()).find("not a finite number at step 6") != std::string::npos,
                     error.what());
        }
        QCOMPARE(counter.failedAt, std::int64_t{6});
        AddingTrainer kept;
        QCOMPARE(readCheckpoint(scratch.path() / "checkpoint.safetensors", kept, {}).steps, std::int64_t{4});
        // The cause removed, it goes on from there.
        AddingTrainer cured, whole;
        Counter other;
        train(cured, planIn(scratch.path(), {&other}));
        train(whole, planIn(scratch.path() / "whole", {}));
        QCOMPARE(cured.sum(), whole.sum());
    }

    void theFailedBatchIsKeptInTheRunsFolder() {
        const ScratchFolder scratch;
        const RunFolder run(scratch.path());
        const JobContext context(silentObserver(), {});
        const RunSteering steering(run, {{"rate", 1.0}}, context);
        auto faces = std::make_shared<JndFaces>();
        faces->faces.resize(1);
        faces->faces[0].original = faces->faces[0].jnd = RgbImage(112, 112);
        const std::vector<std::size_t> validation = {0};
        const BestModel best(faces, validation, {});
        RunReporter reporter(run, {.steps = 10}, steering, best);
        AddingTrainer trainer;
        trainer.nanAt = 3;
        QVERIFY_EXCEPTION_THROWN(train(trainer, planIn(scratch.path(), {&reporter})), Error);
        QCOMPARE(readSafetensors(run.failedBatch()).at("x").values.front(), 3.0F);
        QCOMPARE(readSafetensorsMetadata(run.failedBatch()).at("step"), std::string("3"));
        reporter.close("failed", "why");
        QCOMPARE(run.readStatus()->message, std::string("why"));
    }

    void otherFilesAreNoCheckpoints() {
        const ScratchFolder scratch;
        AddingTrainer trainer;
        const fs::path file = scratch.path() / "checkpoint.safetensors";
        writeSafetensors(file, {{"sum", {{1}, {2.0F}}}});
        QVERIFY_EXCEPTION_THROWN(readCheckpoint(file, trainer, {}), Error);
        writeCheckpoint(file, trainer, {.steps = 3}, {});
        const std::string whole = readTextFile(file);
        writeFileAtomically(file, std::string_view(whole).substr(0, whole.size() - 2));
        QVERIFY_EXCEPTION_THROWN(readCheckpoint(file, trainer, {}), Error);
    }
};

QTEST_GUILESS_MAIN(TestTrainingLoop)
#include "tst_training_loop.moc"
