// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "base/hash.h"
#include "base/safe_file.h"
#include "jobs/bench.h"
#include "jobs/jobs.h"
#include "models/random_mobile_face_net.h"
#include "recognition/models_library.h"

using namespace limen;

namespace {

Json measure(const std::string& recognizer) {
    ParamSpec name;
    name.name = "recognizer";
    ParamSpec count;
    count.name = "count";
    count.type = ParamType::Integer;
    JobContext context(silentObserver(), {}, {.threads = 2});
    return benchEmbed(validateParams({name, count}, {{"recognizer", recognizer}, {"count", 1}}), context);
}

}  // namespace

class TestBenchEmbed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNetworkIsComparedWithItselfAsPublished() {
        const ScratchFolder folder;
        const auto weights = folder.path() / "w.safetensors";
        writeSafetensors(weights, test::RandomMobileFaceNet(false).weights);
        const Json card = {{"name", "random"},
                           {"task", "face-recognition"},
                           {"format", "safetensors"},
                           {"architecture", "mobilefacenet"},
                           {"files", {"w.safetensors"}},
                           {"input", {{"size", {32, 32}}}},
                           {"embedding", 16},
                           {"licence", "none"},
                           {"source", "a test"},
                           {"sha256", {{"w.safetensors", sha256HexOfFile(weights)}}}};
        writeFileAtomically(folder.path() / "random.json", card.dump());
        const Json results = measure((folder.path() / "random.json").string());
        QCOMPARE(results.size(), std::size_t(1));
        const Json& result = results[0];
        QCOMPARE(result["recognizer"].get<std::string>(), std::string("random"));
        QCOMPARE(result["batch"].get<int>(), 32);
        std::vector<std::string> expected = {
            "eager_fp32_workers", "eager_fp32_threads", "fp32_workers", "fp32_threads"};
        if (modelsLibrary().bf16Available())
            expected.insert(expected.end(), {"bf16_workers", "bf16_threads"});
        QCOMPARE(result["milliseconds_per_face"].size(), expected.size());
        for (const std::string& variant : expected) {
            QVERIFY2(result["milliseconds_per_face"][variant].get<double>() > 0.0, variant.c_str());
            QCOMPARE(result["rounds"][variant].size(), std::size_t(5));
        }
        QVERIFY(result["fp32_over_eager"].get<double>() > 0.0);
        QCOMPARE(result["bf16_over_fp32"].is_null(), !modelsLibrary().bf16Available());
    }

    void withoutANameEveryInstalledRecognizerIsMeasured() {
        const ScratchFolder folder;
        qputenv("XDG_DATA_HOME", folder.path().c_str());
        qputenv("LIMEN_MODELS", "");
        const Json results = measure("hog-baseline");
        QCOMPARE(results.size(), std::size_t(1));
        QVERIFY(results[0]["milliseconds_per_face"]["fp32_workers"].get<double>() > 0.0);
    }
};

QTEST_GUILESS_MAIN(TestBenchEmbed)
#include "tst_bench_embed.moc"
