// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <memory>

#include "base/hash.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "jobs/job.h"
#include "metrics/frechet_distance.h"
#include "metrics/metric_list.h"
#include "metrics/psnr.h"
#include "metrics/ssim.h"
#include "support/onnx_bytes.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

RgbImage picture(int shift, int side = 48) {
    RgbImage image(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < 3; ++c)
                image.at(x, y)[c] =
                    static_cast<std::uint8_t>((x * (5 + shift % 3) + y * 3 + 40 * c + (x % 7) * shift) % 256);
    return image;
}

Outcome measure(const Json& params) {
    JobContext context(silentObserver(), {});
    return runJob(*findJob("metrics"), params, context);
}

const Json* missingEntry(const Json& result, const std::string& metric) {
    for (const Json& entry : result.at("missing"))
        if (entry.at("metric") == metric)
            return &entry;
    return nullptr;
}

/// The means of the channels, which are the features of the network below.
std::vector<float> channelMeans(const RgbImage& image) {
    std::vector<float> means;
    for (std::size_t c = 0; c < 3; ++c) {
        double sum = 0.0;
        for (std::size_t i = c; i < image.pixels.size(); i += 3)
            sum += image.pixels[i];
        means.push_back(static_cast<float>(3.0 * sum / static_cast<double>(image.pixels.size())));
    }
    return means;
}

}  // namespace

