// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "base/threads.h"
#include "faces/cascade_aligner.h"
#include "faces/cascades.h"
#include "faces/face_aligner.h"
#include "faces/face_template.h"
#include "image/image_file.h"
#include "image/opencv_view.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

constexpr const char* yunetCard = "weights/cards/yunet-2022mar.json";
constexpr const char* references = "reference/align/align.json";

std::string sharedText(const char* path) {
    return (test::sharedFolder() / path).string();
}

Json referenceList() {
    return Json::parse(readTextFile(sharedText(references)));
}

RgbImage sharedImage(const std::string& path) {
    return readImage(test::sharedFolder() / "reference" / path);
}

FacePoints turned(double degrees, double scale, double tx, double ty) {
    const double a = scale * std::cos(degrees * std::numbers::pi / 180);
    const double b = scale * std::sin(degrees * std::numbers::pi / 180);
    FacePoints points;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = transformed({a, -b, tx, b, a, ty}, templatePoints[i]);
    return points;
}

double distance(const Point2& a, const Point2& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// Share of the values that differ by at most one level.
double shareWithinOneLevel(const RgbImage& a, const RgbImage& b) {
    std::size_t within = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        within += std::abs(int{a.pixels[i]} - int{b.pixels[i]}) <= 1;
    return static_cast<double>(within) / static_cast<double>(a.pixels.size());
}

template <typename Action>
std::string reasonOf(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

RgbImage resized(const RgbImage& image, int side, int interpolation) {
    RgbImage result(side, side);
    cv::Mat view = rgbView(result);
    cv::resize(rgbView(image), view, view.size(), 0, 0, interpolation);
    return result;
}

}  // namespace

class TestAlignment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recoversSimilarities_data();
    void recoversSimilarities();
    void neverReflects();
    void minimizesTheSquaredError();
    void refusesDegeneratePoints();
    void warpsWithBlackBorder();
    void refusesSidesTheWarpCannotAddress();
    void alignsReferencePhotos();
    void alignsTheSameOnAnyNumberOfThreads();
    void scalesLandmarksOfLargePhotosBack();
    void refusesSmallPhotos();
    void reportsPhotosWithoutFace();
    void refusesOtherDetectors();
    void alignsWithCascades();
    void saysWhichCascadesAreMissing();
};

void TestAlignment::recoversSimilarities_data() {
    QTest::addColumn<double>("degrees");
    QTest::addColumn<double>("scale");
    for (const double degrees : {0.0, 17.0, -90.0, 180.0})
        for (const double scale : {0.25, 1.0, 6.0})
            QTest::addRow("%g degrees, %g", degrees, scale) << degrees << scale;
}

void TestAlignment::recoversSimilarities() {
    QFETCH(double, degrees);
    QFETCH(double, scale);
    const FacePoints points = turned(degrees, scale, 130.5, -44.25);
    const Similarity similarity = similarityToTemplate(points);
    QVERIFY(std::abs(std::hypot(similarity[0], similarity[3]) - 1 / scale) < 1e-9);
    for (std::size_t i = 0; i < points.size(); ++i)
        QVERIFY(distance(transformed(similarity, points[i]), templatePoints[i]) < 1e-9);
}

void TestAlignment::neverReflects() {
    FacePoints mirrored = templatePoints;
    for (Point2& point : mirrored)
        point.x = 112 - point.x;
    const Similarity s = similarityToTemplate(mirrored);
    QVERIFY(s[0] * s[4] - s[1] * s[3] > 0);
    QCOMPARE(s[0], s[4]);
    QCOMPARE(s[1], -s[3]);
}

void TestAlignment::minimizesTheSquaredError() {
    FacePoints points = turned(8, 1.7, 20, 30);
    points[2].x += 5;
    points[4].y -= 3;
    const auto error = [&points](const Similarity& s) {
        double sum = 0;
        for (std::size_t i = 0; i < points.size(); ++i)
            sum += std::pow(distance(transformed(s, points[i]), templatePoints[i]), 2);
        return sum;
    };
    const Similarity best = similarityToTemplate(points);
    for (const double step : {1e-4, -1e-4}) {
        QVERIFY(error({best[0] + step, best[1], best[2], best[3], best[4] + step, best[5]}) > error(best));
        QVERIFY(error({best[0], best[1] - step, best[2], best[3] + step, best[4], best[5]}) > error(best));
        QVERIFY(error({best[0], best[1], best[2] + step, best[3], best[4], best[5]}) > error(best));
        QVERIFY(error({best[0], best[1], best[2], best[3], best[4], best[5] + step}) > error(best));
    }
}

