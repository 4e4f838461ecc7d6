// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>

#include "base/safe_file.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "metrics/image_region.h"
#include "metrics/metric_list.h"
#include "metrics/psnr.h"
#include "metrics/ssim.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

RgbImage picture(int width, int height, int shift) {
    RgbImage image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                image.at(x, y)[c] =
                    static_cast<std::uint8_t>((x * 5 + y * 3 + 40 * c + (x % 7) * shift) % 256);
    return image;
}

Outcome measure(const Json& params) {
    JobContext context(silentObserver(), {});
    return runJob(metricsJob(), params, context);
}

const Json* missingEntry(const Json& result, const char* metric) {
    for (const Json& entry : result.at("missing"))
        if (entry.at("metric") == metric)
            return &entry;
    return nullptr;
}

}  // namespace

class TestMetricsJob : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ScratchFolder> m_folder;

    std::string path(const char* name) const { return (m_folder->path() / name).string(); }
    std::string written(const char* name, const RgbImage& image) const {
        writePng(path(name), image);
        return path(name);
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<ScratchFolder>();
        // No models but those of the test.
        qputenv("LIMEN_MODELS", "");
        qputenv("XDG_DATA_HOME", m_folder->path().c_str());
    }

    void theNumbersAreThoseOfTheMetrics() {
        const RgbImage a = picture(60, 50, 0);
        const RgbImage b = picture(60, 50, 3);
        const Outcome outcome = measure({{"ref", written("a.png", a)}, {"test", written("b.png", b)}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        QCOMPARE(outcome.result["psnr"].get<double>(), psnr(a, b));
        QCOMPARE(outcome.result["ssim"].get<double>(), ssim(a, b));
        QCOMPARE(outcome.result["ms_ssim_3"].get<double>(), msSsim3(a, b));
        QCOMPARE(outcome.result["equal"].get<bool>(), false);
        QCOMPARE(outcome.result["width"].get<int>(), 60);
    }

    void whatNeedsAModelIsMissingWithoutIt() {
        const std::string file = written("a.png", picture(112, 112, 0));
        const Outcome outcome = measure({{"ref", file}, {"test", file}});
        QCOMPARE(outcome.exitCode(), 0);
        for (const ImageMetric& metric : metrics()) {
            if (metric.of == MetricOf::Sets)
                continue;
            const Json* entry = missingEntry(outcome.result, metric.name.c_str());
            QVERIFY2((entry != nullptr) == !metric.task.empty(), metric.name.c_str());
            QVERIFY2(outcome.result.contains(metric.name) == metric.task.empty(), metric.name.c_str());
            if (entry == nullptr)
                continue;
            const auto reason = QString::fromStdString(entry->at("reason"));
            QVERIFY(reason.contains(QString::fromStdString(metric.task)) &&
                    reason.contains(QString::fromStdString(metric.architecture)));
            QVERIFY(QString::fromStdString(entry->at("hint")).contains("limen models import"));
        }
        QVERIFY(outcome.result["psnr"].is_null());
        QCOMPARE(outcome.result["equal"].get<bool>(), true);
        QCOMPARE(outcome.result["ssim"].get<double>(), 1.0);
    }

    void aMetricThatIsAskedForAloneFails() {
        const std::string file = written("a.png", picture(112, 112, 0));
        const Outcome outcome = measure({{"ref", file}, {"test", file}, {"metric", {"lpips_squeeze"}}});
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY(QString::fromStdString(outcome.message).contains("lpips-squeeze"));
        QVERIFY(QString::fromStdString(outcome.hint).contains("limen models import"));
        const Outcome some =
            measure({{"ref", file}, {"test", file}, {"metric", {"lpips_squeeze", "ssim", "ssim"}}});
        QCOMPARE(some.exitCode(), 0);
        QCOMPARE(some.result["missing"].size(), std::size_t{1});
        QVERIFY(!some.result.contains("psnr"));
    }

    void aRegionIsComparedAlone() {
        const RgbImage a = picture(60, 50, 0);
        const RgbImage b = picture(60, 50, 3);
        const Outcome outcome = measure({{"ref", written("a.png", a)},
                                         {"test", written("b.png", b)},
                                         {"region", "20,7,30,43"},
                                         {"metric", {"psnr", "ssim"}}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const ImageRegion region{20, 7, 30, 43};
        QCOMPARE(outcome.result["psnr"].get<double>(), psnr(cutOut(a, region), cutOut(b, region)));
        QCOMPARE(outcome.result["ssim"].get<double>(), ssim(cutOut(a, region), cutOut(b, region)));
        QCOMPARE(outcome.result["height"].get<int>(), 43);
        QCOMPARE(outcome.result["region"].dump(), std::string("[20,7,30,43]"));
    }

    void aSingleChangedPixelOutsideTheRegionDoesNotCount() {
        const RgbImage a = picture(40, 40, 0);
        RgbImage b = a;
        b.at(5, 5)[1] ^= 0x40;
        const auto equalIn = [&](const char* region) {
            return measure({{"ref", written("a.png", a)}, {"test", written("b.png", b)}, {"region", region}})
                .result["equal"]
                .get<bool>();
        };
        QVERIFY(equalIn("6,0,34,40") && equalIn("0,6,40,34"));
        QVERIFY(!equalIn("5,5,1,1") && !equalIn("0,0,6,6"));
    }

    void smallImagesHaveTheMetricsThatTheyAllow() {
        const Outcome pixel = measure(
            {{"ref", written("a.png", RgbImage(1, 1))}, {"test", written("b.png", picture(1, 1, 9))}});
        QCOMPARE(pixel.exitCode(), 0);
        QVERIFY(pixel.result["psnr"].is_number());
        for (const char* metric : {"ssim", "ms_ssim_3"}) {
            const Json* entry = missingEntry(pixel.result, metric);
            QVERIFY(entry != nullptr);
            QVERIFY(QString::fromStdString(entry->at("reason")).contains("these have 1x1"));
        }
        const Outcome window = measure(
            {{"ref", written("a.png", picture(11, 40, 0))}, {"test", written("b.png", picture(11, 40, 1))}});
        QVERIFY(window.result["ssim"].is_number());
        QVERIFY(missingEntry(window.result, "ms_ssim_3") != nullptr);
    }

    void whatCannotBeMeantIsRefused_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        const auto add = [](const char* row, const char* option, const char* value, const char* said) {
            QTest::newRow(row) << QString(option) << QString(value) << QString(said);
        };
        add("other size", "test", "other.png", "40x30 and 30x40");
        add("not an image", "test", "text.png", "text.png");
        add("truncated", "ref", "cut.png", "cut.png");
        add("no such file", "ref", "none.png", "none.png");
        add("metric", "metric", "psrn", "psrn");
        add("set metric", "metric", "fid", "sets of images");
        for (const char* region : {"1,2,3", "1,2,3,4,5", "a", "", "1,2,3,", "1, 2,3,4", "1,2,3,4x"})
            add(region, "region", region, "not a region");
        for (const char* region :
             {"0,0,0,5", "-1,0,5,5", "0,0,41,5", "39,0,2,1", "2147483647,0,1,1", "0,30,1,1"})
            add(region, "region", region, "not a part");
        add("overflow", "region", "0,0,99999999999,1", "not a region");
    }
    void whatCannotBeMeantIsRefused() {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, said);
        Json params = {{"ref", written("a.png", picture(40, 30, 0))},
                       {"test", written("b.png", picture(40, 30, 1))}};
        written("other.png", picture(30, 40, 0));
        writeFileAtomically(path("text.png"), std::string("no image"));
        std::vector<std::uint8_t> bytes = encodePng(picture(40, 30, 0));
        bytes.resize(bytes.size() / 2);
        writeFileAtomically(path("cut.png"), bytes);
        const std::string text = value.toStdString();
        if (option == "metric")
            params["metric"] = {text};
        else
            params[option.toStdString()] = text.ends_with(".png") ? path(text.c_str()) : text;
        const Outcome outcome = measure(params);
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY2(QString::fromStdString(outcome.message).contains(said), outcome.message.c_str());
        QVERIFY(!outcome.hint.empty());
    }

    void everyMetricSaysWhatItIs() {
        for (const ImageMetric& metric : metrics()) {
            QVERIFY2(!metric.title.empty() && !metric.formula.empty() && !metric.source.empty(),
                     metric.name.c_str());
            QCOMPARE(metric.task.empty(), metric.architecture.empty());
            QCOMPARE(&metricNamed(metric.name), &metric);
        }
        QVERIFY_EXCEPTION_THROWN(metricNamed("psrn"), Error);
    }

    void metricsByCardAgreeWithTheirReferences() {
        LIMEN_NEEDS_SHARED("reference/metrics/image_pairs.json");
        LIMEN_NEEDS_SHARED("weights/cards/lpips-squeeze.json");
        LIMEN_NEEDS_SHARED("weights/lpips_squeeze_v0.1.safetensors");
        LIMEN_NEEDS_SHARED("weights/cards/pfld-68.json");
        const std::filesystem::path folder = test::sharedFolder() / "reference";
        qputenv("LIMEN_MODELS", (test::sharedFolder() / "weights/cards").c_str());
        const Json pairs = Json::parse(readTextFile(folder / "metrics/image_pairs.json"));
        for (std::size_t i = 0; i < pairs.size(); i += 9) {
            const std::string reference = (folder / pairs[i]["reference"].get<std::string>()).string();
            const std::string distorted = (folder / pairs[i]["distorted"].get<std::string>()).string();
            const Outcome outcome = measure({{"ref", reference}, {"test", distorted}});
            QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
            // Tolerances: reference/README.md, section 3.
            const auto differs = [&](const char* name, const char* wanted, double tolerance) {
                return !(std::abs(outcome.result[name].get<double>() - pairs[i][wanted].get<double>()) <
                         tolerance);
            };
            QVERIFY2(!differs("psnr", "psnr_rgb", 1e-4), distorted.c_str());
            QVERIFY2(!differs("ssim", "ssim_grey_u8", 1e-6), distorted.c_str());
            QVERIFY2(!differs("lpips_squeeze", "lpips_squeeze_v01", 1e-4), distorted.c_str());
            QCOMPARE(outcome.result["models"]["lpips_squeeze"].get<std::string>(),
                     std::string("lpips-squeeze"));
            QVERIFY(outcome.result["nme"].get<double>() > 0.0);
            QVERIFY(outcome.result["nme"].get<double>() < 10.0);
            const Outcome turned = measure(
                {{"ref", distorted}, {"test", reference}, {"metric", {"lpips_squeeze", "psnr", "ssim"}}});
            for (const char* name : {"lpips_squeeze", "psnr", "ssim"})
                QVERIFY(std::abs(turned.result[name].get<double>() - outcome.result[name].get<double>()) <
                        1e-6);
            const Outcome same = measure({{"ref", reference}, {"test", reference}});
            QCOMPARE(same.result["lpips_squeeze"].get<double>(), 0.0);
            QCOMPARE(same.result["nme"].get<double>(), 0.0);
            QVERIFY(same.result["psnr"].is_null());
        }
    }

    void aDamagedModelIsMissingToo() {
        LIMEN_NEEDS_SHARED("weights/cards/lpips-squeeze.json");
        Json card = Json::parse(readTextFile(test::sharedFolder() / "weights/cards/lpips-squeeze.json"));
        const std::string name = card["files"][0];
        card["files"] = {"weights.safetensors"};
        card["sha256"] = {{"weights.safetensors", card["sha256"][name]}};
        writeFileAtomically(path("card.json"), card.dump());
        writeFileAtomically(path("weights.safetensors"), std::string("something else"));
        qputenv("LIMEN_MODELS", m_folder->path().c_str());
        const std::string file = written("a.png", picture(60, 60, 0));
        const Outcome outcome = measure({{"ref", file}, {"test", file}});
        const Json* entry = missingEntry(outcome.result, "lpips_squeeze");
        QVERIFY(entry != nullptr);
        QVERIFY(QString::fromStdString(entry->at("reason")).contains("SHA-256"));
    }
};

QTEST_GUILESS_MAIN(TestMetricsJob)
#include "tst_metrics_job.moc"
