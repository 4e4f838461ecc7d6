// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "agreement/agreement_tables.h"
#include "agreement/kept_results.h"
#include "agreement/mate_halves.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "labelling/face_variant.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const CodecLevels qp = {"QP", 13, 51, 1};
constexpr std::uint64_t seed = 1;

/// Mates that are accepted up to one level each.
MateDecisions acceptedUpTo(const std::vector<int>& last) {
    MateDecisions mates;
    mates.uncompressed.assign(last.size(), true);
    for (const int level : qp.all()) {
        std::vector<bool> accepted;
        for (const int limit : last)
            accepted.push_back(level <= limit);
        mates.levels.push_back(accepted);
    }
    return mates;
}

std::vector<bool> keptUpTo(int last) {
    std::vector<bool> kept;
    for (const int level : qp.all())
        kept.push_back(level <= last);
    return kept;
}

std::optional<HalfLabels> halves(const MateDecisions& mates, ImageId image = 1, int distractors = 51) {
    return labelsByHalves(image, mates, keptUpTo(distractors), qp, Reading::Largest, seed);
}

/// Finer and coarser JND point of the two.
std::pair<int, int> pointsOf(const HalfLabels& labels) {
    return std::minmax({*labels.first.level, *labels.second.level});
}

/// 40 images of 8 people with JND points from 20 on, moved by `moved`; a level is satisfied up to the point.
TransferSide sideMovedBy(int moved, const std::string& codec = "hevc") {
    TransferSide side;
    side.codec = {1, codec, codec, codec, qp};
    side.recognizer.name = "made-up";
    side.grid.emplace();
    for (ImageId image = 0; image < 40; ++image) {
        const int level = 20 + static_cast<int>(image * 7 % 17) + moved;
        Label label;
        label.image = image;
        label.level = level;
        label.bpp = 1.0 / level;
        label.genuinePairs = 4;
        label.genuineAccepted = 3;
        side.labels[image] = label;
        (*side.grid)[image] = {keptUpTo(level), keptUpTo(51)};
    }
    return side;
}

std::map<ImageId, std::int64_t> people() {
    std::map<ImageId, std::int64_t> identities;
    for (ImageId image = 0; image < 40; ++image)
        identities[image] = image / 5;
    return identities;
}

}  // namespace

