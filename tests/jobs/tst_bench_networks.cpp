// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <memory>
#include <random>
#include <thread>

#include "base/hash.h"
#include "base/safe_file.h"
#include "jobs/jobs.h"
#include "recognition/models_library.h"
#include "training/trained_model.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

Outcome bench(const char* what, Json params, const std::stop_token& stop = {}) {
    JobContext context(silentObserver(), stop, {.threads = 1});
    params.update({{"what", {what}}, {"depth", "18"}, {"rounds", 1}, {"steps", 1}, {"count", 16}});
    if (!params.contains("batch"))
        params["batch"] = 2;
    return runJob(benchJob(), params, context);
}

/// The first layer of a VGG-19 of random weights, installed as what the content loss looks with.
void installSmallVgg(const fs::path& folder) {
    std::mt19937_64 random(5);
    models::TensorMap weights;
    const auto add = [&](const char* name, std::int64_t out, std::int64_t in, std::int64_t side) {
        const std::int64_t inputs = in * side * side;
        std::normal_distribution<float> value(0.0F, std::sqrt(2.0F / static_cast<float>(inputs)));
        FloatTensor& weight = weights[std::string(name) + ".weight"] = {{out, in, side, side}, {}};
        for (std::int64_t i = 0; i < out * inputs; ++i)
            weight.values.push_back(value(random));
        weights[std::string(name) + ".bias"] = {{out},
                                                std::vector<float>(static_cast<std::size_t>(out), 0.1F)};
    };
    add("0", 3, 3, 1);
    add("2", 64, 3, 3);
    const fs::path file = folder / "vgg.safetensors";
    writeSafetensors(file, weights);
    const Json card = {{"name", "small-vgg"},
                       {"task", "content-features"},
                       {"format", "safetensors"},
                       {"architecture", "vgg19-normalised"},
                       {"files", {"vgg.safetensors"}},
                       {"licence", "none"},
                       {"source", "a test"},
                       {"sha256", {{"vgg.safetensors", sha256HexOfFile(file)}}}};
    writeFileAtomically(folder / "small-vgg.json", card.dump());
}

/// Something to stand for Python: answers `version` when asked for that, and else does `rest`.
void installPython(const fs::path& file,
                   const std::string& rest,
                   const std::string& version = R"({"torch": "1"})") {
    writeFileAtomically(file,
                        "#!/bin/sh\nrequest=$(cat)\ncase $request in *version*) echo '" + version +
                            "'; exit;; esac\n" + rest + "\n");
    fs::permissions(file, fs::perms::owner_all);
    qputenv("LIMEN_PYTHON", file.c_str());
}

/// A predictor whose norms have seen noise.
fs::path smallPredictor(const fs::path& folder, const Json& network) {
    const auto trainer =
        modelsLibrary().createTrainer("jnd", {{"network", network}, {"lambda_id", 0}}, 3, {});
    std::mt19937_64 random(7);
    std::uniform_real_distribution<float> value(-1.0F, 1.0F);
    models::TensorMap batch;
    FloatTensor& images =
        batch["images"] = {{4, 3, 32, 32}, std::vector<float>(std::size_t{4} * 3 * 32 * 32)};
    std::generate(images.values.begin(), images.values.end(), [&] { return value(random); });
    batch["jnd"] = images;
    batch["identities"] = {{4}, {0, 1, 2, 3}};
    for (int step = 0; step < 20; ++step)
        trainer->step(batch, 0.0);
    return writeTrainedModel(folder,
                             trainer->weights(),
                             {{"name", "small"},
                              {"task", "jnd-prediction"},
                              {"architecture", "jnd-predictor"},
                              {"options", network},
                              {"licence", "none"},
                              {"source", "a test"}});
}

QString sentence(const Outcome& outcome) {
    return QString::fromStdString(outcome.message);
}

}  // namespace

class TestBenchNetworks : public QObject {
    Q_OBJECT

private:
    QByteArray m_python = qgetenv("LIMEN_PYTHON");
    std::unique_ptr<ScratchFolder> m_folder;