/// `limen metrics` of two folders.
class TestMetricsFolders : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ScratchFolder> m_folder;

    fs::path reference() const { return m_folder->path() / "reference"; }
    fs::path test() const { return m_folder->path() / "test"; }
    Json both(const Json& more = Json::object()) const {
        Json params = {{"ref", reference().string()}, {"test", test().string()}};
        params.update(more);
        return params;
    }
    /// A card of FID's architecture whose features are the means of the channels.
    void installFeatures() const {
        const fs::path folder = m_folder->path() / "cards";
        fs::create_directories(folder);
        const std::string network = test::onnxOfOneOperator("GlobalAveragePool", 48);
        writeFileAtomically(folder / "means.onnx", network);
        const Json card = {{"name", "means"},
                           {"task", "image-features"},
                           {"format", "onnx"},
                           {"architecture", "inception-v3-fid"},
                           {"files", {"means.onnx"}},
                           {"input", {{"size", {48, 48}}, {"mean", {0, 0, 0}}, {"std", {1, 1, 1}}}},
                           {"licence", "none"},
                           {"source", "test"},
                           {"sha256", {{"means.onnx", sha256Hex(network)}}}};
        writeFileAtomically(folder / "means.json", card.dump());
        qputenv("LIMEN_MODELS", folder.c_str());
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<ScratchFolder>();
        qputenv("LIMEN_MODELS", "");
        qputenv("XDG_DATA_HOME", m_folder->path().c_str());
        fs::create_directories(reference() / "deeper");
        fs::create_directories(test() / "deeper");
    }

    void pairsOfOneNameAreAveraged() {
        writePng(reference() / "a.png", picture(0));
        writePng(test() / "a.png", picture(1));
        writePng(reference() / "deeper/a.png", picture(2));
        writePng(test() / "deeper/a.png", picture(5));
        writePng(reference() / "same.png", picture(3));
        writePng(test() / "same.png", picture(3));
        writePng(reference() / "lonely.png", picture(3));
        writePng(test() / "other.png", picture(4));
        writeFileAtomically(test() / "notes.txt", std::string("no image"));
        const Outcome outcome = measure(both({{"metric", {"psnr", "ssim"}}}));
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const Json& result = outcome.result;
        QCOMPARE(result["pairs"], Json(3));
        QCOMPARE(result["without_namesake"], Json(2));
        QCOMPARE(result["reference_images"], Json(4));
        QCOMPARE(result["counts"]["psnr"], (Json{{"mean_of", 2}, {"infinite", 1}, {"not_computed", 0}}));
        QCOMPARE(result["counts"]["ssim"], (Json{{"mean_of", 3}, {"infinite", 0}, {"not_computed", 0}}));
        const double a = psnr(picture(0), picture(1)), b = psnr(picture(2), picture(5));
        QVERIFY(std::abs(result["psnr"].get<double>() - (a + b) / 2.0) < 1e-12);
        const double ssims = ssim(picture(0), picture(1)) + ssim(picture(2), picture(5)) + 1.0;
        QVERIFY(std::abs(result["ssim"].get<double>() - ssims / 3.0) < 1e-12);
        QVERIFY(!result.contains("fid"));
    }

    void withoutWeightsThereIsNoFidButASentence() {
        writePng(reference() / "a.png", picture(0));
        writePng(test() / "a.png", picture(1));
        const Outcome outcome = measure(both());
        QCOMPARE(outcome.exitCode(), 0);
        QVERIFY(!outcome.result.contains("fid"));
        for (const ImageMetric& metric : metrics())
            QCOMPARE(missingEntry(outcome.result, metric.name) != nullptr, !metric.task.empty());
        const Json* entry = missingEntry(outcome.result, "fid");
        QVERIFY(entry->at("reason").get<std::string>().find("inception-v3-fid") != std::string::npos);
        QVERIFY(entry->at("hint").get<std::string>().find("limen models import") != std::string::npos);
        const Outcome alone = measure(both({{"metric", {"fid"}}}));
        QCOMPARE(alone.exitCode(), 2);
        QVERIFY(alone.message.find("image-features") != std::string::npos);
    }

    void fidIsOfAllImages() {
        installFeatures();
        FeatureSet a, b;
        for (int i = 0; i < 6; ++i) {
            writePng(reference() / ("r" + std::to_string(i) + ".png"), picture(i));
            a.push_back(channelMeans(picture(i)));
        }
        for (int i = 0; i < 5; ++i) {
            writePng(test() / ("t" + std::to_string(i) + ".png"), picture(3 * i + 1));
            b.push_back(channelMeans(picture(3 * i + 1)));
        }
        const Outcome outcome = measure(both({{"metric", {"fid"}}}));
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const double wanted = frechetDistance(a, b).distance;
        QVERIFY(wanted > 1.0);
        // The network averages in floats.
        QVERIFY(std::abs(outcome.result["fid"].get<double>() - wanted) < 1e-3 * wanted);
        const Json& sets = outcome.result["fid_sets"];
        QCOMPARE(sets["reference_images"], Json(6));
        QCOMPARE(sets["test_images"], Json(5));
        QCOMPARE(sets["features"], Json(3));
        QCOMPARE(sets["few_images"], Json(false));
        QVERIFY(!sets.contains("note"));
        QCOMPARE(outcome.result["models"]["fid"], Json("means"));
        QCOMPARE(outcome.result["pairs"], Json(0));

        // No name is common: metrics of pairs are missing, FID is not.
        const Outcome all = measure(both({{"metric", {"psnr", "fid"}}}));
        QCOMPARE(all.exitCode(), 0);
        QVERIFY(missingEntry(all.result, "psnr") != nullptr && !all.result.contains("psnr"));
        QCOMPARE(all.result["fid"], outcome.result["fid"]);

        for (int i = 3; i < 6; ++i)
            fs::remove(reference() / ("r" + std::to_string(i) + ".png"));
        const Outcome few = measure(both({{"metric", {"fid"}}}));
        QCOMPARE(few.result["fid_sets"]["few_images"], Json(true));
        QVERIFY(few.result["fid_sets"]["note"].get<std::string>().find("singular") != std::string::npos);
        fs::remove(reference() / "r1.png");
        fs::remove(reference() / "r2.png");
        const Outcome one = measure(both({{"metric", {"fid"}}}));
        QCOMPARE(one.exitCode(), 2);
        QVERIFY(one.message.find("one of these has 1") != std::string::npos);
    }

    void pairsThatCannotBeComparedAreNamed() {
        writePng(reference() / "a.png", picture(0));
        writePng(test() / "a.png", picture(1));
        writePng(reference() / "size.png", picture(0));
        writePng(test() / "size.png", picture(0, 30));
        writePng(reference() / "text.png", picture(0));
        writeFileAtomically(test() / "text.png", std::string("no image"));
        const Outcome outcome = measure(both({{"metric", {"psnr"}}}));
        QCOMPARE(outcome.exitCode(), 3);
        QCOMPARE(outcome.result["failed"].size(), std::size_t{2});
        QCOMPARE(outcome.result["failed"][0]["file"], Json("size"));
        QCOMPARE(outcome.result["counts"]["psnr"]["mean_of"], Json(1));
        QCOMPARE(outcome.result["psnr"].get<double>(), psnr(picture(0), picture(1)));
    }

    void imagesTooSmallForAMetricHaveTheOthers() {
        for (const char* name : {"a.png", "b.png"}) {
            writePng(reference() / name, picture(0, name[0] == 'a' ? 20 : 60));
            writePng(test() / name, picture(1, name[0] == 'a' ? 20 : 60));
        }
        const Json asked = {{"metric", {"ssim", "ms_ssim_3"}}};
        const Outcome two = measure(both(asked));
        QCOMPARE(two.exitCode(), 0);
        QCOMPARE(two.result["counts"]["ssim"]["mean_of"], Json(2));
        QCOMPARE(two.result["counts"]["ms_ssim_3"]["mean_of"], Json(1));
        QCOMPARE(two.result["counts"]["ms_ssim_3"]["not_computed"], Json(1));
        QVERIFY(two.result["counts"]["ms_ssim_3"]["reason"].get<std::string>().find("20x20") !=
                std::string::npos);
        fs::remove(test() / "b.png");
        const Outcome small = measure(both(asked));
        QCOMPARE(small.exitCode(), 0);
        QVERIFY(small.result["ssim"].is_number() && !small.result.contains("ms_ssim_3"));
        QVERIFY(missingEntry(small.result, "ms_ssim_3") != nullptr);
    }

    void foldersThatCannotBeComparedAreRefused() {
        const auto refusal = [](const Json& params) {
            const Outcome outcome = measure(params);
            return outcome.exitCode() == 2 && !outcome.hint.empty() ? QString::fromStdString(outcome.message)
                                                                    : QString();
        };
        QVERIFY(refusal(both()).contains("has no images"));
        writePng(reference() / "a.png", picture(0));
        QVERIFY(refusal(both()).contains("has no images"));
        writePng(test() / "b.png", picture(0));
        QVERIFY(refusal(both({{"metric", {"psnr"}}})).contains("has the name of one"));
        QVERIFY(refusal({{"ref", reference().string()}, {"test", (test() / "b.png").string()}})
                    .contains("is a folder"));
        QVERIFY(refusal(both({{"region", "0,0,5,5"}})).contains("--region"));
        writeFileAtomically(reference() / "a.jpg", std::string("of the same name"));
        QVERIFY(refusal(both()).contains("have one name"));
        QVERIFY(refusal({{"ref", reference().string()}, {"test", (m_folder->path() / "none").string()}})
                    .contains("none"));
    }
};

QTEST_GUILESS_MAIN(TestMetricsFolders)
#include "tst_metrics_folders.moc"
