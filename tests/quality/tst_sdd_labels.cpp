// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <limits>

#include "base/cancellation.h"
#include "base/error.h"
#include "quality/sdd_labels.h"
#include "training/sample_random.h"

using namespace limen;

namespace {

const JobContext& quiet() {
    static const JobContext context(silentObserver(), {});
    return context;
}

SddFace face(std::int64_t person, std::size_t photograph, bool original, double degrees) {
    const double angle = degrees * std::acos(-1.0) / 180.0;
    return {person,
            photograph,
            original,
            {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))}};
}

/// People around directions of their own, each photograph a little aside.
std::vector<SddFace> crowd(std::int64_t people, std::size_t each, std::uint64_t seed) {
    std::vector<SddFace> faces;
    SampleRandom random(seed, 0, 0);
    for (std::int64_t person = 0; person < people; ++person)
        for (std::size_t i = 0; i < each; ++i)
            faces.push_back(face(
                person,
                faces.size(),
                true,
                360.0 * static_cast<double>(person) / static_cast<double>(people) + random.normal(12.0)));
    return faces;
}

double distance(std::vector<double> a, std::vector<double> b) {
    return wassersteinDistance(a, b);
}

}  // namespace

class TestSddLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wassersteinIsTheAreaBetweenTheDistributions() {
        // As the integral over the difference of the quantile functions, computed apart.
        QCOMPARE(distance({1, 2, 3}, {5}), 3.0);
        QCOMPARE(distance({0, 1, 3}, {5, 6, 8}), 5.0);
        QVERIFY(std::abs(distance({0.1, 0.4, 0.45, 0.9}, {0.2, 0.6, 0.65}) - 0.17916666666666664) < 1e-15);
        QCOMPARE(distance({0, 2}, {1}), 1.0);
        QCOMPARE(distance({1, 1}, {1}), 0.0);
        QCOMPARE(distance({3, 1, 2}, {2, 3, 1}), 0.0);
        QVERIFY(std::isnan(distance({}, {1})) && std::isnan(distance({1}, {})));
    }

    void wassersteinOfEqualSizesIsTheMeanDifferenceOfTheSorted() {
        SampleRandom random(5, 0, 0);
        std::vector<double> a, b;
        for (int i = 0; i < 24; ++i) {
            a.push_back(random.normal(1.0));
            b.push_back(random.normal(2.0) + 0.3);
        }
        std::vector<double> sortedA = a, sortedB = b;
        std::sort(sortedA.begin(), sortedA.end());
        std::sort(sortedB.begin(), sortedB.end());
        double mean = 0.0;
        for (std::size_t i = 0; i < a.size(); ++i)
            mean += std::abs(sortedA[i] - sortedB[i]) / 24.0;
        QVERIFY(std::abs(distance(a, b) - mean) < 1e-12);
        QCOMPARE(distance(a, b), distance(b, a));
    }

    void labelsAreThoseOfAnExample() {
        // Directions in degrees of three people's photographs and of copies of two of them; there are fewer
        // of each kind than are drawn, so that every draw is all. The numbers were computed apart.
        const std::vector<SddFace> faces = {face(1, 0, true, 0),
                                            face(1, 0, false, 40),
                                            face(1, 1, true, 10),
                                            face(1, 2, true, 25),
                                            face(2, 3, true, 80),
                                            face(2, 4, true, 95),
                                            face(2, 4, false, 60),
                                            face(3, 5, true, 170),
                                            face(3, 6, true, 200)};
        const std::vector<double> wanted = {
            76.366631, 24.942401, 69.660613, 47.074639, 9.502792, 15.438481, 0.0, 71.316554, 100.0};
        const std::vector<double> labels = sddLabels(faces, {}, quiet());
        QCOMPARE(labels.size(), wanted.size());
        // Embeddings are floats, the example was computed in double.
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY2(std::abs(labels[i] - wanted[i]) < 1e-4, qPrintable(QString::number(labels[i], 'g', 9)));
    }

    void drawsFollowTheSeed() {
        const std::vector<SddFace> faces = crowd(6, 40, 1);
        const std::vector<double> labels = sddLabels(faces, {.seed = 3}, quiet());
        QVERIFY(labels == sddLabels(faces, {.seed = 3}, quiet()));
        QVERIFY(labels != sddLabels(faces, {.seed = 4}, quiet()));
        for (const double label : labels)
            QVERIFY(label >= 0.0 && label <= 100.0);
    }

    void averagedDrawsComeNearerToAllThereIs() {
        const std::vector<SddFace> faces = crowd(6, 40, 2);
        const std::vector<double> all = sddLabels(faces, {.drawn = 1000, .repeats = 1}, quiet());
        const auto error = [&](int repeats) {
            const std::vector<double> labels = sddLabels(faces, {.repeats = repeats}, quiet());
            double sum = 0.0;
            for (std::size_t i = 0; i < labels.size(); ++i)
                sum += std::abs(labels[i] - all[i]);
            return sum;
        };
        QVERIFY(error(12) < error(1));
    }

    void aCopyLikeItsOriginalHasItsLabel() {
        // More of both kinds than are drawn: a copy must be given the same draws.
        std::vector<SddFace> faces = crowd(5, 30, 3);
        SddFace copy = faces[7];
        copy.original = false;
        faces.push_back(copy);
        const std::vector<double> labels = sddLabels(faces, {}, quiet());
        QCOMPARE(labels.back(), labels[7]);
        // Copies are compared with, by nobody.
        faces.pop_back();
        QVERIFY(sddLabels(faces, {}, quiet()) == std::vector<double>(labels.begin(), labels.end() - 1));
    }

    void whatCannotBeLabelledIsRefused() {
        QVERIFY_EXCEPTION_THROWN(
            sddLabels(
                std::vector{face(1, 0, true, 0), face(1, 1, true, 5), face(2, 2, true, 90)}, {}, quiet()),
            Error);
        QVERIFY_EXCEPTION_THROWN(
            sddLabels(std::vector{face(1, 0, true, 0), face(1, 1, true, 5)}, {}, quiet()), Error);
        std::vector<SddFace> faces = crowd(3, 3, 1);
        faces[4].embedding.push_back(0.0F);
        QVERIFY_EXCEPTION_THROWN(sddLabels(faces, {}, quiet()), Error);
        std::stop_source source;
        source.request_stop();
        const JobContext stopped(silentObserver(), source.get_token());
        QVERIFY_EXCEPTION_THROWN(sddLabels(crowd(3, 3, 1), {}, stopped), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSddLabels)
#include "tst_sdd_labels.moc"