void TestAlignment::refusesDegeneratePoints() {
    FacePoints points;
    points.fill({50, 50});
    QVERIFY(!reasonOf([&] { similarityToTemplate(points); }).empty());
    points = templatePoints;
    points[3].y = std::nan("");
    QVERIFY(!reasonOf([&] { similarityToTemplate(points); }).empty());
}

void TestAlignment::warpsWithBlackBorder() {
    RgbImage white(200, 200);
    std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
    const RgbImage shifted = warpToTemplate(white, {1, 0, 40, 0, 1, 0});
    QCOMPARE(shifted.width, alignedSize);
    QCOMPARE(shifted.height, alignedSize);
    QCOMPARE(int{*shifted.at(39, 60)}, 0);
    QCOMPARE(int{*shifted.at(40, 60)}, 255);
}

void TestAlignment::refusesSidesTheWarpCannotAddress() {
    const RgbImage panorama(40000, 40);
    QVERIFY(reasonOf([&] {
                warpToTemplate(panorama, {1, 0, 0, 0, 1, 0});
            }).find("40000 x 40") != std::string::npos);
}

void TestAlignment::alignsReferencePhotos() {
    LIMEN_NEEDS_SHARED(references);
    LIMEN_NEEDS_SHARED(yunetCard);
    const auto aligner = createFaceAligner(sharedText(yunetCard));
    const Json list = referenceList();
    QVERIFY(list.size() >= 4);
    for (const Json& entry : list) {
        const AlignedFace result = aligner->align(sharedImage(entry["photo"]));
        QVERIFY(result.points.has_value());
        // Tolerances: reference/README.md section 6; the detector's last bits depend on the machine.
        for (std::size_t i = 0; i < 5; ++i)
            QVERIFY(distance((*result.points)[i], {entry["landmarks"][i][0], entry["landmarks"][i][1]}) <
                    0.05);
        for (std::size_t i = 0; i < 6; ++i)
            QVERIFY(std::abs(result.transform[i] - entry["matrix"][i / 3][i % 3].get<double>()) <
                    (i % 3 == 2 ? 0.05 : 1e-3));
        QVERIFY(shareWithinOneLevel(result.face, sharedImage(entry["aligned"])) >= 0.995);
        QCOMPARE(result.otherFaces, static_cast<int>(entry["detections"].size()) - 1);
    }
}

void TestAlignment::alignsTheSameOnAnyNumberOfThreads() {
    LIMEN_NEEDS_SHARED(references);
    LIMEN_NEEDS_SHARED(yunetCard);
    const Json list = referenceList();
    std::vector<RgbImage> alone;
    // Whatever another library made of OpenCV's threads before.
    cv::setNumThreads(4);
    const auto aligner = createFaceAligner(sharedText(yunetCard));
    for (const Json& entry : list)
        alone.push_back(aligner->align(sharedImage(entry["photo"])).face);
    std::vector<std::vector<RgbImage>> together(3);
    runWorkers(3, {}, [&](int worker, const std::stop_token&) {
        const auto own = createFaceAligner(sharedText(yunetCard));
        for (const Json& entry : list)
            together[static_cast<std::size_t>(worker)].push_back(
                own->align(sharedImage(entry["photo"])).face);
    });
    for (const std::vector<RgbImage>& faces : together)
        QCOMPARE(faces, alone);
}

void TestAlignment::scalesLandmarksOfLargePhotosBack() {
    LIMEN_NEEDS_SHARED(references);
    LIMEN_NEEDS_SHARED(yunetCard);
    const auto aligner = createFaceAligner(sharedText(yunetCard));
    const RgbImage photo = sharedImage(referenceList()[0]["photo"]);
    const AlignedFace whole = aligner->align(resized(photo, 1024, cv::INTER_CUBIC));
    // Every pixel twice each way: the reduction for detection gives the same 1024 pixels again.
    const AlignedFace doubled =
        aligner->align(resized(resized(photo, 1024, cv::INTER_CUBIC), 2048, cv::INTER_NEAREST));
    for (std::size_t i = 0; i < 5; ++i) {
        QCOMPARE((*doubled.points)[i].x, 2 * (*whole.points)[i].x);
        QCOMPARE((*doubled.points)[i].y, 2 * (*whole.points)[i].y);
    }
    QCOMPARE(doubled.transform[0], whole.transform[0] / 2);
    QCOMPARE(doubled.transform[5], whole.transform[5]);
}

