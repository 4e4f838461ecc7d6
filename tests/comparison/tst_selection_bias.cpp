// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "base/error.h"
#include "comparison/coding_results.h"
#include "comparison/selection_bias.h"

using namespace limen;

namespace {

const CodecLevels qps = {"QP", 13, 51, 1};
const CodecLevels qualities = {"quality", 95, 5, -5};

std::vector<ScoredFace> truthAt(const std::vector<int>& levels) {
    std::vector<ScoredFace> truth;
    for (std::size_t i = 0; i < levels.size(); ++i)
        truth.push_back({static_cast<std::int64_t>(1 + i / 2), levels[i], 0.0});
    return truth;
}

ComparedRow row(const std::string& name, const std::string& kind, std::vector<int> selected) {
    const std::vector<double> errors(selected.size(), 1.0);
    const std::vector<int> byEnergy(selected.size(), 40);
    return {name, kind, "", {}, {{"mse", errors}}, Json::object(), std::move(selected), byEnergy};
}

/// Four images of two people.
ComparisonSheet sheet(const std::string& part, std::vector<int> levels, std::vector<ComparedRow> rows) {
    ComparisonSheet made;
    made.about = {{"part", part}};
    made.images = {1, 2, 3, 4};
    made.identities = {1, 1, 2, 2};
    made.levels = std::move(levels);
    made.rows = std::move(rows);
    return made;
}

std::vector<std::string> namesOf(const CodedPart& part) {
    std::vector<std::string> names;
    for (const LevelChoice& choice : part.choices)
        names.push_back(choice.name);
    return names;
}

/// Levels 20, 30 and 40; images 1 to 4 of two people with a mate each, 5 of somebody without.
RecognitionGrid grid() {
    RecognitionGrid made;
    made.recognizer = "made up";
    made.distractors = 10;
    made.levels = {20, 30, 40};
    for (ImageId image = 1; image <= 4; ++image)
        made.probes.push_back(
            {image, 1 + (image - 1) / 2, 1, {1, 1, image == 2 ? 1 : 0}, {0, 0, 0}, {900, 600, 300}});
    made.probes.push_back({5, 3, 0, {0, 0, 0}, {0, 0, 0}, {900, 600, 300}});
    return made;
}

const CodecLevels threeLevels = {"QP", 20, 40, 10};

CodedPart codedFaces(const std::string& name, std::vector<std::int64_t> images, std::vector<int> selected) {
    CodedPart part{name, std::move(images), truthAt(std::vector<int>(selected.size(), 30)), {}};
    part.choices = {{"chosen", "eq8", "", true, std::move(selected)},
                    {"constant 30", "constant", "", false, std::vector<int>(part.images.size(), 30)}};
    return part;
}

}  // namespace