    void requireTimes(const Json& times, const char* unit) {
        for (const std::string& key : {std::string("ms_per_") + unit,
                                       std::string("cpu_ms_per_") + unit,
                                       std::string("images_per_second")})
            QVERIFY2(times.at(key).get<double>() > 0.0, key.c_str());
        QCOMPARE(times.at("rounds").size(), std::size_t(1));
    }
    void requireMeasured(const Json& result, const char* unit) {
        requireTimes(result["limen"]["fp32"], unit);
        QCOMPARE(result["limen"]["bf16"].is_null(), !modelsLibrary().bf16Available());
    }
    void requireCompared(const Json& result, const char* unit) {
        for (const char* layout : {"default", "channels_last"}) {
            requireTimes(result["alternative"][layout], unit);
            for (const auto& [precision, times] : result["limen"].items())
                if (!times.is_null())
                    QVERIFY(result["speedup"][precision][layout]["ratio"].get<double>() > 0.0);
        }
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<ScratchFolder>();
        qputenv("XDG_DATA_HOME", m_folder->path().c_str());
        qputenv("LIMEN_MODELS", "");
        qunsetenv("LIMEN_PYTHON");
        if (!m_python.isEmpty())
            qputenv("LIMEN_PYTHON", m_python);
    }

    void trainingIsComparedWithEqualLosses() {
        installSmallVgg(m_folder->path());
        qputenv("LIMEN_MODELS", m_folder->path().c_str());
        const Outcome outcome = bench("train", {{"width", "0.25"}});
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const Json& runs = outcome.result["train"]["runs"];
        QCOMPARE(runs.size(), std::size_t(3));
        QCOMPARE(runs[2]["steps_per_round"].get<int>(), 4);
        for (const Json& run : runs)
            requireMeasured(run, "step");
        if (runs[0]["alternative"].is_null())
            QSKIP(("no comparison with plain PyTorch: " + runs[0]["reason"].get<std::string>()).c_str());
        for (const Json& run : runs) {
            requireCompared(run, "step");
            const Json& first = run["first_step"];
            QVERIFY(first["largest_difference"]["fp32"].get<double>() <= 1e-4);
            const Json& losses = first["losses"];
            for (const char* term : {"identity", "pixel", "loss", "gradient"})
                QVERIFY2(losses["plain_pytorch"][term].get<double>() > 0.0, term);
            for (const char* whose : {"plain_pytorch", "limen_fp32"})
                QCOMPARE(losses[whose].contains("content"), run["content"] != "none");
        }
    }

    void predictorsAreComparedWithEqualAnswers_data() {
        QTest::addColumn<QString>("network");
        QTest::newRow("new networks") << "";
        QTest::newRow("gate, no skips") << R"({"afd": "gate", "skips": false, "depth": 18, "width": 0.25})";
        QTest::newRow("no modules") << R"({"afd": "off", "depth": 18, "width": 0.25})";
    }
    void predictorsAreComparedWithEqualAnswers() {
        QFETCH(QString, network);
        Json params = {{"width", "0.25"}, {"codec", "jpeg"}};
        if (!network.isEmpty())
            params["model"] = smallPredictor(m_folder->path(), Json::parse(network.toStdString())).string();
        const Outcome outcome = bench("predict", params);
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const Json& result = outcome.result["predict"];
        QCOMPARE(result["models"].size(), std::size_t(1));
        const Json& model = result["models"][0];
        requireMeasured(model, "face");
        QVERIFY(result["select_qp"]["ms_per_face"].get<double>() > 0.0);
        QCOMPARE(result["select_qp"]["encodings"].get<int>(), 19);
        // A prediction that changes nothing would agree with any other.
        QVERIFY(model["grey_levels"]["residual"]["largest"].get<int>() >= 5);
        if (model["alternative"].is_null())
            QSKIP(("no comparison with plain PyTorch: " + model["reason"].get<std::string>()).c_str());
        requireCompared(model, "face");
        QVERIFY(model["grey_levels"]["fp32"]["largest"].get<int>() <= 1);
    }

