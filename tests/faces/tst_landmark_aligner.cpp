// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "base/threads.h"
#include "faces/cascade_aligner.h"
#include "faces/face_template.h"
#include "faces/landmark_aligner.h"
#include "faces/steady_points.h"
#include "image/image_file.h"
#include "image/opencv_view.h"
#include "support/shared_data.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

constexpr const char* references = "reference/align/align.json";

Json referenceList() {
    return Json::parse(readTextFile(test::sharedFolder() / references));
}

RgbImage referencePhoto(const Json& entry) {
    return readImage(test::sharedFolder() / "reference" / entry["photo"].get<std::string>());
}

FacePoints referencePoints(const Json& entry) {
    FacePoints points;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {entry["landmarks"][i][0], entry["landmarks"][i][1]};
    return points;
}

RgbImage warped(const RgbImage& photo, const Similarity& transform, int width, int height) {
    RgbImage result(width, height);
    cv::Mat view = rgbView(result);
    cv::warpAffine(rgbView(photo), view, cv::Matx23d(transform.data()), view.size(), cv::INTER_AREA);
    return result;
}

/// A card of the shipped network in a folder of its own, and that folder in LIMEN_MODELS.
class OwnModel {
public:
    OwnModel() : card(Json::parse(readTextFile(shippedModelFolder() / "limen-landmarks.json"))) {
        fs::copy_file(shippedModelFolder() / weights(), m_scratch.path() / weights());
        qputenv("LIMEN_MODELS", m_scratch.path().c_str());
    }
    ~OwnModel() { qunsetenv("LIMEN_MODELS"); }
    OwnModel(const OwnModel&) = delete;
    OwnModel& operator=(const OwnModel&) = delete;

    std::string weights() const { return card["files"][0]; }
    fs::path weightsFile() const { return m_scratch.path() / weights(); }
    void write() const { writeFileAtomically(m_scratch.path() / "own.json", card.dump()); }
    void restate() { card["sha256"][weights()] = sha256HexOfFile(weightsFile()); }

    Json card;

private:
    ScratchFolder m_scratch;
};

template <typename Action>
std::string reasonOf(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

class TestLandmarkAligner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheBuiltInAligner();
    void findsThePointsOfPhotographs();
    void findsTurnedAndLargeFaces_data();
    void findsTurnedAndLargeFaces();
    void findsNoFaceWhereThereIsNone();
    void alignsTheSameOnAnyNumberOfThreads();
    void isIdentifiedByItsWeights();
    void fallsBackToCascades();
    void refusesDamagedWeights();
    void refusesOtherNetworks();
};

void TestLandmarkAligner::isTheBuiltInAligner() {
    std::string remark;
    const auto aligner = createFaceAligner("", &remark);
    QCOMPARE(remark, std::string());
    QVERIFY(aligner->identity().starts_with("limen-landmarks "));
}

void TestLandmarkAligner::findsThePointsOfPhotographs() {
    LIMEN_NEEDS_SHARED(references);
    const auto aligner = createFaceAligner("");
    const Json list = referenceList();
    double mean = 0;
    for (const Json& entry : list) {
        const AlignedFace face = aligner->align(referencePhoto(entry));
        QVERIFY(face.points.has_value());
        const double error = landmarkError(*face.points, referencePoints(entry));
        QVERIFY2(error < 0.2, qPrintable(QString::number(error)));
        mean += error / static_cast<double>(list.size());
        QVERIFY(face.score > 0.5 && face.score <= 1.0);
        QCOMPARE(face.face, warpToTemplate(referencePhoto(entry), similarityToTemplate(*face.points)));
    }
    // The reference answered once for each; a view moved by some pixels gives it points 0.05 away.
    QVERIFY2(mean < 0.1, qPrintable(QString::number(mean)));
}

void TestLandmarkAligner::findsTurnedAndLargeFaces_data() {
    QTest::addColumn<double>("degrees");
    QTest::addColumn<double>("scale");
    QTest::newRow("turned left") << -30.0 << 1.0;
    QTest::newRow("turned right") << 30.0 << 1.0;
    QTest::newRow("small") << 0.0 << 0.45;
    QTest::newRow("large") << 10.0 << 3.0;
}

