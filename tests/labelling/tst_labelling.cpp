// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.h"
#include "labelling/jnd_search.h"
#include "labelling/operating_point.h"

using namespace limen;

namespace {

std::vector<float> randomUnit(std::mt19937& random, int dimension) {
    std::normal_distribution<double> normal;
    std::vector<double> values(static_cast<std::size_t>(dimension));
    double norm = 0.0;
    for (double& value : values) {
        value = normal(random);
        norm += value * value;
    }
    std::vector<float> unit;
    for (const double value : values)
        unit.push_back(static_cast<float>(value / std::sqrt(norm)));
    return unit;
}

JobContext quietContext(int threads) {
    RunOptions options;
    options.threads = threads;
    return {silentObserver(), {}, options};
}

/// 12 identities of 5 probes around a centre each, and 400 distractors.
Gallery makeGallery(unsigned seed) {
    std::mt19937 random(seed);
    Gallery gallery(20);
    ImageId id = 1;
    for (int identity = 0; identity < 12; ++identity) {
        const std::vector<float> centre = randomUnit(random, 20);
        for (int image = 0; image < 5; ++image) {
            std::vector<float> face = randomUnit(random, 20);
            double norm = 0.0;
            for (std::size_t i = 0; i < face.size(); ++i) {
                face[i] = 0.6F * face[i] + centre[i];
                norm += double{face[i]} * double{face[i]};
            }
            for (float& value : face)
                value = static_cast<float>(value / std::sqrt(norm));
            gallery.addProbe(id++, identity, face);
        }
    }
    for (int i = 0; i < 400; ++i)
        gallery.addDistractor(randomUnit(random, 20));
    return gallery;
}

std::vector<double> allImpostorCosines(const Gallery& gallery) {
    std::vector<double> all;
    for (std::size_t i = 0; i < gallery.probes(); ++i)
        for (std::size_t j = 0; j < gallery.distractors(); ++j)
            all.push_back(gallery.distractorEmbeddings().cosine(j, gallery.probeEmbeddings().row(i)));
    std::sort(all.rbegin(), all.rend());
    return all;
}

const CodecLevels qp = {"QP", 13, 51, 1};

std::optional<int> search(const std::vector<bool>& satisfies, Reading reading, int& tested) {
    JndSearch search(qp, reading);
    tested = 0;
    while (const auto level = search.nextLevel()) {
        ++tested;
        search.record(satisfies[static_cast<std::size_t>(*level - 13)]);
    }
    return search.jndLevel();
}

}  // namespace

