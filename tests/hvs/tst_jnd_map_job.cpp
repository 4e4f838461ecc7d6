// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "base/safe_file.h"
#include "hvs/eye_model.h"
#include "hvs/jnd_injection.h"
#include "image/image_file.h"
#include "jobs/jobs.h"

namespace fs = std::filesystem;
using namespace limen;

namespace {

RgbImage picture(int width, int height, bool grey) {
    RgbImage image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                image.at(x, y)[c] = static_cast<std::uint8_t>((x * 5 + y * 3 + (grey ? 0 : 40 * c)) % 256);
    return image;
}

Outcome jndMap(const Json& params, std::uint64_t seed = 1) {
    RunOptions options;
    options.seed = seed;
    JobContext context(silentObserver(), {}, options);
    const Job job = jndMapJob();
    return runJob(job, params, context);
}

}  // namespace

class TestJndMapJob : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ScratchFolder> m_folder;

    std::string path(const char* name) const { return (m_folder->path() / name).string(); }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<ScratchFolder>();
        writePng(path("in.png"), picture(45, 31, false));
        writePng(path("grey.png"), picture(45, 31, true));
    }

    void theFilesHoldWhatTheModelSays_data() {
        QTest::addColumn<QString>("model");
        for (const EyeModelInfo& info : eyeModels())
            QTest::newRow(info.name.c_str()) << QString::fromStdString(info.name);
    }
    void theFilesHoldWhatTheModelSays() {
        QFETCH(QString, model);
        const Outcome outcome = jndMap({{"in", path("in.png")},
                                        {"out", path("map.tiff")},
                                        {"model", model.toStdString()},
                                        {"picture", path("map.png")},
                                        {"image", path("jnd.png")}},
                                       7);
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const RgbImage image = picture(45, 31, false);
        const auto eye = createEyeModel(model.toStdString());
        const Plane map = eye->map(greyOf(image));
        const cv::Mat stored = cv::imread(path("map.tiff"), cv::IMREAD_UNCHANGED);
        QCOMPARE(stored.type(), CV_32FC1);
        QCOMPARE(stored.size(), cv::Size(45, 31));
        double sum = 0.0;
        for (int y = 0; y < 31; ++y)
            for (int x = 0; x < 45; ++x) {
                QCOMPARE(stored.at<float>(y, x), static_cast<float>(map.at(x, y)));
                sum += map.at(x, y);
            }
        QVERIFY(std::abs(outcome.result["mean"].get<double>() - sum / (45.0 * 31.0)) < 1e-5);
        QVERIFY(outcome.result["max"].get<double>() >= outcome.result["mean"].get<double>());
        QVERIFY(outcome.result["psnr"].get<double>() > 20.0);
        QVERIFY(readImage(path("jnd.png")) == injectJnd(*eye, image, EyeColour::Luma, {.seed = 7}));
        QCOMPARE(readImage(path("map.png")).width, 45);
    }

    void everyChannelCanBeLookedAt() {
        const Outcome outcome = jndMap(
            {{"in", path("in.png")}, {"out", path("map.tif")}, {"model", "chou95"}, {"color", "rgb_each"}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const cv::Mat stored = cv::imread(path("map.tif"), cv::IMREAD_UNCHANGED);
        QCOMPARE(stored.type(), CV_32FC3);
        const RgbImage image = picture(45, 31, false);
        for (int channel = 0; channel < 3; ++channel) {
            const Plane map = createEyeModel("chou95")->map(channelOf(image, channel));
            // OpenCV reads B, G, R.
            QCOMPARE(stored.at<cv::Vec3f>(11, 20)[2 - channel], static_cast<float>(map.at(20, 11)));
        }
    }

    void variantAndSeedChangeTheResult() {
        const auto meanOf = [&](const char* variant) {
            return jndMap({{"in", path("grey.png")},
                           {"out", path("map.tiff")},
                           {"model", "chou95"},
                           {"variant", variant}})
                .result["mean"]
                .get<double>();
        };
        QVERIFY(meanOf("author") > meanOf("paper"));
        const auto imageOf = [&](std::uint64_t seed) {
            jndMap({{"in", path("grey.png")},
                    {"out", path("map.tiff")},
                    {"model", "yang05"},
                    {"image", path("jnd.png")}},
                   seed);
            return readImage(path("jnd.png"));
        };
        QVERIFY(imageOf(1) == imageOf(1));
        QVERIFY(!(imageOf(1) == imageOf(2)));
    }

    void whatCannotBeMeantIsRefused_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("model") << "model"
                               << "chou59"
                               << "chou59";
        QTest::newRow("not a TIFF") << "out"
                                    << "map.png"
                                    << "TIFF";
        QTest::newRow("picture is no PNG") << "picture"
                                           << "map.jpg"
                                           << "PNG";
        QTest::newRow("image over the input") << "image"
                                              << "in.png"
                                              << "named twice";
        QTest::newRow("missing folder") << "image"
                                        << "nowhere/jnd.png"
                                        << "no folder";
        QTest::newRow("gain and mse") << "gain"
                                      << "2"
                                      << "exclude";
        QTest::newRow("negative mse") << "mse"
                                      << "-1"
                                      << "mse";
    }
    void whatCannotBeMeantIsRefused() {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, said);
        Json params = {{"in", path("in.png")}, {"out", path("map.tiff")}, {"model", "chou95"}, {"mse", "3"}};
        const bool isFile = value.contains('.');
        params[option.toStdString()] = isFile ? path(qPrintable(value)) : value.toStdString();
        const Outcome outcome = jndMap(params);
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY2(QString::fromStdString(outcome.message).contains(said), outcome.message.c_str());
        const auto files = std::distance(fs::directory_iterator(m_folder->path()), fs::directory_iterator());
        QCOMPARE(files, 2);
    }
};

QTEST_GUILESS_MAIN(TestJndMapJob)
#include "tst_jnd_map_job.moc"
