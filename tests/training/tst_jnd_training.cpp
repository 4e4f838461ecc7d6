// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <fstream>
#include <set>
#include <thread>

#include "base/hash.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "image/image_file.h"
#include "training/labelled_study.h"
#include "training/metric_file.h"
#include "training/run_commands.h"
#include "training/run_history.h"
#include "training/run_preview.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made;
    return made;
}

/// Calls back before each step's number is taken note of.
class StepWatcher final : public JobObserver {
public:
    std::function<void(std::int64_t step)> onStep;
    std::vector<std::string> warnings;

    void onProgress(const Progress&) override {}
    void onLog(LogLevel level, const std::string& message) override {
        if (level == LogLevel::Warning)
            warnings.push_back(message);
    }
    void onMetric(const std::string& name, std::int64_t step, double) override {
        if (onStep && name == "pixel")
            onStep(step);
    }
};

/// The smallest network there is, six steps of three.
Json smallRun(const std::string& name, const Json& more = Json::object()) {
    Json params = {{"study", study().folder().string()},
                   {"run", name},
                   {"held-out", study().heldOut().string()},
                   {"depth", "18"},
                   {"width", "0.25"},
                   {"content", "none"},
                   {"batch", 3},
                   {"epochs", 1},
                   {"max-images", 24},
                   {"rate", 1e-3},
                   {"checkpoint-every", 2},
                   {"preview-every", 100}};
    params.update(more);
    return params;
}

Outcome train(const Json& params,
              StepWatcher* watcher = nullptr,
              std::stop_token stop = {},
              std::uint64_t seed = 1) {
    JobObserver& observer = watcher != nullptr ? static_cast<JobObserver&>(*watcher) : silentObserver();
    JobContext context(observer, std::move(stop), {.threads = 1, .seed = seed});
    return runJob(trainJob(), params, context);
}

RunFolder runOf(const std::string& name) {
    return RunFolder(study().folder() / "runs" / name);
}

std::string weightsOf(const std::string& name) {
    return readTextFile(runOf(name).checkpoint());
}

bool succeeded(const Outcome& outcome) {
    if (outcome.state != Outcome::State::Succeeded)
        qWarning("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome.state == Outcome::State::Succeeded;
}

std::set<std::string> happened(const std::string& name) {
    std::set<std::string> what;
    for (const RunEvent& event : RunHistory(runOf(name).history()).read())
        what.insert(event.what);
    return what;
}

}  // namespace

class TestJndTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunLeavesAModelAndItsNumbers() {
        const Outcome outcome = train(smallRun("whole"));
        QVERIFY(succeeded(outcome));
        QCOMPARE(outcome.result["state"], Json("finished"));
        const RunFolder run = runOf("whole");
        const auto steps = outcome.result["steps"].get<std::int64_t>();
        QVERIFY(steps >= 4);
        const Json card = Json::parse(readTextFile(outcome.result["card"].get<std::string>()));
        QCOMPARE(card["task"], Json("jnd-prediction"));
        QCOMPARE(card["measured"], outcome.result["test"]);
        QVERIFY(card["training"]["data"]["sha256"].is_string());
        QVERIFY(outcome.result["test"]["images"].get<int>() > 0);
        QCOMPARE(run.readStatus()->state, std::string("finished"));
        bool restarted = false;
        std::set<std::int64_t> seen;
        for (const MetricRow& row : MetricReader(run.metrics()).read(restarted))
            if (row.name == "loss")
                seen.insert(row.step);
        QCOMPARE(seen.size(), static_cast<std::size_t>(steps));
        const RunPreview preview = readRunPreview(run);
        QCOMPARE(preview.step, steps);
        QVERIFY(!preview.faces.empty() && fs::exists(preview.faces.front().predicted));
        // Finished, it stays as it is.
        const std::string before = weightsOf("whole");
        QVERIFY(succeeded(train(smallRun("whole"))));
        QVERIFY(weightsOf("whole") == before);
    }

    void cancelledRunsGoOnAsIfNothingHadHappened() {
        for (std::int64_t step = 0; step < 3; ++step) {
            std::stop_source stop;
            StepWatcher watcher;
            watcher.onStep = [&](std::int64_t at) {
                if (at == step)
                    stop.request_stop();
            };
            const Outcome outcome = train(smallRun("parts"), &watcher, stop.get_token());
            QVERIFY(outcome.state == Outcome::State::Cancelled);
            QCOMPARE(runOf("parts").readStatus()->state, std::string("cancelled"));
        }
        QVERIFY(succeeded(train(smallRun("parts"))));
        QVERIFY(succeeded(train(smallRun("whole"))));
        // The name of the run is in its settings alone.
        QVERIFY(weightsOf("parts") == weightsOf("whole"));
        QVERIFY(readTextFile(runOf("parts").model() / "parts.safetensors") ==
                readTextFile(runOf("whole").model() / "whole.safetensors"));
        QVERIFY(happened("parts").contains("resumed"));
    }

    void changesAreInForceFromTheNextStepAndInTheHistory() {
        StepWatcher watcher;
        watcher.onStep = [&](std::int64_t step) {
            if (step == 1)
                postRunCommand(runOf("steered"),
                               parseRunCommand({{"lambda_id", 0.0}, {"lambda_pixel", 2.5}, {"rate", 1e-5}}));
        };
        QVERIFY(succeeded(train(smallRun("steered"), &watcher)));
        std::map<std::int64_t, std::map<std::string, double>> rows;
        bool restarted = false;
        for (const MetricRow& row : MetricReader(runOf("steered").metrics()).read(restarted))
            rows[row.step][row.name] = row.value;
        QVERIFY(rows[1].contains("identity"));
        QVERIFY(!rows[2].contains("identity"));  // what weighs nothing is not computed
        QCOMPARE(rows[2]["loss"], 2.5 * rows[2]["pixel"]);
        QVERIFY(std::abs(rows[1]["rate"] / rows[2]["rate"] - 100.0) < 1e-9);
        const std::vector<RunEvent> events = RunHistory(runOf("steered").history()).read();
        const auto changed = std::find_if(
            events.begin(), events.end(), [](const RunEvent& event) { return event.what == "changed"; });
        QVERIFY(changed != events.end());
        QCOMPARE(changed->step, std::int64_t{2});
        QCOMPARE(changed->details["lambda_pixel"], Json(2.5));
        QVERIFY(runOf("steered").readStatus()->settings["rate"] == 1e-5);
    }

    void changesAfterTheLastCheckpointAreRepeated() {
        // As if killed after step 3: the checkpoint of two steps, the history of three.
        const RunFolder run = runOf("killed");
        StepWatcher watcher;
        watcher.onStep = [&](std::int64_t step) {
            if (step == 1)
                fs::copy_file(run.path() / "settings.json", study().scratch() / "settings.json");
            if (step == 2) {
                // The checkpoint of two steps is there now.
                fs::copy_file(run.checkpoint(), study().scratch() / "two.safetensors");
                postRunCommand(run, parseRunCommand({{"lambda_pixel", 1.0}}));
            }
        };
        QVERIFY(succeeded(train(smallRun("killed"), &watcher)));
        const std::string undisturbed = weightsOf("killed");
        fs::copy_file(
            study().scratch() / "two.safetensors", run.checkpoint(), fs::copy_options::overwrite_existing);
        QVERIFY(succeeded(train(smallRun("killed"))));
        QVERIFY(weightsOf("killed") == undisturbed);
        QVERIFY(weightsOf("killed") != weightsOf("whole"));
    }

    void pausedRunsWaitWithACheckpoint() {
        StepWatcher watcher;
        const RunFolder run = runOf("paused");
        watcher.onStep = [&](std::int64_t step) {
            if (step == 0)
                postRunCommand(run, parseRunCommand({{"pause", true}}));
        };
        std::optional<RunStatus> seen;
        bool checkpoint = false;
        std::jthread user([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                try {
                    seen = run.readStatus();
                } catch (const Error&) {
                    continue;
                }
                if (!seen || seen->state != "paused")
                    continue;
                checkpoint = fs::exists(run.checkpoint());
                postRunCommand(run, parseRunCommand({{"pause", false}}));
                return;
            }
        });
        QVERIFY(succeeded(train(smallRun("paused"), &watcher)));
        user.request_stop();
        user.join();
        QVERIFY(seen && seen->state == "paused" && seen->step == 1);
        QVERIFY(checkpoint);
        QVERIFY(weightsOf("paused") == weightsOf("whole"));
        QVERIFY(happened("paused").contains("continued"));
    }

    void stoppedRunsKeepTheirBestModelAndStayStopped() {
        StepWatcher watcher;
        watcher.onStep = [&](std::int64_t step) {
            if (step == 8)
                postRunCommand(runOf("stopped"), parseRunCommand({{"stop", true}}));
        };
        const Json params = smallRun("stopped", {{"epochs", 3}});
        const Outcome outcome = train(params, &watcher);
        QVERIFY(succeeded(outcome));
        QCOMPARE(outcome.result["state"], Json("stopped"));
        QCOMPARE(outcome.result["steps"], Json(9));
        QVERIFY(fs::exists(outcome.result["card"].get<std::string>()));
        QCOMPARE(train(params).result["steps"], Json(9));
    }

    void theCodecMixCanBeLearnedInstead() {
        JobContext context(silentObserver(), {}, {.threads = 2});
        QVERIFY(succeeded(
            runJob(encodeJob(), {{"study", study().folder().string()}, {"codec", "hevc"}}, context)));
        QVERIFY(succeeded(train(smallRun("mix", {{"target", "mix"}, {"lambda-id", 0.0}}))));
        QVERIFY(succeeded(train(smallRun("jnd", {{"lambda-id", 0.0}}))));
        bool restarted = false;
        std::vector<double> mix, jnd;
        for (const MetricRow& row : MetricReader(runOf("mix").metrics()).read(restarted))
            if (row.name == "pixel")
                mix.push_back(row.value);
        for (const MetricRow& row : MetricReader(runOf("jnd").metrics()).read(restarted))
            if (row.name == "pixel")
                jnd.push_back(row.value);
        QCOMPARE(mix.size(), jnd.size());
        QVERIFY(mix.front() != jnd.front());
    }

    void branchesBeginWhereAnotherRunWas() {
        QVERIFY(succeeded(train(smallRun("whole"))));
        const Json more = {
            {"branch-from", runOf("whole").checkpoint().string()}, {"epochs", 2}, {"lambda-pixel", 1.0}};
        const Outcome outcome = train(smallRun("branch", more));
        QVERIFY(succeeded(outcome));
        bool restarted = false;
        std::int64_t first = -1;
        std::map<std::string, double> losses;
        for (const MetricRow& row : MetricReader(runOf("branch").metrics()).read(restarted)) {
            first = first < 0 ? row.step : first;
            if (row.step == first)
                losses[row.name] = row.value;
        }
        QCOMPARE(first, train(smallRun("whole")).result["steps"].get<std::int64_t>());
        QVERIFY(std::abs(losses["loss"] - losses["pixel"] - 0.5 * losses["identity"]) < 1e-5);
        QVERIFY(happened("branch").contains("branched"));
        const Outcome over = train(smallRun("over", {{"branch-from", runOf("whole").checkpoint().string()}}));
        QVERIFY(over.message.find("steps already") != std::string::npos);
    }

    void trainingEndsEarlyWhenNothingImproves() {
        // Steps far too wide: sooner or later an epoch is worse than one before.
        const Outcome outcome =
            train(smallRun("early", {{"epochs", 12}, {"rate", 0.05}, {"patience", 1}, {"batch", 6}}));
        QVERIFY(succeeded(outcome));
        QCOMPARE(outcome.result["state"], Json("ended early"));
        QVERIFY(outcome.result["best_step"] < outcome.result["steps"]);
    }

    void foldsAreRunsOfTheirOwn() {
        const Json params = smallRun("cross", {{"folds", 2}, {"batch", 4}});
        const Outcome outcome = train(params);
        QVERIFY(succeeded(outcome));
        const Json& folds = outcome.result["folds"];
        QCOMPARE(folds.size(), std::size_t{2});
        QCOMPARE(folds[1]["run"], Json("cross/fold-2"));
        const int images = folds[0]["test"]["images"].get<int>() + folds[1]["test"]["images"].get<int>();
        QVERIFY(images > 8);
        QVERIFY(folds[0]["test"] != folds[1]["test"]);
        QVERIFY(train(smallRun("cross", {{"folds", 2}, {"fold", 3}})).message.find("no fold 3") !=
                std::string::npos);
    }

    void badRunsSayWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const Json& more, const char* said) {
            QTest::newRow(name) << QByteArray::fromStdString(more.dump()) << QByteArray(said);
        };
        row("batch", {{"batch", 500}}, "larger than");
        row("run name", {{"run", "a/b"}}, "cannot be called");
        row("other settings", {{"run", "whole"}, {"rate", 0.01}}, "other settings");
        row("folds", {{"folds", 50}}, "50 folds");
        row("content", {{"content", "nothing-of-the-kind"}}, "nothing-of-the-kind");
        row("recognizer", {{"recognizer", "limen-fr-s"}}, "limen-fr-s");
        row("no checkpoint", {{"branch-from", "/nowhere"}}, "/nowhere");
    }
    void badRunsSayWhatIsWrong() {
        QFETCH(QByteArray, more);
        QFETCH(QByteArray, said);
        QVERIFY(succeeded(train(smallRun("whole"))));
        const Outcome outcome = train(smallRun("bad", Json::parse(more.toStdString())));
        QVERIFY(outcome.state == Outcome::State::Failed);
        QVERIFY(outcome.errorKind == ErrorKind::BadInput);
        const std::string text = outcome.message + " " + outcome.hint;
        QVERIFY2(text.find(said.toStdString()) != std::string::npos, text.c_str());
    }

    void networksThatDoNotFitAreRefused() {
        QVERIFY(succeeded(train(smallRun("whole"))));
        const Outcome branch = train(smallRun(
            "wider",
            {{"branch-from", runOf("whole").checkpoint().string()}, {"epochs", 9}, {"width", "0.5"}}));
        QVERIFY(branch.errorKind == ErrorKind::BadInput);
        QVERIFY2(branch.message.find("[") != std::string::npos, branch.message.c_str());

        const auto predictWith = [](const Json& change, bool withoutNumber) {
            const fs::path folder = study().scratch() / "changed";
            Json card = Json::parse(readTextFile(runOf("whole").model() / "whole.json"));
            models::TensorMap weights = readSafetensors(runOf("whole").model() / "whole.safetensors");
            writeSafetensors(study().scratch() / "w.safetensors", weights);
            std::string bytes = readTextFile(study().scratch() / "w.safetensors");
            if (withoutNumber)
                bytes.replace(bytes.size() - 4, 4, std::string("\x00\x00\xc0\x7f", 4));
            makeFolder(folder);
            writeFileAtomically(folder / "w.safetensors", std::string_view(bytes));
            card["files"] = {"w.safetensors"};
            card["sha256"] = {{"w.safetensors", sha256HexOfFile(folder / "w.safetensors")}};
            card["options"].update(change);
            writeFileAtomically(folder / "card.json", card.dump());
            writePng(study().scratch() / "face.png", drawFace(3, 1));
            JobContext context(silentObserver(), {}, {.threads = 1});
            return runJob(predictJob(),
                          {{"in", {(study().scratch() / "face.png").string()}},
                           {"aligned", true},
                           {"model", (folder / "card.json").string()},
                           {"out", (study().scratch() / "out").string()}},
                          context);
        };
        QVERIFY(succeeded(predictWith(Json::object(), false)));
        const Outcome wide = predictWith({{"width", 0.5}}, false);
        QVERIFY(wide.errorKind == ErrorKind::BadInput && wide.state == Outcome::State::Failed);
        QVERIFY2(
            wide.message.find("conv1") != std::string::npos || wide.message.find("[") != std::string::npos,
            wide.message.c_str());
        const Outcome none = predictWith(Json::object(), true);
        QVERIFY2(none.message.find("not a finite number") != std::string::npos, none.message.c_str());
    }

    void aStudyOfOnePersonIsRefused() {
        const test::LabelledStudy lonely(2, 4);
        writeFileAtomically(study().scratch() / "other.csv",
                            "identity,role\n" + test::LabelledStudy::name(0) + ",probe\n");
        const Outcome outcome = train(smallRun(
            "one",
            {{"study", lonely.folder().string()}, {"held-out", (study().scratch() / "other.csv").string()}}));
        QVERIFY(outcome.errorKind == ErrorKind::BadInput);
        QVERIFY2(outcome.message.find("Too few people") != std::string::npos, outcome.message.c_str());
    }

    void aStudyWithoutLabelsIsRefused() {
        const ScratchFolder scratch;
        const fs::path folder = scratch.path() / "empty.limen";
        Study::create(folder);
        const Outcome outcome = train(smallRun("none", {{"study", folder.string()}}));
        QVERIFY(outcome.errorKind == ErrorKind::BadInput);
        QVERIFY2(outcome.hint.find("limen label") != std::string::npos, outcome.hint.c_str());
    }

    void aCheckpointCutInHalfIsRefusedAndKept() {
        QVERIFY(succeeded(train(smallRun("cut"))));
        const std::string whole = weightsOf("cut");
        std::ofstream(runOf("cut").checkpoint(), std::ios::binary | std::ios::trunc)
            << whole.substr(0, whole.size() / 2);
        const Outcome outcome = train(smallRun("cut"));
        QVERIFY(outcome.state == Outcome::State::Failed);
        QVERIFY2(outcome.message.find("checkpoint.safetensors") != std::string::npos,
                 outcome.message.c_str());
        QCOMPARE(weightsOf("cut").size(), whole.size() / 2);
    }
};

QTEST_GUILESS_MAIN(TestJndTraining)
#include "tst_jnd_training.moc"
