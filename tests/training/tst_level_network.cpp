// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "prediction/level_predictor.h"
#include "recognition/models_library.h"
#include "training/epoch_order.h"
#include "training/level_network_fit.h"
#include "training/metric_file.h"
#include "training/ridge_regression.h"
#include "training/sample_random.h"

using namespace limen;

namespace {

constexpr int levels = 39;
constexpr std::size_t features = 8;

/// Faces whose JND point is told by their first number, with others that tell nothing.
LevelSamples madeUp(std::size_t faces, std::uint64_t seed) {
    LevelSamples samples;
    SampleRandom random(seed, 0, 0);
    for (std::size_t i = 0; i < faces; ++i) {
        std::vector<float> row;
        for (std::size_t k = 0; k < features; ++k)
            row.push_back(static_cast<float>(random.normal(1.0)));
        samples.points.push_back(
            static_cast<int>(std::lround(std::clamp(22.0 + 5.0 * double{row[0]}, 0.0, levels - 1.0))));
        samples.rows.push_back(std::move(row));
    }
    return samples;
}

LevelNetworkOptions quick(const std::string& head) {
    LevelNetworkOptions options;
    options.head = head;
    options.batch = 20;
    options.epochs = 30;
    options.rate = 3e-3;
    options.dropout = 0.1;
    return options;
}

/// Asks for a stop after a number of steps.
class Stopper final : public JobObserver {
public:
    Stopper(std::stop_source& source, std::int64_t step) : m_source(&source), m_step(step) {}
    void onProgress(const Progress&) override {}
    void onLog(LogLevel, const std::string&) override {}
    void onMetric(const std::string&, std::int64_t step, double) override {
        if (step == m_step)
            m_source->request_stop();
    }

private:
    std::stop_source* m_source;
    std::int64_t m_step;
};

/// The weights that were stored last.
struct Fitted {
    LeastErrorFit fit;
    models::TensorMap weights;
};

Fitted fit(const std::filesystem::path& folder,
           const LevelNetworkOptions& options,
           JobObserver& observer = silentObserver(),
           std::stop_token stop = {}) {
    Fitted fitted;
    const JobContext context(observer, std::move(stop), {.threads = 1});
    fitted.fit = fitLevelNetwork(
        RunFolder(folder),
        {{"head", options.head}},
        madeUp(300, 1),
        madeUp(60, 2),
        levels,
        options,
        [&fitted](const models::TensorMap& weights, double, std::int64_t) { fitted.weights = weights; },
        context);
    return fitted;
}

bool same(const models::TensorMap& a, const models::TensorMap& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
               return x.first == y.first && x.second.values == y.second.values;
           });
}

}  // namespace