void TestAlignment::refusesSmallPhotos() {
    LIMEN_NEEDS_SHARED(yunetCard);
    const auto aligner = createFaceAligner(sharedText(yunetCard));
    QVERIFY(reasonOf([&] { aligner->align(RgbImage(31, 200)); }).find("31 x 200") != std::string::npos);
    QVERIFY(reasonOf([&] { aligner->align(RgbImage(1, 1)); }).find("too small") != std::string::npos);
    QCOMPARE(reasonOf([&] { aligner->align(RgbImage(4000, 100)); }).find("too narrow") == std::string::npos,
             false);
}

void TestAlignment::reportsPhotosWithoutFace() {
    LIMEN_NEEDS_SHARED(yunetCard);
    const auto aligner = createFaceAligner(sharedText(yunetCard));
    QCOMPARE(reasonOf([&] { aligner->align(RgbImage(64, 64)); }), std::string("No face was found."));
}

void TestAlignment::refusesOtherDetectors() {
    LIMEN_NEEDS_SHARED(yunetCard);
    Json card = Json::parse(readTextFile(sharedText(yunetCard)));
    const std::filesystem::path model = test::sharedFolder() / "weights/face_detection_yunet_2022mar.onnx";
    const ScratchFolder scratch;
    std::filesystem::copy_file(model, scratch.path() / "net.onnx");
    card["files"] = {"net.onnx"};
    card["sha256"] = {{"net.onnx", card["sha256"].begin().value()}};
    const std::string file = (scratch.path() / "card.json").string();

    card["architecture"] = "retinaface";
    writeFileAtomically(file, card.dump());
    QVERIFY(reasonOf([&] { createFaceAligner(file); }).find("retinaface") != std::string::npos);

    card["architecture"] = "yunet";
    card["options"] = {{"score", "high"}};
    writeFileAtomically(file, card.dump());
    QVERIFY(reasonOf([&] { createFaceAligner(file); }).find("score") != std::string::npos);

    // Nothing scores above 1.
    card["options"] = {{"score", 1.0}};
    writeFileAtomically(file, card.dump());
    const auto strict = createFaceAligner(file);
    LIMEN_NEEDS_SHARED(references);
    QCOMPARE(reasonOf([&] { strict->align(sharedImage(referenceList()[0]["photo"])); }),
             std::string("No face was found."));
    QVERIFY(strict->identity() != createFaceAligner(sharedText(yunetCard))->identity());
}

void TestAlignment::alignsWithCascades() {
    const std::unique_ptr<FaceAligner> aligner = createCascadeAligner();
    QCOMPARE(reasonOf([&] { aligner->align(RgbImage(64, 64)); }), std::string("No face was found."));
    LIMEN_NEEDS_SHARED(references);
    for (const Json& entry : referenceList()) {
        const AlignedFace result = aligner->align(sharedImage(entry["photo"]));
        QVERIFY(!result.points);
        // Nine tenths of LFW come within 7.5 px: what two detected eyes, or a box alone, are good for.
        for (std::size_t i = 0; i < 2; ++i) {
            const Point2 eye =
                transformed(result.transform, {entry["landmarks"][i][0], entry["landmarks"][i][1]});
            QVERIFY2(distance(eye, templatePoints[i]) < 10.0, entry["photo"].get<std::string>().c_str());
        }
    }
}

void TestAlignment::saysWhichCascadesAreMissing() {
    const ScratchFolder scratch;
    qputenv("LIMEN_CASCADES", scratch.path().c_str());
    QVERIFY(reasonOf([] { cascadeFolder(); }).find("LIMEN_CASCADES") != std::string::npos);
    writeFileAtomically(scratch.path() / "haarcascade_frontalface_default.xml", "no cascade");
    writeFileAtomically(scratch.path() / "haarcascade_eye.xml", "no cascade");
    QVERIFY(reasonOf([] { createCascadeAligner(); }).find("is not a cascade") != std::string::npos);
    qunsetenv("LIMEN_CASCADES");
}

QTEST_GUILESS_MAIN(TestAlignment)
#include "tst_alignment.moc"
