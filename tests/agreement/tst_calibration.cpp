// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "comparison/calibration_figure.h"

using namespace limen;

namespace {

const CodecLevels qp = {"QP", 13, 51, 1};

ComparedRow rowOf(const char* name, CandidateKind kind) {
    ComparedRow row;
    row.name = name;
    row.kind = kindName(kind);
    return row;
}

/// 30 images of 6 people, and what candidates select for them.
ComparisonSheet sheet() {
    ComparisonSheet made;
    ComparedRow exact = rowOf("exact", CandidateKind::Predictor);
    ComparedRow coarse = rowOf("<coarse>", CandidateKind::Predictor);
    ComparedRow constant = rowOf("constant", CandidateKind::Baseline);
    ComparedRow eye = rowOf("eye", CandidateKind::EyeModel);
    for (int i = 0; i < 30; ++i) {
        const int level = 20 + i % 12;
        made.images.push_back(i);
        made.identities.push_back(i / 5);
        made.levels.push_back(level);
        exact.selected.push_back(level);
        coarse.selected.push_back(level + 2);
        constant.selected.push_back(33);
        eye.selected.push_back(13);
        eye.byEnergy.push_back(51 - level);
    }
    made.rows = {exact, coarse, constant, eye};
    return made;
}

const Calibration& named(const std::vector<Calibration>& all, const std::string& name) {
    for (const Calibration& one : all)
        if (one.choice.name == name)
            return one;
    qFatal("There is no %s.", name.c_str());
}

}  // namespace

class TestCalibration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exactSelectionsMeanWhatTheySay() {
        const auto all = calibrate(sheet(), qp, 1);
        const Calibration& exact = named(all, "exact");
        QVERIFY(std::abs(exact.slope->mean - 1.0) < 1e-12);
        QVERIFY(std::abs(exact.slope->lower - 1.0) < 1e-9);
        QVERIFY(std::abs(*exact.intercept) < 1e-9);
        QCOMPARE(exact.scores.error.mean, 0.0);
        for (const CalibrationBin& bin : exact.bins)
            QVERIFY(std::abs(bin.selected - bin.truth) < 1e-12);
    }

    void aShiftIsTheIntercept() {
        const auto all = calibrate(sheet(), qp, 1);
        QVERIFY(std::abs(named(all, "<coarse>").slope->mean - 1.0) < 1e-12);
        QVERIFY(std::abs(*named(all, "<coarse>").intercept + 2.0) < 1e-9);
        QCOMPARE(named(all, "<coarse>").scores.bias, 2.0);
    }

    void theSameForAllHasNoSlope() {
        const auto all = calibrate(sheet(), qp, 1);
        QVERIFY(!named(all, "constant").slope && !named(all, "constant").intercept);
        QVERIFY(!named(all, "eye").slope);
        QCOMPARE(named(all, "eye").scores.atEnds, 1.0);
        QVERIFY(std::abs(named(all, "eye, by energy").slope->mean + 1.0) < 1e-12);
    }

    void binsHoldEveryImageOnce() {
        for (const Calibration& one : calibrate(sheet(), qp, 1)) {
            std::size_t images = 0;
            for (const CalibrationBin& bin : one.bins) {
                images += bin.images;
                QVERIFY(bin.from <= bin.selected && bin.selected <= bin.to);
                QCOMPARE(bin.to - bin.from, 2);
            }
            QCOMPARE(images, std::size_t{30});
        }
        // Of a constant selection: mean and standard deviation of the true ones.
        const auto all = calibrate(sheet(), qp, 1);
        const CalibrationBin& bin = named(all, "constant").bins.front();
        double mean = 0.0, square = 0.0;
        for (const int level : sheet().levels)
            mean += level / 30.0;
        for (const int level : sheet().levels)
            square += std::pow(level - mean, 2.0) / 29.0;
        QVERIFY(std::abs(bin.truth - mean) < 1e-9);
        QVERIFY(std::abs(bin.spread - std::sqrt(square)) < 1e-9);
    }

    void levelsThatFallAreCountedFineToCoarse() {
        const CodecLevels quality = {"quality", 95, 5, -5};
        ComparisonSheet made;
        ComparedRow row = rowOf("exact", CandidateKind::Predictor);
        for (int i = 0; i < 20; ++i) {
            made.images.push_back(i);
            made.identities.push_back(i / 2);
            made.levels.push_back(95 - 5 * (i % 19));
            row.selected.push_back(made.levels.back());
        }
        made.rows = {row};
        const auto all = calibrate(made, quality, 1);
        QCOMPARE(all.front().bins.front().from, 95);
        QCOMPARE(all.front().bins.back().to, 5);
        QVERIFY(std::abs(all.front().slope->mean - 1.0) < 1e-12);
        QVERIFY(calibrationFigure(all, quality).has_value());
    }

    void theFigureShowsThoseThatDiffer() {
        const auto all = calibrate(sheet(), qp, 1);
        const StoredFigure figure = *calibrationFigure(all, qp);
        QCOMPARE(QString::fromStdString(figure.svg).count("<g transform="), 3);
        QVERIFY(figure.svg.find("&lt;coarse&gt;") != std::string::npos);
        QVERIFY(figure.svg.find("<coarse>") == std::string::npos);
        QVERIFY(!figure.numbers.rows.empty());
        std::vector<Calibration> constant = {named(all, "constant")};
        QVERIFY(!calibrationFigure(constant, qp));
    }

    void theTableHasEveryCandidate() {
        const ResultTable table = calibrationTable(calibrate(sheet(), qp, 1), sheet(), qp);
        QCOMPARE(table.rows.size(), std::size_t{5});
        QCOMPARE(bestRows(table, 0), (std::set<std::size_t>{0}));
        QVERIFY(!table.rows[2].ranked);
    }
};

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