/// Networks that predict levels, and the ridge.
class TestLevelNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHeadLearnsARule_data() {
        QTest::addColumn<QByteArray>("head");
        for (const char* head : {"binary", "ordinal", "regression"})
            QTest::newRow(head) << QByteArray(head);
    }
    void everyHeadLearnsARule() {
        QFETCH(QByteArray, head);
        const ScratchFolder scratch;
        const LevelNetworkOptions options = quick(head.toStdString());
        const Fitted fitted = fit(scratch.path(), options);
        QCOMPARE(fitted.fit.steps, 30 * 15);
        // One level for all errs by 4 levels; here nothing is left to chance but rounding.
        QVERIFY2(fitted.fit.validationError < 1.3, qPrintable(QString::number(fitted.fit.validationError)));

        // What is stored is that model.
        const LevelSamples unseen = madeUp(60, 2);
        const auto network = modelsLibrary().createTensorNetwork(
            "level-network", options.network(features, levels), fitted.weights, {});
        std::vector<std::vector<float>> answers;
        for (const std::vector<float>& row : unseen.rows) {
            answers.push_back(network->forward({{"features", {{1, features}, row}}}).at("answer").values);
            QCOMPARE(answers.back().size(), head == "regression" ? std::size_t{1} : std::size_t{levels});
            QVERIFY(head != "ordinal" || std::is_sorted(answers.back().rbegin(), answers.back().rend()));
        }
        QVERIFY(std::abs(errorOfAnswers(answers, unseen.points, levels) - fitted.fit.validationError) < 1e-9);

        bool restarted = false;
        std::size_t errors = 0;
        for (const MetricRow& row : MetricReader(scratch.path() / "metrics.csv").read(restarted))
            errors += row.name == "validation_error" ? 1 : 0;
        QCOMPARE(errors, std::size_t{30});
        QCOMPARE(RunFolder(scratch.path()).readStatus()->state, std::string("finished"));
    }

    void aRunThatWasStoppedGoesOn() {
        const ScratchFolder whole, halved;
        const LevelNetworkOptions options = quick("binary");
        const Fitted undisturbed = fit(whole.path(), options);
        std::stop_source source;
        Stopper stopper(source, 100);
        QVERIFY_EXCEPTION_THROWN(fit(halved.path(), options, stopper, source.get_token()), Cancelled);
        QCOMPARE(RunFolder(halved.path()).readStatus()->state, std::string("cancelled"));
        const Fitted resumed = fit(halved.path(), options);
        QCOMPARE(resumed.fit.bestStep, undisturbed.fit.bestStep);
        QCOMPARE(resumed.fit.validationError, undisturbed.fit.validationError);
        QVERIFY(same(resumed.weights, undisturbed.weights));
        QCOMPARE(readTextFile(halved.path() / "metrics.csv"), readTextFile(whole.path() / "metrics.csv"));
    }

    void mirroredFacesAreLearnedFrom() {
        // What is told by the mirrored faces alone is learned as well.
        LevelSamples train = madeUp(200, 1);
        train.mirrored = train.rows;
        for (std::vector<float>& row : train.rows)
            row[0] = 0.0F;
        const ScratchFolder scratch;
        const JobContext context(silentObserver(), {}, {.threads = 1});
        const LeastErrorFit fitted = fitLevelNetwork(
            RunFolder(scratch.path()),
            Json::object(),
            train,
            madeUp(60, 2),
            levels,
            quick("regression"),
            [](const models::TensorMap&, double, std::int64_t) {},
            context);
        QVERIFY2(fitted.validationError < 3.0, qPrintable(QString::number(fitted.validationError)));
    }

    void raresWeighMoreWithinLimits() {
        const std::vector<float> weights = positiveWeights({0, 1, 1, 1}, 4);
        QCOMPARE(weights, (std::vector<float>{0.1F, 1.0F / 3.0F, 10.0F, 10.0F}));
        std::vector<int> points(100, 3);
        points[0] = 0;
        QCOMPARE(positiveWeights(points, 4).back(), 0.1F);
    }

    void everyEpochHasItsOwnOrder() {
        EpochOrder order(50, 7);
        const std::vector<std::size_t> first = order.of(0), second = order.of(1);
        QVERIFY(first != second);
        QVERIFY(std::is_permutation(first.begin(), first.end(), second.begin()));
        QCOMPARE(EpochOrder(50, 7).of(1), second);
    }

    void theRidgeIsTheClosedForm() {
        // One column of mean 0 and mean square 2: slope = mean(xy) / (2 + strength).
        const std::vector<std::vector<float>> rows = {{-2.0F}, {0.0F}, {0.0F}, {2.0F}};
        const std::vector<int> targets = {1, 4, 6, 9};
        const LinearFit loose = fitRidge(rows, targets, 1e-9);
        QVERIFY(std::abs(double{loose.bias} - 5.0) < 1e-6);
        QVERIFY(std::abs(loose.at(std::vector<float>{1.0F}) - 7.0) < 1e-6);
        const LinearFit tight = fitRidge(rows, targets, 2.0);
        QVERIFY(std::abs(tight.at(std::vector<float>{1.0F}) - 6.0) < 1e-6);
        QVERIFY_EXCEPTION_THROWN(fitRidge({}, {}, 1.0), Error);
        QVERIFY_EXCEPTION_THROWN(fitRidge(rows, targets, 0.0), Error);
    }

    void descriptionsAreStandardised() {
        const Standardisation standard = Standardisation::of({{1.0F, 7.0F}, {3.0F, 7.0F}});
        std::vector<float> row = {4.0F, 7.0F};
        standard.apply(row);
        QVERIFY(std::abs(row[0] - 2.0F) < 1e-4F);
        QCOMPARE(row[1], 0.0F);  // says nothing, harms nothing
        QVERIFY_EXCEPTION_THROWN(Standardisation::of({}), Error);
    }

    void badNetworksAreRefused_data() {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const char* options, const char* said) {
            QTest::newRow(name) << QByteArray(options) << QByteArray(said);
        };
        row("head", R"({"features": 8, "levels": 39, "head": "oracle"})", "no head \"oracle\"");
        row("none", R"({"features": 8, "levels": 39})", "no head");
        row("features", R"({"levels": 39, "head": "binary"})", "features");
        row("levels", R"({"features": 8, "levels": 1, "head": "binary"})", "levels");
        row("dropout", R"({"features": 8, "levels": 39, "head": "binary", "dropout": 1})", "dropout");
        row("begin", R"({"features": 8, "levels": 39, "head": "binary", "begin": [1]})", "cannot begin");
        row("weights",
            R"({"features": 8, "levels": 39, "head": "binary", "positive_weights": [1]})",
            "positive_weights");
        row("text", R"({"features": 8, "levels": 2, "head": "binary", "begin": ["a"]})", "list of numbers");
    }
    void badNetworksAreRefused() {
        QFETCH(QByteArray, options);
        QFETCH(QByteArray, said);
        try {
            modelsLibrary().createTrainer("levels", Json::parse(options.toStdString()), 1, {});
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(std::string(error.what()).find(said.toStdString()) != std::string::npos, error.what());
        }
    }

    void aBatchLargerThanTheFacesIsRefused() {
        const ScratchFolder scratch;
        LevelNetworkOptions options = quick("binary");
        options.batch = 301;
        QVERIFY_EXCEPTION_THROWN(fit(scratch.path(), options), Error);
    }
};

QTEST_GUILESS_MAIN(TestLevelNetwork)
#include "tst_level_network.moc"
