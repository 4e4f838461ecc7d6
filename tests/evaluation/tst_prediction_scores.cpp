// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "evaluation/prediction_scores.h"
#include "evaluation/selection_scores.h"

using namespace limen;

namespace {

RgbImage grey(std::uint8_t value) {
    RgbImage image(4, 4);
    std::fill(image.pixels.begin(), image.pixels.end(), value);
    return image;
}

/// 20 people, each `images` faces whose error is their own.
std::vector<ScoredFace> crowd(int images, double scale) {
    std::vector<ScoredFace> faces;
    for (int person = 0; person < 20; ++person)
        for (int image = 0; image < images; ++image)
            faces.push_back({person, 25 + person, scale * (10.0 + person)});
    return faces;
}

}  // namespace

class TestPredictionScores : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoresAreOfEightBitValues() {
        const ScoredFace face = scoreFace(3, 34, grey(100), grey(105));
        QVERIFY(std::abs(face.mse - 25.0) < 1e-9);
        QVERIFY(std::abs(face.psnr() - 10.0 * std::log10(255.0 * 255.0 / 25.0)) < 1e-9);
        QVERIFY(scoreFace(3, 34, grey(7), grey(7)).equal());
        QVERIFY(!face.equal());
    }

    void meansAndPooledErrorsAreToldApart() {
        const std::vector<ScoredFace> faces = {{1, 20, 10.0}, {1, 33, 40.0}, {2, 40, 0.0}};
        const PredictionScores scores = summarizeScores(faces, 1);
        QCOMPARE(scores.images, std::size_t{3});
        QCOMPARE(scores.people, std::size_t{2});
        QCOMPARE(scores.equal, std::size_t{1});
        const auto dB = [](double mse) { return 10.0 * std::log10(255.0 * 255.0 / mse); };
        QVERIFY(std::abs(scores.psnr.mean - 0.5 * (dB(10.0) + dB(40.0))) < 1e-9);
        QVERIFY(std::abs(scores.pooledPsnr - dB(50.0 / 3.0)) < 1e-9);
        QCOMPARE(scores.strata.at("<=30").second, std::size_t{1});
        QVERIFY(std::abs(scores.strata.at("31-35").first - dB(40.0)) < 1e-9);
        QVERIFY(!scores.strata.contains(">=36"));
    }

    void intervalsComeFromPeopleNotFromImages() {
        const MeanOfPeople one = summarizeScores(crowd(1, 1.0), 7).psnr;
        const MeanOfPeople many = summarizeScores(crowd(30, 1.0), 7).psnr;
        // 30 equal images of each person say no more than one.
        QVERIFY(std::abs((one.upper - one.lower) - (many.upper - many.lower)) < 0.05);
        QVERIFY(one.lower < one.mean && one.mean < one.upper);
        const MeanOfPeople again = summarizeScores(crowd(1, 1.0), 7).psnr;
        QCOMPARE(again.lower, one.lower);
    }

    void gainsArePaired() {
        // Half the error everywhere: 3.01 dB for everybody, however much people differ.
        const MeanOfPeople gain = summarizeGain(crowd(2, 0.5), crowd(2, 1.0), 3);
        QVERIFY(std::abs(gain.mean - 10.0 * std::log10(2.0)) < 1e-9);
        QVERIFY(gain.upper - gain.lower < 1e-9);
    }

    void nothingMeasuredIsNothing() {
        const PredictionScores scores = summarizeScores({}, 1);
        QCOMPARE(scores.images, std::size_t{0});
        QCOMPARE(scores.pooledPsnr, 0.0);
    }

    void selectionIsMeasuredInLevels() {
        const CodecLevels levels = {"quality", 95, 5, -5};  // coarser is a smaller number
        const std::vector<ScoredFace> faces = {{1, 50, 1.0}, {1, 60, 1.0}, {2, 70, 1.0}, {2, 80, 1.0}};
        const std::vector<int> selected = {40, 60, 75, 95};
        const SelectionScores scores = summarizeSelection(faces, selected, levels, 1);
        QCOMPARE(scores.error.mean, (2.0 + 0.0 + 1.0 + 3.0) / 4.0);
        QVERIFY(scores.error.lower <= scores.error.mean && scores.error.mean <= scores.error.upper);
        QCOMPARE(scores.bias, (2.0 + 0.0 - 1.0 - 3.0) / 4.0);
        QCOMPARE(scores.spearman, 1.0);
        QCOMPARE(scores.atEnds, 0.25);
        const std::vector<int> same = {50, 50, 50, 50};
        QCOMPARE(summarizeSelection(faces, same, levels, 1).spearman, 0.0);
    }

    void ranksOfEqualValuesAreTheirMean() {
        const std::vector<double> a = {1.0, 2.0, 2.0, 3.0}, b = {10.0, 30.0, 20.0, 40.0};
        // Ranks 0, 1.5, 1.5, 3 and 0, 2, 1, 3.
        QVERIFY(std::abs(rankCorrelation(a, b) - 4.5 / std::sqrt(4.5 * 5.0)) < 1e-12);
        const std::vector<double> falling = {4.0, 3.0, 2.5, 1.0};
        QVERIFY(std::abs(rankCorrelation(b, falling) + 0.8) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestPredictionScores)
#include "tst_prediction_scores.moc"