void TestLandmarkAligner::findsTurnedAndLargeFaces() {
    LIMEN_NEEDS_SHARED(references);
    QFETCH(double, degrees);
    QFETCH(double, scale);
    const auto aligner = createFaceAligner("");
    const Json list = referenceList();
    int good = 0;
    for (const Json& entry : list) {
        const RgbImage photo = referencePhoto(entry);
        const double a = scale * std::cos(degrees * CV_PI / 180);
        const double b = scale * std::sin(degrees * CV_PI / 180);
        const double x = photo.width / 2.0;
        const double y = photo.height / 2.0;
        const Similarity turn{a, -b, scale * x - a * x + b * y, b, a, scale * y - b * x - a * y};
        const RgbImage turned =
            warped(photo, turn, cvRound(photo.width * scale), cvRound(photo.height * scale));
        FacePoints expected = referencePoints(entry);
        for (Point2& point : expected)
            point = transformed(turn, point);
        try {
            good += landmarkError(aligner->align(turned).points.value(), expected) < 0.2;
        } catch (const Error&) {
            // Counted below.
        }
    }
    QVERIFY2(good >= static_cast<int>(list.size()) - 1, qPrintable(QString::number(good)));
}

void TestLandmarkAligner::findsNoFaceWhereThereIsNone() {
    const auto aligner = createFaceAligner("");
    RgbImage ramp(180, 140);
    for (int y = 0; y < ramp.height; ++y)
        for (int x = 0; x < ramp.width; ++x)
            for (int c = 0; c < 3; ++c)
                ramp.at(x, y)[c] = static_cast<std::uint8_t>(x + (y / 20 % 2) * 40);
    QCOMPARE(reasonOf([&] { aligner->align(ramp); }), std::string("No face was found."));
    QCOMPARE(reasonOf([&] { aligner->align(RgbImage(64, 64)); }), std::string("No face was found."));
    QVERIFY(reasonOf([&] { aligner->align(RgbImage(31, 64)); }).find("too small") != std::string::npos);
}

void TestLandmarkAligner::alignsTheSameOnAnyNumberOfThreads() {
    LIMEN_NEEDS_SHARED(references);
    const Json list = referenceList();
    std::vector<AlignedFace> alone;
    const auto aligner = createFaceAligner("");
    for (const Json& entry : list)
        alone.push_back(aligner->align(referencePhoto(entry)));
    std::vector<std::vector<AlignedFace>> together(3);
    runWorkers(3, {}, [&](int worker, const std::stop_token&) {
        const auto own = createFaceAligner("");
        for (const Json& entry : list)
            together[static_cast<std::size_t>(worker)].push_back(own->align(referencePhoto(entry)));
    });
    for (const std::vector<AlignedFace>& faces : together)
        for (std::size_t i = 0; i < alone.size(); ++i) {
            QCOMPARE(faces[i].face, alone[i].face);
            QCOMPARE(faces[i].transform, alone[i].transform);
        }
}

void TestLandmarkAligner::isIdentifiedByItsWeights() {
    const std::string shipped = createFaceAligner("")->identity();
    OwnModel model;
    model.write();
    QCOMPARE(createFaceAligner("")->identity(), shipped);
    auto weights = readSafetensors(model.weightsFile());
    weights.at("answer.conv.bias").values[0] += 0.25F;
    writeSafetensors(model.weightsFile(), weights);
    model.restate();
    model.write();
    QVERIFY(createFaceAligner("")->identity() != shipped);
}

void TestLandmarkAligner::fallsBackToCascades() {
    OwnModel model;
    model.card["task"] = "landmarks";  // of that name, but not for faces: the first of a name wins
    model.write();
    std::string remark;
    QCOMPARE(createFaceAligner("", &remark)->identity(), createCascadeAligner()->identity());
    QVERIFY2(remark.find("cascades alone") != std::string::npos, remark.c_str());
    QCOMPARE(createFaceAligner("")->identity(), createCascadeAligner()->identity());
}

void TestLandmarkAligner::refusesDamagedWeights() {
    OwnModel model;
    model.write();
    fs::resize_file(model.weightsFile(), 1000);
    QVERIFY(reasonOf([] { createFaceAligner(""); }).find("does not match its model card") !=
            std::string::npos);
    model.restate();
    model.write();
    QVERIFY(reasonOf([] { createFaceAligner(""); }).find("safetensors") != std::string::npos);
}

void TestLandmarkAligner::refusesOtherNetworks() {
    OwnModel model;
    model.card["options"]["widths"] = {24, 48, 64, 80, 63};
    model.write();
    QVERIFY(reasonOf([] { createFaceAligner(""); }).find("Cannot open limen-landmarks") != std::string::npos);
    model.card["input"]["size"] = {96, 96};
    model.write();
    QVERIFY(reasonOf([] { createFaceAligner(""); }).find("64x64") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestLandmarkAligner)
#include "tst_landmark_aligner.moc"