class TestLabelling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cosinesAreDoubleDotProducts() {
        std::mt19937 random(1);
        for (const int dimension : {1, 7, 8, 128, 131}) {
            EmbeddingMatrix matrix(dimension);
            const auto a = randomUnit(random, dimension);
            const auto b = randomUnit(random, dimension);
            matrix.append(a);
            double sum = 0.0;
            for (std::size_t i = 0; i < a.size(); ++i)
                sum += double{a[i]} * double{b[i]};
            QVERIFY(std::abs(matrix.cosine(0, b) - sum) < 1e-14);
            QVERIFY(matrix.row(0) == a);
        }
        EmbeddingMatrix matrix(3);
        QVERIFY_EXCEPTION_THROWN(matrix.append(std::vector<float>(4)), Error);
    }

    void aCosineDoesNotDependOnHowItIsAskedFor() {
        const Gallery gallery = makeGallery(2);
        const auto face = gallery.probeEmbeddings().row(0);
        std::vector<double> block(gallery.distractors());
        gallery.distractorEmbeddings().cosines(0, face, block);
        for (std::size_t i = 0; i < block.size(); ++i)
            QCOMPARE(block[i], gallery.distractorEmbeddings().cosine(i, face));
        std::vector<double> tail(3);
        gallery.distractorEmbeddings().cosines(397, face, tail);
        QCOMPARE(tail[2], block[399]);
        // At a threshold that is exactly one of the scores, that pair is not accepted.
        const auto above = static_cast<std::size_t>(
            std::count_if(block.begin(), block.end(), [&](double score) { return score > block[17]; }));
        QCOMPARE(gallery.distractorEmbeddings().countAbove(face, block[17]), above);
    }

    void thresholdIsTheNextLargestImpostorScore_data() {
        QTest::addColumn<double>("far");
        QTest::addColumn<int>("accepted");
        // 60 probes x 400 distractors = 24,000 pairs
        QTest::newRow("1e-4 allows 2") << 1e-4 << 2;
        QTest::newRow("smallest possible") << 1.0 / 24000.0 << 1;
        QTest::newRow("1e-3 allows 24") << 1e-3 << 24;
        QTest::newRow("half") << 0.5 << 12000;
    }
    void thresholdIsTheNextLargestImpostorScore() {
        QFETCH(double, far);
        QFETCH(int, accepted);
        const Gallery gallery = makeGallery(3);
        const auto sorted = allImpostorCosines(gallery);
        for (const int threads : {1, 2, 5}) {
            const OperatingPoint point = findOperatingPoint(gallery, far, quietContext(threads));
            QCOMPARE(point.impostorPairs, std::int64_t(24000));
            QCOMPARE(point.threshold, sorted[static_cast<std::size_t>(accepted)]);
            QCOMPARE(point.far, accepted / 24000.0);
        }
    }

    void tiesAtTheThresholdAreNotAccepted() {
        Gallery gallery(2);
        gallery.addProbe(1, 1, std::vector<float>{1.0F, 0.0F});
        gallery.addProbe(2, 1, std::vector<float>{1.0F, 0.0F});
        for (int i = 0; i < 4; ++i)
            gallery.addDistractor(std::vector<float>{0.6F, 0.8F});
        gallery.addDistractor(std::vector<float>{0.0F, 1.0F});
        // k = 3 of 10 pairs; the 4th largest score ties with the first three, so none is accepted.
        const OperatingPoint point = findOperatingPoint(gallery, 0.3, quietContext(1));
        QCOMPARE(point.threshold, static_cast<double>(0.6F));
        QCOMPARE(point.far, 0.0);
        QCOMPARE(point.tar, 1.0);
    }

    void anUnresolvableFarNamesTheSmallestPossible() {
        const Gallery gallery = makeGallery(4);
        try {
            findOperatingPoint(gallery, 1e-6, quietContext(1));
            QFAIL("must not resolve 1e-6 with 24,000 pairs");
        } catch (const Error& error) {
            QVERIFY(QString::fromStdString(error.hint()).contains(QStringLiteral("4.17e-05")));
            QCOMPARE(error.kind(), ErrorKind::Failure);
        }
        QCOMPARE(findOperatingPoint(gallery, std::nullopt, quietContext(1)).farRequested, 1e-4);
        Gallery small(2);
        small.addProbe(1, 1, std::vector<float>{1.0F, 0.0F});
        small.addProbe(2, 1, std::vector<float>{1.0F, 0.0F});
        small.addDistractor(std::vector<float>{0.0F, 1.0F});
        QCOMPARE(findOperatingPoint(small, std::nullopt, quietContext(1)).farRequested, 0.5);
    }

    void tarCountsOrderedPairsAndAveragesIdentities() {
        Gallery gallery(2);
        const std::vector<float> east = {1.0F, 0.0F};
        const std::vector<float> north = {0.0F, 1.0F};
        gallery.addProbe(1, 1, east);
        gallery.addProbe(2, 1, east);
        gallery.addProbe(3, 1, north);  // identity 1: 2 of 6 ordered pairs accepted
        gallery.addProbe(4, 2, north);
        gallery.addProbe(5, 2, north);  // identity 2: 2 of 2
        gallery.addProbe(6, 3, east);   // alone: no pairs
        gallery.addDistractor(std::vector<float>{0.6F, 0.8F});
        gallery.addDistractor(std::vector<float>{-1.0F, 0.0F});
        const OperatingPoint point = findOperatingPoint(gallery, 0.3, quietContext(2));
        QCOMPARE(point.genuinePairs, std::int64_t(8));
        QCOMPARE(point.tar, 4.0 / 8.0);
        QCOMPARE(point.tarByIdentity, (2.0 / 6.0 + 1.0) / 2.0);
    }

    void countsLeaveOutTheImageItself() {
        Gallery gallery(2);
        gallery.addProbe(1, 7, std::vector<float>{1.0F, 0.0F});
        gallery.addProbe(2, 7, std::vector<float>{0.8F, 0.6F});
        gallery.addDistractor(std::vector<float>{0.0F, 1.0F});
        const RecognitionCount count = gallery.count(1, std::vector<float>{1.0F, 0.0F}, 0.5);
        QCOMPARE(count.genuinePairs, 1);
        QCOMPARE(count.genuineAccepted, 1);
        QCOMPARE(count.impostorsAccepted, 0);
        QVERIFY(std::abs(count.closestGenuine - 0.8) < 1e-7);
    }

    void recognitionIsKeptIfNoMateIsLostAndNoDistractorGained() {
        const RecognitionCount original{5, 4, 1, 0.9};
        QVERIFY(keepsRecognition(original, {5, 4, 1, 0.9}));
        QVERIFY(keepsRecognition(original, {5, 5, 0, 0.9}));
        QVERIFY(!keepsRecognition(original, {5, 3, 0, 0.9}));
        QVERIFY(!keepsRecognition(original, {5, 5, 2, 0.9}));
    }

    void readingsOfANonMonotoneImageDiffer() {
        std::vector<bool> satisfies(39, false);
        for (const int level : {13, 14, 15, 16, 17, 30, 31, 40})
            satisfies[static_cast<std::size_t>(level - 13)] = true;
        int tested = 0;
        QCOMPARE(search(satisfies, Reading::Largest, tested), std::optional(40));
        QCOMPARE(tested, 12);  // 51 ... 40
        QCOMPARE(search(satisfies, Reading::Contiguous, tested), std::optional(17));
        QCOMPARE(tested, 6);  // 13 ... 18
    }

    void searchAgreesWithTheDefinitionOnRandomGrids() {
        std::mt19937 random(5);
        for (int round = 0; round < 500; ++round) {
            std::bernoulli_distribution chance(0.1 * (round % 11));
            std::vector<bool> satisfies(39);
            for (std::size_t i = 0; i < satisfies.size(); ++i)
                satisfies[i] = chance(random);
            std::optional<int> largest;
            std::optional<int> contiguous;
            bool unbroken = true;
            for (int level = 13; level <= 51; ++level) {
                const bool ok = satisfies[static_cast<std::size_t>(level - 13)];
                unbroken = unbroken && ok;
                if (ok)
                    largest = level;
                if (unbroken)
                    contiguous = level;
            }
            int tested = 0;
            QCOMPARE(search(satisfies, Reading::Largest, tested), largest);
            QCOMPARE(search(satisfies, Reading::Contiguous, tested), contiguous);
        }
    }

    void qualitiesAreSearchedFromTheCoarsest() {
        JndSearch search({"quality", 95, 5, -5}, Reading::Largest);
        QCOMPARE(search.nextLevel(), std::optional(5));
        search.record(false);
        QCOMPARE(search.nextLevel(), std::optional(10));
        search.record(true);
        QCOMPARE(search.nextLevel(), std::optional<int>());
        QCOMPARE(search.jndLevel(), std::optional(10));
    }

    void farIsReadStrictly() {
        QCOMPARE(*parseFar("1e-3"), 1e-3);
        QVERIFY(!parseFar("auto"));
        for (const char* text : {"", "0", "1", "-1e-4", "nan", "1e-4x", "all"})
            QVERIFY_EXCEPTION_THROWN(parseFar(text), Error);
    }
};

QTEST_GUILESS_MAIN(TestLabelling)
#include "tst_labelling.moc"