class TestLabelAgreement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTheSameAgreesPerfectly() {
        std::vector<LevelPair> pairs;
        for (int i = 0; i < 30; ++i)
            pairs.push_back({i / 3, i % 11, i % 11});
        const LevelAgreement agreement = compareLevels(pairs, seed);
        QCOMPARE(agreement.images, std::size_t{30});
        QCOMPARE(agreement.people, std::size_t{10});
        QCOMPARE(agreement.error->mean, 0.0);
        QCOMPARE(agreement.bias->upper, 0.0);
        QCOMPARE(agreement.same->mean, 1.0);
        QCOMPARE(agreement.near->lower, 1.0);
        QVERIFY(std::abs(agreement.spearman->mean - 1.0) < 1e-12);
    }

    void aConstantShiftIsTheBiasExactly() {
        std::vector<LevelPair> pairs;
        for (int i = 0; i < 30; ++i)
            pairs.push_back({i / 3, i % 11, i % 11 + 3});
        const LevelAgreement agreement = compareLevels(pairs, seed);
        QCOMPARE(agreement.bias->mean, 3.0);
        QCOMPARE(agreement.bias->lower, 3.0);
        QCOMPARE(agreement.bias->upper, 3.0);
        QCOMPARE(agreement.error->mean, 3.0);
        QCOMPARE(agreement.same->mean, 0.0);
        QCOMPARE(agreement.near->mean, 0.0);
        QVERIFY(std::abs(agreement.spearman->mean - 1.0) < 1e-12);
    }

    void withoutImagesThereIsNoNumber() {
        const LevelAgreement agreement = compareLevels({}, seed);
        QCOMPARE(agreement.images, std::size_t{0});
        QVERIFY(!agreement.error && !agreement.spearman);
        QVERIFY(toJson(agreement)["error"].is_null());
    }

    void intervalsAreOverPeople() {
        // Two people: one always agrees, one never does; samples of two people hold 0, 1 or 2 of each.
        std::vector<LevelPair> pairs;
        for (int i = 0; i < 20; ++i)
            pairs.push_back({i / 10, i % 5, i % 5 + (i < 10 ? 0 : 4)});
        const LevelAgreement agreement = compareLevels(pairs, seed);
        QCOMPARE(agreement.error->mean, 2.0);
        QCOMPARE(agreement.error->lower, 0.0);
        QCOMPARE(agreement.error->upper, 4.0);
    }

    void aMirroredFaceMirroredIsTheFace() {
        RgbImage face(5, 3);
        for (std::size_t i = 0; i < face.pixels.size(); ++i)
            face.pixels[i] = static_cast<std::uint8_t>(5 * i);
        const RgbImage mirrored = varied(face, FaceVariant::Mirrored);
        QVERIFY(mirrored != face);
        QVERIFY(std::equal(mirrored.at(0, 1), mirrored.at(0, 1) + 3, face.at(4, 1)));
        QVERIFY(varied(mirrored, FaceVariant::Mirrored) == face);
        QVERIFY(varied(face, FaceVariant::Unchanged) == face);
    }

    void aShiftedFaceRepeatsItsLeftmostColumn() {
        RgbImage face(4, 1);
        for (int x = 0; x < 4; ++x)
            std::fill_n(face.at(x, 0), 3, static_cast<std::uint8_t>(10 * x));
        const RgbImage shifted = varied(face, FaceVariant::Shifted);
        QCOMPARE(int{*shifted.at(0, 0)}, 0);
        QCOMPARE(int{*shifted.at(1, 0)}, 0);
        QCOMPARE(int{*shifted.at(2, 0)}, 10);
        QCOMPARE(int{*shifted.at(3, 0)}, 20);
        QVERIFY(varied(RgbImage(1, 1), FaceVariant::Shifted) == RgbImage(1, 1));
    }

    void oneMateHasNoHalves() {
        QVERIFY(!halves(acceptedUpTo({30})));
        QVERIFY(!halves(acceptedUpTo({})));
        QVERIFY(halves(acceptedUpTo({30, 30})));
    }

    void everyMateIsInOneHalf() {
        bool firstLarger = false, secondLarger = false;
        for (ImageId image = 1; image < 20; ++image) {
            const HalfLabels labels = *halves(acceptedUpTo({30, 31, 32, 33, 34}), image);
            QCOMPARE(labels.first.genuinePairs + labels.second.genuinePairs, 5);
            QVERIFY(labels.first.genuinePairs >= 2 && labels.second.genuinePairs >= 2);
            firstLarger |= labels.first.genuinePairs == 3;
            secondLarger |= labels.second.genuinePairs == 3;
            // The half with the most delicate mate has the JND point of all of them.
            QCOMPARE(std::min(*labels.first.level, *labels.second.level), 30);
        }
        QVERIFY(firstLarger && secondLarger);
    }

    void eachHalfHasItsOwnPoint() {
        const HalfLabels labels = *halves(acceptedUpTo({40, 30}));
        QVERIFY(pointsOf(labels) == std::pair(30, 40));
        // The draw depends on nothing but seed and image.
        QCOMPARE(halves(acceptedUpTo({40, 30}))->first.level, labels.first.level);
        // Constraint (2) holds for both.
        const HalfLabels limited = *halves(acceptedUpTo({40, 30}), 1, 35);
        QVERIFY(pointsOf(limited) == std::pair(30, 35));
    }

    void aHalfThatRecognisesNobodyHasNoPoint() {
        MateDecisions mates = acceptedUpTo({40, 30});
        mates.uncompressed[0] = false;
        const HalfLabels labels = *halves(mates);
        const bool first = labels.first.flag == LabelFlag::Unrecognised;
        QVERIFY(first != (labels.second.flag == LabelFlag::Unrecognised));
        QCOMPARE((first ? labels.second : labels.first).level, std::optional(30));
        QVERIFY(!(first ? labels.first : labels.second).level);
    }

    void aSetIsWorthEverythingToItself() {
        const TransferSide side = sideMovedBy(0);
        const LabelTransfer same = transferLabels(side, side, people(), seed);
        QCOMPARE(same.kept->mean, 1.0);
        QCOMPARE(same.kept->lower, 1.0);
        QCOMPARE(same.agreement.error->mean, 0.0);
        QCOMPARE(same.agreement.images, std::size_t{40});
    }

    void coarserPointsBreakWhatFinerOnesKeep() {
        const TransferSide fine = sideMovedBy(0);
        const TransferSide coarse = sideMovedBy(2);
        const LabelTransfer toCoarse = transferLabels(fine, coarse, people(), seed);
        QCOMPARE(toCoarse.kept->mean, 1.0);
        QCOMPARE(toCoarse.agreement.bias->mean, 2.0);
        const LabelTransfer toFine = transferLabels(coarse, fine, people(), seed);
        QCOMPARE(toFine.kept->mean, 0.0);
        QCOMPARE(toFine.agreement.bias->mean, -2.0);
        QVERIFY(toFine.bppFrom->mean < toFine.bppTo->mean);
    }

    void anotherCodecIsComparedByRankAndRateAlone() {
        const LabelTransfer transfer = transferLabels(sideMovedBy(0), sideMovedBy(2, "vvc"), people(), seed);
        QVERIFY(!transfer.agreement.error && !transfer.agreement.bias && !transfer.kept);
        QVERIFY(std::abs(transfer.agreement.spearman->mean - 1.0) < 1e-12);
        QVERIFY(transfer.bppFrom && transfer.bppTo);
    }

    void withoutAGridNothingIsSaidOfConstraints() {
        TransferSide blind = sideMovedBy(2);
        blind.grid.reset();
        const LabelTransfer transfer = transferLabels(sideMovedBy(0), blind, people(), seed);
        QVERIFY(!transfer.kept);
        QCOMPARE(transfer.agreement.bias->mean, 2.0);
    }

    void onlyProbesWithAPointInBothAreCompared() {
        TransferSide some = sideMovedBy(0);
        for (ImageId image = 0; image < 10; ++image) {
            some.labels[image].flag = LabelFlag::NoLevel;
            some.labels[image].level.reset();
        }
        QCOMPARE(transferLabels(some, sideMovedBy(0), people(), seed).agreement.images, std::size_t{30});
    }

    void oneSetAloneIsSaidToBeComparedWithNothing() {
        const ResultTable table = transferTable({}, {"old, hevc (images were imported since)"});
        QVERIFY(table.rows.empty());
        QVERIFY(table.notes.front().find("nothing to compare") != std::string::npos);
        QVERIFY(table.notes.back().find("images were imported since") != std::string::npos);
        QVERIFY(tableFrom(toJson(table)).notes == table.notes);
        QVERIFY(!tableCsv(table).empty() && !tableLatex(table).empty());
    }

    void pointsThatAreGoneAreCounted() {
        const TransferSide side = sideMovedBy(0);
        std::vector<Label> again;
        for (const auto& [image, label] : side.labels)
            again.push_back(label);
        again[0].flag = LabelFlag::Unrecognised;
        again[1].flag = LabelFlag::NoLevel;
        for (const std::size_t place : {0U, 1U})
            again[place].level.reset();
        const RepeatedLabels repeated = repeatedLabels(side.labels, again, people(), qp, seed);
        QCOMPARE(repeated.asked, std::size_t{40});
        QCOMPARE(repeated.unrecognised, std::size_t{1});
        QCOMPARE(repeated.noLevel, std::size_t{1});
        QCOMPARE(repeated.agreement.images, std::size_t{38});
        QCOMPARE(repeated.agreement.error->mean, 0.0);
    }

    void theLeastErrorIsSaidBelowTheTable() {
        RepeatedLabels mirrored;
        mirrored.name = "mirrored";
        mirrored.agreement = compareLevels(std::vector<LevelPair>{{1, 10, 12}, {2, 13, 15}, {3, 4, 6}}, seed);
        const ResultTable table = selfAgreementTable({mirrored}, sideMovedBy(0), "mirrored");
        QVERIFY(std::any_of(table.notes.begin(), table.notes.end(), [](const std::string& note) {
            return note.find("2.00 QP apart") != std::string::npos &&
                   note.find("half of that, 1.00") != std::string::npos;
        }));
        // Where nothing could be measured, nothing is said.
        mirrored.agreement = {};
        const ResultTable empty = selfAgreementTable({mirrored}, sideMovedBy(0), "mirrored");
        QVERIFY(!empty.rows.front().cells[4].value);
        QVERIFY(std::none_of(empty.notes.begin(), empty.notes.end(), [](const std::string& note) {
            return note.starts_with("What bounds");
        }));
    }

    void moreMatesCanLoseMore() {
        TransferSide side = sideMovedBy(0);
        for (auto& [image, label] : side.labels) {
            label.genuinePairs = static_cast<int>(1 + image / 5 * 3);
            label.level = 45 - label.genuinePairs;
        }
        const MateCounts counts = mateCounts(side, people(), seed);
        QVERIFY(std::abs(counts.mates->mean + 1.0) < 1e-12);
        QCOMPARE(counts.strata.front().to, 1);
        QCOMPARE(counts.strata.front().images, std::size_t{5});
        QCOMPARE(counts.strata.front().level->mean, 44.0);
        std::size_t images = 0;
        for (const MateCounts::Stratum& stratum : counts.strata)
            images += stratum.images;
        QCOMPARE(images, counts.all.images);
        QCOMPARE(mateTable(counts, side).rows.size(), counts.strata.size() + 2);
    }

    void whatWasFoundIsKeptUnderItsKey() {
        const ScratchFolder scratch;
        Label ok;
        ok.image = 7;
        ok.level = 33;
        ok.bpp = 0.25;
        Label lost;
        lost.image = 8;
        lost.flag = LabelFlag::Unrecognised;
        {
            KeptLabels kept(scratch.path(), "mirrored", {{"threshold", 0.4}});
            kept.add(ok);
            kept.add(lost);
            kept.save();
        }
        const KeptLabels again(scratch.path(), "mirrored", {{"threshold", 0.4}});
        QCOMPARE(again.labels().size(), std::size_t{2});
        QCOMPARE(again.labels().at(7).level, std::optional(33));
        QVERIFY(again.labels().at(8).flag == LabelFlag::Unrecognised);
        QVERIFY(KeptLabels(scratch.path(), "mirrored", {{"threshold", 0.5}}).labels().empty());
        QVERIFY(KeptLabels(scratch.path(), "shifted", {{"threshold", 0.4}}).labels().empty());
    }

    void aDamagedFileIsNotTakenForAnEmptyOne() {
        const ScratchFolder scratch;
        const Json key = {{"threshold", 0.4}};
        for (const std::string content : {"[{\"image\":1}]", "[3]", "{\"a\":1}"}) {
            writeKept(scratch.path(), "mirrored", key, Json::parse(content));
            QVERIFY_EXCEPTION_THROWN(KeptLabels(scratch.path(), "mirrored", key), Error);
        }
        for (const fs::directory_entry& entry : fs::directory_iterator(scratch.path() / "agreement"))
            writeFileAtomically(entry.path(), "{\"key\":");
        QVERIFY_EXCEPTION_THROWN(readKept(scratch.path(), "mirrored", key), Error);
    }
};

QTEST_GUILESS_MAIN(TestLabelAgreement)
#include "tst_label_agreement.moc"
