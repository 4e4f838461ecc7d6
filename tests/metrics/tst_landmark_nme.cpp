// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "image/image_file.h"
#include "metrics/face_landmarks_68.h"
#include "metrics/landmark_nme.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

/// On an ellipse of 60 x 80 pixels.
std::vector<Point2> face() {
    std::vector<Point2> points;
    for (std::size_t i = 0; i < landmarkCount68; ++i) {
        const double angle = 2.0 * M_PI * static_cast<double>(i) / 68.0;
        points.push_back({50.0 + 30.0 * std::cos(angle), 60.0 + 40.0 * std::sin(angle)});
    }
    return points;
}

}  // namespace

class TestLandmarkNme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheMeanDistanceInPercentOfBothLengths() {
        const std::vector<Point2> reference = face();
        std::vector<Point2> moved = reference;
        for (Point2& point : moved)
            point = {point.x + 3.0, point.y - 4.0};
        QCOMPARE(landmarkNme(reference, reference).box, 0.0);
        QCOMPARE(landmarkNme(reference, reference).interOcular, 0.0);
        const LandmarkNme found = landmarkNme(moved, reference);
        // 68 is divisible by four: the points touch all sides of the box.
        QVERIFY(std::abs(found.box - 100.0 * 5.0 / std::sqrt(60.0 * 80.0)) < 1e-9);
        const double eyes = std::hypot(reference[36].x - reference[45].x, reference[36].y - reference[45].y);
        QVERIFY(std::abs(found.interOcular - 100.0 * 5.0 / eyes) < 1e-9);
    }

    void theReferenceGivesTheLength() {
        const std::vector<Point2> reference = face();
        std::vector<Point2> twice = reference;
        for (Point2& point : twice)
            point = {2.0 * point.x, 2.0 * point.y};
        QVERIFY(std::abs(landmarkNme(twice, reference).box - 2.0 * landmarkNme(reference, twice).box) < 1e-9);
    }

    void impossiblePointsAreRefused() {
        const std::vector<Point2> reference = face();
        std::vector<Point2> infinite = reference;
        infinite[3].x = std::nan("");
        QVERIFY_EXCEPTION_THROWN(landmarkNme(infinite, reference), Error);
        QVERIFY_EXCEPTION_THROWN(landmarkNme(reference, std::vector<Point2>(68)), Error);
        QVERIFY_EXCEPTION_THROWN(landmarkNme(std::vector<Point2>(5), reference), Error);
        QVERIFY_EXCEPTION_THROWN(landmarkNme({}, {}), Error);
    }

    void aNetworkFindsTheEyesWhereTheAlignmentPutsThem() {
        LIMEN_NEEDS_SHARED("weights/cards/pfld-68.json");
        LIMEN_NEEDS_SHARED("weights/pfld.onnx");
        LIMEN_NEEDS_SHARED("reference/images");
        FaceLandmarks68 landmarks(readModelCard(test::sharedFolder() / "weights/cards/pfld-68.json"));
        int faces = 0;
        double sum = 0.0;
        for (const auto& entry :
             std::filesystem::directory_iterator(test::sharedFolder() / "reference/images")) {
            const RgbImage image = readImage(entry.path());
            if (image.width != alignedSize || image.height != alignedSize)
                continue;
            const std::vector<Point2> points = landmarks.find(image);
            const auto centre = [&](std::size_t first) {
                Point2 mean;
                for (std::size_t i = first; i < first + 6; ++i)
                    mean = {mean.x + points[i].x / 6.0, mean.y + points[i].y / 6.0};
                return mean;
            };
            const Point2 left = centre(36);
            const Point2 right = centre(42);
            // The template's eyes. The network was made for wider views and errs by some pixels.
            for (const double distance :
                 {std::hypot(left.x - 38.3, left.y - 51.7), std::hypot(right.x - 73.5, right.y - 51.5)}) {
                QVERIFY2(distance < 12.0, entry.path().c_str());
                sum += distance;
            }
            ++faces;
        }
        QVERIFY(sum / (2.0 * faces) < 6.0);
        QCOMPARE(faces, 6);
        QVERIFY_EXCEPTION_THROWN(landmarks.find(RgbImage(64, 64)), Error);
    }

    void otherNetworksAreRefused() {
        LIMEN_NEEDS_SHARED("weights/cards/mobilefacenet-y1.json");
        LIMEN_NEEDS_SHARED("weights/mobilefacenet_y1_merged.caffemodel");
        const ModelCard card = readModelCard(test::sharedFolder() / "weights/cards/mobilefacenet-y1.json");
        QVERIFY_EXCEPTION_THROWN(FaceLandmarks68{card}, Error);
    }
};

QTEST_GUILESS_MAIN(TestLandmarkNme)
#include "tst_landmark_nme.moc"
