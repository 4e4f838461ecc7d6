// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <stop_token>

#include "jobs/jobs.h"

using namespace limen;

namespace {

Outcome bench(const char* models, const std::stop_token& stop = {}) {
    JobContext context(silentObserver(), stop, {.threads = 1});
    return runJob(
        benchJob(), {{"what", {"hvs"}}, {"eye-models", models}, {"rounds", 2}, {"count", 2}}, context);
}

}  // namespace

class TestBenchHvs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyModelAskedForIsMeasured() {
        const Outcome outcome = bench("zhang05,chou95");
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const Json& result = outcome.result["hvs"];
        QCOMPARE(result["models"].size(), std::size_t{2});
        QCOMPARE(result["models"][0]["model"].get<std::string>(), std::string("zhang05"));
        QCOMPARE(result["large"].get<std::string>(), std::string("1920x1080"));
        QCOMPARE(result["rounds"].get<int>(), 2);
        for (const Json& entry : result["models"]) {
            for (const char* key : {"face_ms", "face_cpu_ms", "large_ms", "large_cpu_ms"})
                QVERIFY2(entry[key].get<double>() >= 0.0, key);
            QVERIFY(entry["large_ms"].get<double>() > 0.0);
        }
    }

    void unknownModelsAreRefused() {
        const Outcome outcome = bench("chou95,chou59");
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY(QString::fromStdString(outcome.message).contains("chou59"));
    }

    void itStopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        QCOMPARE(bench("wu13", source.get_token()).exitCode(), 130);
    }
};

QTEST_GUILESS_MAIN(TestBenchHvs)
#include "tst_bench_hvs.moc"