/// The bias option, and what is said of each fold.
class TestSelectionBias : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsAreShiftedAndStayWithinTheCodecs() {
        const std::vector<int> selected = {13, 14, 30, 51};
        QCOMPARE(shiftedLevels(selected, 2, qps), (std::vector<int>{13, 13, 28, 49}));
        QCOMPARE(shiftedLevels(selected, -2, qps), (std::vector<int>{15, 16, 32, 51}));
        QCOMPARE(shiftedLevels(selected, 0, qps), selected);
        // Of JPEG, whose finer levels have larger numbers.
        QCOMPARE(shiftedLevels(std::vector<int>{95, 50, 5}, 1, qualities), (std::vector<int>{95, 55, 10}));
    }

    void theBiasBringsTheMeanLevelToTheMeanJndPoint() {
        QCOMPARE(chooseBias(truthAt({30, 34}), std::vector<int>{34, 38}, qps), 4);
        QCOMPARE(chooseBias(truthAt({30, 34}), std::vector<int>{27, 31}, qps), -3);
        QCOMPARE(chooseBias(truthAt({30, 34}), std::vector<int>{32, 32}, qps), 0);
        // Halfway between two: the one nearer to none.
        QCOMPARE(chooseBias(truthAt({30, 33}), std::vector<int>{30, 34}, qps), 0);
        QCOMPARE(chooseBias(truthAt({30, 30}), std::vector<int>{31, 32}, qps), 1);
        // Never further than 13 levels.
        QCOMPARE(chooseBias(truthAt({51, 51}), std::vector<int>{13, 13}, qps), -13);
        // At the end of the codec's levels a larger bias changes nothing more, so the smallest does.
        QCOMPARE(chooseBias(truthAt({13, 13}), std::vector<int>{15, 15}, qps), 2);
    }

    void onlyValidationFacesDecide() {
        const std::vector<ComparedRow> there = {row("codec mix", "baseline", {30, 30, 30, 30}),
                                                row("noise", "eye model", {13, 13, 13, 13}),
                                                row("net", "predictor", {36, 36, 36, 36})};
        const ComparisonSheet validation = sheet("fold-1 validation", {32, 34, 34, 36}, there);
        const auto biasedOn = [&](std::vector<int> testLevels, std::vector<int> selected) {
            std::vector<ComparedRow> rows = there;
            rows[2].selected = std::move(selected);
            const ComparisonSheet test = sheet("fold-1", std::move(testLevels), std::move(rows));
            CodedPart part = codedPart(test, levelChoices(test, std::vector<int>{35}));
            addBiasedChoices(part, validation, SelectionRule::MostAlike, qps);
            return part;
        };
        const CodedPart part = biasedOn({20, 20, 20, 20}, {30, 31, 32, 33});
        QCOMPARE(namesOf(part),
                 (std::vector<std::string>{"true JND points",
                                           "codec mix",
                                           "codec mix, bias",
                                           "noise",
                                           "noise, by energy",
                                           "net",
                                           "net, bias",
                                           "constant 35"}));
        QCOMPARE(part.choices[2].bias, (std::map<std::string, int>{{"fold-1", -4}}));
        QCOMPARE(part.choices[6].bias, (std::map<std::string, int>{{"fold-1", 2}}));
        QCOMPARE(part.choices[6].selected, (std::vector<int>{28, 29, 30, 31}));
        QCOMPARE(part.choices[6].note, std::string("fold-1: d = 2, chosen on 4 validation images"));
        // Whatever the faces are that are measured on, the bias is the same.
        const CodedPart other = biasedOn({50, 50, 50, 50}, {13, 13, 14, 51});
        QCOMPARE(other.choices[6].bias, part.choices[6].bias);
        QCOMPARE(other.choices[6].selected, (std::vector<int>{13, 13, 13, 49}));
        // By energy the levels of the energy rule are shifted, by a bias chosen for them.
        ComparisonSheet test = sheet("fold-1", {20, 20, 20, 20}, there);
        CodedPart energy = codedPart(test, {*choiceOf(test.rows[2], SelectionRule::Energy)});
        addBiasedChoices(energy, validation, SelectionRule::Energy, qps);
        QCOMPARE(energy.choices[1].selected, (std::vector<int>{34, 34, 34, 34}));
    }

    void whoPredictsNoImagesHasNoEnergy() {
        ComparedRow levels = row("levels", "predictor", {30, 30, 30, 30});
        levels.numbers.clear();
        levels.byEnergy.clear();
        levels.ownLevels = true;
        QVERIFY(!choiceOf(levels, SelectionRule::Energy));
        QCOMPARE(choiceOf(levels, SelectionRule::MostAlike)->rule, std::string("own"));
    }

    void partsArePooledByTheChoicesThatAllOfThemHave() {
        CodedPart one = codedFaces("fold-1", {1, 2}, {30, 40}), two = codedFaces("fold-2", {3, 4}, {20, 20});
        one.choices[0].bias = {{"fold-1", 2}};
        one.choices[0].note = "a";
        two.choices[0].bias = {{"fold-2", -1}};
        two.choices[0].note = "b";
        one.choices.push_back({"only here", "eq8", "", true, {30, 30}});
        const CodedPart pooled = pooledPart({one, two});
        QCOMPARE(namesOf(pooled), (std::vector<std::string>{"chosen", "constant 30"}));
        QCOMPARE(pooled.images, (std::vector<std::int64_t>{1, 2, 3, 4}));
        QCOMPARE(pooled.choices[0].selected, (std::vector<int>{30, 40, 20, 20}));
        QCOMPARE(pooled.choices[0].note, std::string("a; b"));
        QCOMPARE(pooled.choices[0].bias, (std::map<std::string, int>{{"fold-1", 2}, {"fold-2", -1}}));
    }

    void foldByFoldAndTheirMean() {
        const CodingResults results =
            judgeCoding({codedFaces("fold-1", {1, 2}, {30, 40}), codedFaces("fold-2", {3, 4}, {30, 30})},
                        grid(),
                        threeLevels,
                        1);
        // Fold 1: half of each keeps all at 450 bytes, where the curve, from (300, 0.5) to (600, 1), is at
        // 0.75. Fold 2 lies on its curve.
        QCOMPARE(results.folds.size(), std::size_t{2});
        QCOMPARE(results.folds[0].choices[0].difference.accuracy->mean, 0.25);
        QCOMPARE(results.folds[1].choices[0].difference.accuracy->mean, 0.0);
        const ResultTable folds = codingFoldsTable(results);
        QCOMPARE(folds.columns.size(), std::size_t{12});
        for (const TableRow& row : folds.rows)
            QCOMPARE(row.cells.size(), folds.columns.size());
        QCOMPARE(*folds.rows[0].cells[0].value, 12.5);
        QCOMPARE(*folds.rows[0].cells[4].value, 25.0);
        QCOMPARE(*folds.rows[0].cells[8].value, 0.0);
        QCOMPARE(*folds.rows[0].cells[3].value, 100.0);
        QVERIFY(!folds.rows[1].cells[0].value);  // a constant level is the curve itself
        const Json json = toJson(results);
        QCOMPARE(json["folds"][1]["part"], Json("fold-2"));
        QCOMPARE(json["mean_of_folds"][0]["acc_at_equal_bpp"].get<double>(), 0.125);
        QVERIFY(json["mean_of_folds"][1]["acc_at_equal_bpp"].is_null());
        // The curve of constant levels stands there, every level of it.
        const ResultTable curve = constantLevelsTable(results);
        QCOMPARE(curve.rows.size(), std::size_t{3});
        QCOMPARE(curve.rows[2].name, std::string("QP 40"));
        QCOMPARE(*curve.rows[2].cells[1].value, 25.0);
        QCOMPARE(json["curve"].size(), std::size_t{3});
        // A single part is no fold.
        QVERIFY(
            judgeCoding({codedFaces("held out", {1, 2}, {30, 40})}, grid(), threeLevels, 1).folds.empty());
    }

    void whatLiesOutsideTheCurveIsSaid() {
        RecognitionGrid made = grid();
        for (ProbeGrid& probe : made.probes)
            probe.genuineAccepted = {0, 0, 0};
        made.probes[0].genuineAccepted = {0, 1, 0};
        made.probes[1].genuineAccepted = {0, 0, 1};
        const CodingResults results =
            judgeCoding({codedFaces("held out", {1, 2}, {30, 40})}, made, threeLevels, 1);
        QVERIFY(!results.pooled.choices[0].difference.rate);
        const ResultTable table = codingTable(results);
        QVERIFY(!table.rows[0].cells[4].value);
        QVERIFY(std::any_of(table.notes.begin(), table.notes.end(), [](const std::string& note) {
            return note.starts_with("BPP at equal ACC says nothing of chosen:");
        }));
        QVERIFY(std::none_of(table.notes.begin(), table.notes.end(), [](const std::string& note) {
            return note.starts_with("ACC at equal BPP says nothing");
        }));
        QVERIFY(toJson(results)["rows"][0]["bpp_at_equal_acc"].is_null());
    }

    void aFoldWithoutGenuinePairsHasNoAccuracy() {
        CodedPart lonely = codedFaces("fold-2", {5}, {30});
        const CodingResults results =
            judgeCoding({codedFaces("fold-1", {1, 2}, {30, 40}), lonely}, grid(), threeLevels, 1);
        const ResultTable folds = codingFoldsTable(results);
        QVERIFY(!folds.rows[0].cells[8].value && !folds.rows[0].cells[11].value);
        QVERIFY(!folds.rows[0].cells[0].value);  // and then there is no mean over folds
        QVERIFY(folds.rows[0].cells[10].value);  // but it has a rate
        QVERIFY(toJson(results).dump().find("nan") == std::string::npos);
        QVERIFY(results.pooled.choices[0].difference.accuracy);
        CodedPart nobody = codedFaces("fold-3", {}, {});
        QVERIFY_EXCEPTION_THROWN(judgeCoding({nobody}, grid(), threeLevels, 1), Error);
        QVERIFY_EXCEPTION_THROWN(judgeCoding({}, grid(), threeLevels, 1), Error);
    }
};

QTEST_GUILESS_MAIN(TestSelectionBias)
#include "tst_selection_bias.moc"
