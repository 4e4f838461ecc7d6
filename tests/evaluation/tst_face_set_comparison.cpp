// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "evaluation/face_set_comparison.h"
#include "faces/drawn_faces.h"

using namespace limen;

namespace {

VerificationImage at(const std::string& identity, bool probe, double degrees) {
    const double radians = degrees * std::acos(-1.0) / 180.0;
    return {identity, probe, {static_cast<float>(std::cos(radians)), static_cast<float>(std::sin(radians))}};
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-6;
}

double cosineOf(double degrees) {
    return std::cos(degrees * std::acos(-1.0) / 180.0);
}

}  // namespace

class TestFaceSetComparison : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantilesInterpolate() {
        const Distribution of = distributionOf({4, 1, 3, 2, 5});
        QCOMPARE(of.median, 3.0);
        QCOMPARE(of.lowerQuartile, 2.0);
        QCOMPARE(of.upperQuartile, 4.0);
        QCOMPARE(distributionOf({1, 2}).median, 1.5);
        QCOMPARE(distributionOf({}).median, 0.0);
    }

    void similaritiesOfAHandMadeSet() {
        const FaceSetSimilarity set = faceSetSimilarity(
            {at("a", true, 0), at("a", true, 10), at("a", true, 40), at("b", true, 60), at("d", false, 90)});
        // Genuine: 10, 40 and 30 degrees. Impostor: probes against the distractor only.
        QVERIFY(near(set.genuine.median, cosineOf(30)));
        QVERIFY(near(set.impostor.median, (cosineOf(80) + cosineOf(50)) / 2));
        QVERIFY(near(set.closestStrangers, cosineOf(20)));
        const double mean = (cosineOf(10) + cosineOf(40) + cosineOf(30)) / 3;
        const double variance = (std::pow(cosineOf(10) - mean, 2) + std::pow(cosineOf(40) - mean, 2) +
                                 std::pow(cosineOf(30) - mean, 2)) /
                                3;
        QVERIFY(near(set.spreadWithin, std::sqrt(variance)));
    }

    void aCopyIsFound() {
        JobContext context(silentObserver(), {});
        const NearestFaces nearest = nearestFaces({at("a", true, 0), at("b", true, 50)},
                                                  {at("x", true, 90), at("y", false, 50), at("z", false, 20)},
                                                  context);
        QVERIFY(near(nearest.cosine, 1.0));
        QCOMPARE(nearest.first, std::size_t(1));
        QCOMPARE(nearest.second, std::size_t(1));
    }

    void rateIsThatOfTheProbes() {
        JobContext context(silentObserver(), {});
        const std::vector<VerificationFace> faces = {
            {"a", true, drawFace(1, 0)}, {"a", true, drawFace(1, 1)}, {"d", false, RgbImage(112, 112)}};
        const double both = meanBitsPerPixel(faces, "jpeg", 50, context);
        const double one = meanBitsPerPixel({faces[0]}, "jpeg", 50, context);
        const double other = meanBitsPerPixel({faces[1]}, "jpeg", 50, context);
        QVERIFY(one > 0);
        QVERIFY(near(both, (one + other) / 2));
    }
};

QTEST_GUILESS_MAIN(TestFaceSetComparison)
#include "tst_face_set_comparison.moc"