    void withoutPytorchLimenIsMeasuredAlone() {
        qputenv("LIMEN_PYTHON", "limen-has-no-such-python");
        const Outcome outcome = bench("train", {{"width", "0.25"}});
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const Json& result = outcome.result["train"];
        QCOMPARE(result["runs"].size(), std::size_t(1));
        QVERIFY(result["content_reason"].get<std::string>().find("content-features") != std::string::npos);
        requireMeasured(result["runs"][0], "step");
        QVERIFY(result["runs"][0]["alternative"].is_null());
        const auto reason = result["runs"][0]["reason"].get<std::string>();
        QVERIFY2(reason.find("limen-has-no-such-python") != std::string::npos, reason.c_str());
        QVERIFY2(reason.find("python3-torch") != std::string::npos, reason.c_str());
    }

    void aBatchIsOfTwoPeople() {
        const Outcome outcome = bench("train", {{"width", "0.25"}, {"batch", 3}});
        QVERIFY(outcome.state == Outcome::State::Failed);
        QVERIFY2(sentence(outcome).contains("a batch of 3 images"), qPrintable(sentence(outcome)));
    }

    void aPythonThatTellsNoVersionIsNone() {
        installPython(m_folder->path() / "python", "exit 1", "{}");
        const Outcome outcome = bench("train", {{"width", "0.25"}});
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const auto reason = outcome.result["train"]["runs"][0]["reason"].get<std::string>();
        QVERIFY2(reason.find("tells no version of PyTorch") != std::string::npos, reason.c_str());
    }

    void lossesThatDifferFailTheBench() {
        const Json times = {{"ms", 1}, {"cpu_ms", 1}, {"losses", {{"pixel", 0.5}}}};
        const Json answer = {{"default", times}, {"channels_last", times}};
        installPython(m_folder->path() / "python", "echo '" + answer.dump() + "'");
        const Outcome outcome = bench("train", {{"width", "0.25"}});
        QVERIFY(outcome.state == Outcome::State::Failed);
        QVERIFY2(sentence(outcome).contains("the term pixel"), qPrintable(sentence(outcome)));
        QVERIFY2(sentence(outcome).contains("do not compute the same"), qPrintable(sentence(outcome)));
    }

    void aProgramThatFailsIsQuoted() {
        installPython(m_folder->path() / "python", "echo 'ValueError: nothing fits' >&2; exit 3");
        const Outcome outcome = bench("train", {{"width", "0.25"}});
        QVERIFY(outcome.state == Outcome::State::Failed);
        QVERIFY2(sentence(outcome).contains("exit code 3: ValueError: nothing fits."),
                 qPrintable(sentence(outcome)));
    }

    void stoppingEndsThePythonProgram() {
        const fs::path started = m_folder->path() / "started";
        installPython(m_folder->path() / "python",
                      "echo $$ > '" + started.string() + ".new'; mv '" + started.string() + ".new' '" +
                          started.string() + "'; sleep 100");
        std::stop_source source;
        std::jthread stopper([&](const std::stop_token& over) {
            while (!over.stop_requested() && !fs::exists(started))
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            source.request_stop();
        });
        const Outcome outcome = bench("train", {{"width", "0.25"}}, source.get_token());
        stopper.request_stop();
        QVERIFY(outcome.state == Outcome::State::Cancelled);
        QVERIFY(fs::exists(started));
        const pid_t pid = std::stoi(readTextFile(started));
        QCOMPARE(::kill(pid, 0), -1);
        QCOMPARE(errno, ESRCH);
    }

    void severalMeasurementsAreMadeAtOnce() {
        qputenv("LIMEN_PYTHON", "limen-has-no-such-python");
        JobContext context(silentObserver(), {}, {.threads = 1});
        const Outcome outcome = runJob(benchJob(),
                                       {{"what", {"train", "predict"}},
                                        {"depth", "18"},
                                        {"width", "0.25"},
                                        {"codec", "jpeg"},
                                        {"batch", 2},
                                        {"rounds", 1},
                                        {"steps", 1}},
                                       context);
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        QVERIFY(outcome.result.contains("train") && outcome.result.contains("predict"));
        QVERIFY(!outcome.result.contains("codec"));
    }
};

QTEST_GUILESS_MAIN(TestBenchNetworks)
#include "tst_bench_networks.moc"
