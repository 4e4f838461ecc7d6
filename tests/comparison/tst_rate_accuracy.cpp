// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/error.h"
#include "comparison/coding_results.h"
#include "comparison/rate_accuracy.h"
#include "prediction/qp_selection.h"

using namespace limen;

namespace {

constexpr std::size_t byte = 1568;  // a bit per pixel of an aligned face

/// Three levels; images 1 and 2 of one person, 3 and 4 of another, all with one mate.
RecognitionGrid grid() {
    RecognitionGrid made;
    made.recognizer = "made up";
    made.distractors = 10;
    made.levels = {20, 30, 40};
    const auto probe = [&made](ImageId image, std::int64_t identity, std::vector<int> accepted) {
        made.probes.push_back(
            {image, identity, 1, std::move(accepted), {1, 0, 0}, {3 * byte, 2 * byte, byte}});
    };
    probe(1, 1, {1, 1, 0});
    probe(2, 1, {1, 1, 1});
    probe(3, 2, {1, 0, 0});
    probe(4, 2, {1, 1, 0});
    return made;
}

const std::vector<std::int64_t> images = {1, 2, 3, 4};

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

}  // namespace

/// Rate and recognition of selected levels, against numbers counted by hand.
class TestRateAccuracy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void constantLevels() {
        const RecognitionGrid made = grid();
        const RateAccuracy rates(made, images);
        QVERIFY(near(rates.at(20).bpp, 3.0));
        QVERIFY(near(rates.at(30).accuracy, 0.75));
        QVERIFY(near(rates.at(30).byIdentity, 0.75));
        QVERIFY(near(rates.at(40).accuracy, 0.25));
        QVERIFY(near(rates.at(20).far, 0.1));
        QVERIFY(near(rates.at(30).far, 0.0));
        QVERIFY_EXCEPTION_THROWN(rates.at(25), Error);
    }

    void aPointBesideTheCurve() {
        const RecognitionGrid made = grid();
        const RateAccuracy rates(made, images);
        // Everyone at the coarsest level that keeps them: all accepted with 1.75 bits per pixel, where the
        // curve, between (1, 0.25) and (2, 0.75), reaches 0.625.
        const std::vector<int> wise = {30, 40, 20, 30};
        QVERIFY(near(rates.at(wise).accuracy, 1.0));
        QVERIFY(near(rates.at(wise).bpp, 2.0));
        const RateAccuracy::Difference difference = rates.difference(wise, 1);
        QVERIFY(near(difference.accuracy->mean, 0.25));
        QVERIFY(near(difference.rate->mean, 2.0 / 3.0 - 1.0));
        QVERIFY(difference.accuracy->lower <= 0.25 && difference.accuracy->upper >= 0.25);
        // The same numbers again from the same seed.
        QCOMPARE(rates.difference(wise, 1).accuracy->lower, difference.accuracy->lower);
    }

    void aConstantLevelLiesOnTheCurve() {
        const RecognitionGrid made = grid();
        const RateAccuracy rates(made, images);
        const RateAccuracy::Difference difference = rates.difference(std::vector<int>(4, 30), 1);
        QVERIFY(near(difference.accuracy->mean, 0.0));
        QVERIFY(near(difference.rate->mean, 0.0));
    }

    void nothingIsSaidWhereTheCurvesDoNotMeet() {
        RecognitionGrid made = grid();
        for (ProbeGrid& probe : made.probes)
            probe.genuineAccepted = {0, 0, 0};
        made.probes[0].genuineAccepted = {0, 1, 0};
        const RateAccuracy rates(made, images);
        // More is accepted than at any constant level.
        made.probes[1].genuineAccepted = {0, 0, 1};
        const RateAccuracy::Difference difference =
            RateAccuracy(made, images).difference(std::vector<int>{30, 40, 20, 20}, 1);
        QVERIFY(difference.accuracy);
        QVERIFY(!difference.rate);
        QVERIFY_EXCEPTION_THROWN(RateAccuracy(made, std::vector<std::int64_t>{9}), Error);
    }

    void theEnergyRule() {
        const CodecLevels levels{"QP", 10, 14, 1};
        const std::vector<double> errors = {1, 2, 4, 8, 16};
        QCOMPARE(levelByEnergy(levels, errors, 8.0), 13);  // as much is allowed
        QCOMPARE(levelByEnergy(levels, errors, 7.9), 12);
        QCOMPARE(levelByEnergy(levels, errors, 100.0), 14);
        QCOMPARE(levelByEnergy(levels, errors, 0.0), 10);  // none is as like the face
        // Where a coarser level is nearer than a finer one, the coarsest that is near enough.
        QCOMPARE(levelByEnergy(levels, std::vector<double>{1, 5, 3, 9, 9}, 4.0), 12);
    }

    void choicesOfASheet() {
        ComparisonSheet sheet;
        sheet.images = images;
        sheet.identities = {1, 1, 2, 2};
        sheet.levels = {30, 40, 20, 30};
        sheet.rows = {{"noise",
                       "eye model",
                       "",
                       {},
                       {{"mse", {1, 1, 1, 1}}},
                       Json::object(),
                       {20, 20, 20, 20},
                       {30, 30, 30, 30}},
                      {"levels alone", "predictor", "", {}, {}, Json::object(), {30, 30, 20, 20}, {}}};
        const std::vector<int> constants = {30};
        std::vector<std::string> names;
        for (const LevelChoice& choice : levelChoices(sheet, constants))
            names.push_back(choice.name);
        QCOMPARE(names,
                 (std::vector<std::string>{
                     "true JND points", "noise", "noise, by energy", "levels alone", "constant 30"}));
        const ResultTable table = codingTable(
            judgeCoding({codedPart(sheet, levelChoices(sheet, constants))}, grid(), {"QP", 20, 40, 10}, 1));
        QCOMPARE(table.rows.size(), std::size_t{5});
        for (const TableRow& row : table.rows)
            QCOMPARE(row.cells.size(), table.columns.size());
        QVERIFY(near(*table.rows[0].cells[1].value, 100.0));  // ACC of the true points
        QVERIFY(!table.rows[4].cells[3].value);               // a constant level is the curve itself
    }
};

QTEST_GUILESS_MAIN(TestRateAccuracy)
#include "tst_rate_accuracy.moc"
