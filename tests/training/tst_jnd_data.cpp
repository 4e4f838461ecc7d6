// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <numeric>
#include <set>

#include "base/error.h"
#include "image/planar_face.h"
#include "training/jnd_batches.h"
#include "training/labelled_study.h"
#include "training/learning_schedule.h"
#include "training/people_split.h"

using namespace limen;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made;
    return made;
}

std::shared_ptr<const JndFaces> faces() {
    static const auto read = [] {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const JobContext context(silentObserver(), {});
        return std::make_shared<const JndFaces>(loadJndFaces(opened, study().labels(), {}, context));
    }();
    return read;
}

std::vector<std::size_t> all(const JndFaces& from) {
    std::vector<std::size_t> places(from.faces.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
}

/// 30 people with 1 to 20 images.
std::vector<std::int64_t> crowd() {
    std::vector<std::int64_t> identities;
    for (int person = 0; person < 30; ++person)
        identities.insert(identities.end(), static_cast<std::size_t>(1 + (person * 7) % 20), person);
    return identities;
}

std::set<std::int64_t> peopleOf(const std::vector<std::size_t>& places,
                                const std::vector<std::int64_t>& identities) {
    std::set<std::int64_t> people;
    for (const std::size_t place : places)
        people.insert(identities[place]);
    return people;
}

double cosine(const JndFace& a, const JndFace& b) {
    return std::inner_product(a.embedding.begin(), a.embedding.end(), b.embedding.begin(), 0.0);
}

}  // namespace

class TestJndData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void facesComeWithTheImageAtTheirJndPoint() {
        const auto read = faces();
        QVERIFY(read->faces.size() > 20);
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const LabelSet set = study().labels();
        const auto codec = createCodec("hevc");
        std::size_t ok = 0;
        for (const Label& label : LabelTable(opened).labels(set.id))
            ok += label.level.has_value() ? 1 : 0;
        QCOMPARE(read->faces.size(), ok);
        for (const std::size_t i : {std::size_t{0}, read->faces.size() - 1}) {
            const JndFace& face = read->faces[i];
            QVERIFY(ImageTable(opened).face(face.image) == face.original);
            QVERIFY(codec->encode(face.original, face.level).reconstruction == face.jnd);
        }
        QCOMPARE(read->description["images"], Json(ok));
    }

    void aCapTakesEveryPersonsShare() {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const JobContext context(silentObserver(), {});
        const JndFaces some = loadJndFaces(opened, study().labels(), 12, context);
        QVERIFY(some.faces.size() <= 12 && some.faces.size() >= 8);
        std::map<std::string, int> people;
        for (const JndFace& face : some.faces)
            ++people[face.identity];
        QVERIFY(people.size() >= 8);
        QVERIFY(some.description["sha256"] != faces()->description["sha256"]);
    }

    void matesAreTheMostDifferentAcceptedOnes() {
        const auto read = faces();
        const std::vector<std::size_t> chosen = all(*read);
        const auto mates = mostDifferentMates(*read, chosen);
        std::size_t found = 0;
        for (const std::size_t i : chosen) {
            double smallest = 2.0;
            for (const std::size_t j : chosen)
                if (j != i && read->faces[i].identityId == read->faces[j].identityId &&
                    cosine(read->faces[i], read->faces[j]) > read->threshold)
                    smallest = std::min(smallest, cosine(read->faces[i], read->faces[j]));
            QCOMPARE(mates[i].has_value(), smallest < 2.0);
            if (mates[i]) {
                ++found;
                QCOMPARE(cosine(read->faces[i], read->faces[*mates[i]]), smallest);
            }
        }
        QVERIFY(found > 10);
        // Alone in its part, an image has none.
        const std::vector<std::size_t> one = {chosen.front()};
        QVERIFY(!mostDifferentMates(*read, one).front());
    }

    void foldsCoverEverybodyOnceAndAreBalanced() {
        const std::vector<std::int64_t> identities = crowd();
        std::vector<int> tested(identities.size());
        for (int fold = 0; fold < 5; ++fold) {
            const TrainingSplit split = splitFold(identities, 5, fold, {.seed = 3});
            for (const std::size_t place : split.test)
                ++tested[place];
            const double share =
                static_cast<double>(split.test.size()) / static_cast<double>(identities.size());
            QVERIFY2(share > 0.17 && share < 0.23, qPrintable(QString::number(share)));
            const auto train = peopleOf(split.train, identities), test = peopleOf(split.test, identities),
                       validation = peopleOf(split.validation, identities);
            QCOMPARE(train.size() + test.size() + validation.size(), std::size_t{30});
            for (const std::int64_t person : test)
                QVERIFY(!train.contains(person) && !validation.contains(person));
            for (const std::int64_t person : validation)
                QVERIFY(!train.contains(person));
            QCOMPARE(validation.size(),
                     static_cast<std::size_t>(std::lround(0.1 * double(30 - test.size()))));
            QCOMPARE(splitFold(identities, 5, fold, {.seed = 3}).train, split.train);
            QVERIFY(splitFold(identities, 5, fold, {.seed = 4}).test != split.test);
        }
        QVERIFY(std::all_of(tested.begin(), tested.end(), [](int times) { return times == 1; }));
    }

    void imagesCanBeSplitForThemselves() {
        const std::vector<std::int64_t> identities = crowd();
        const TrainingSplit split = splitFold(identities, 5, 0, {.unit = SplitUnit::Image});
        QCOMPARE(split.test.size(), identities.size() / 5);
        QVERIFY(peopleOf(split.test, identities).size() > 20);
        const TrainingSplit once = splitOnce(identities, {});
        QVERIFY(once.test.empty());
        QCOMPARE(once.train.size() + once.validation.size(), identities.size());
        QCOMPARE(peopleOf(once.validation, identities).size(), std::size_t{3});
    }

    void tooFewPeopleAreRefused() {
        const std::vector<std::int64_t> two = {1, 1, 2, 2};
        QVERIFY_EXCEPTION_THROWN(splitOnce(two, {}), Error);
        QVERIFY_EXCEPTION_THROWN(splitFold(two, 3, 0, {}), Error);
    }

    void batchesHoldEveryImageOnceAnEpoch() {
        const auto read = faces();
        JndBatches batches(read, all(*read), {.batch = 4, .flip = false, .seed = 5});
        const std::int64_t perEpoch = batches.stepsPerEpoch();
        QCOMPARE(perEpoch, static_cast<std::int64_t>(read->faces.size()) / 4);
        std::set<std::vector<float>> seen;
        for (std::int64_t step = 0; step < perEpoch; ++step) {
            const models::TensorMap batch = batches(step);
            const std::vector<float>& values = batch.at("images").values;
            const std::size_t size = values.size() / 4;
            for (std::size_t i = 0; i < 4; ++i)
                seen.insert(std::vector<float>(values.begin() + static_cast<std::ptrdiff_t>(i * size),
                                               values.begin() + static_cast<std::ptrdiff_t>((i + 1) * size)));
        }
        QCOMPARE(seen.size(), static_cast<std::size_t>(4 * perEpoch));
        // From the step alone: in any order, and by another loader.
        JndBatches other(read, all(*read), {.batch = 4, .flip = false, .seed = 5});
        const models::TensorMap late = other(perEpoch + 1);
        QVERIFY(batches(perEpoch + 1).at("images").values == late.at("images").values);
        QVERIFY(batches(1).at("images").values != late.at("images").values);
    }

    void allImagesOfASampleAreMirroredAlike() {
        const auto read = faces();
        JndBatches plain(read, all(*read), {.batch = 4, .flip = false, .seed = 5});
        JndBatches flipped(read, all(*read), {.batch = 4, .flip = true, .seed = 5});
        int mirrored = 0;
        for (std::int64_t step = 0; step < plain.stepsPerEpoch(); ++step) {
            const models::TensorMap a = plain(step), b = flipped(step);
            const std::size_t size = a.at("images").values.size() / 4;
            for (std::size_t i = 0; i < 4; ++i) {
                std::set<bool> ways;
                for (const char* name : {"images", "jnd", "positives"}) {
                    const auto picture = [&](const models::TensorMap& batch) {
                        return fromPlanar(
                            std::span<const float>(batch.at(name).values).subspan(i * size, size), 112, 112);
                    };
                    const RgbImage before = picture(a), after = picture(b);
                    std::vector<float> mirror;
                    appendPlanar(before, true, mirror);
                    QVERIFY(after == before || after == fromPlanar(mirror, 112, 112));
                    ways.insert(after != before);
                }
                QCOMPARE(ways.size(), std::size_t{1});
                mirrored += *ways.begin() ? 1 : 0;
            }
            QVERIFY(a.at("identities").values == b.at("identities").values);
        }
        QVERIFY(mirrored > 5 && mirrored < 4 * plain.stepsPerEpoch() - 5);
    }

    void batchesTooLargeAreRefused() {
        const auto read = faces();
        QVERIFY_EXCEPTION_THROWN(JndBatches(read, {0, 1, 2}, {.batch = 4}), Error);
    }

    void schedulesFollowThePaper() {
        const EpochSchedule linear = {.stepsPerEpoch = 10, .flatEpochs = 50, .epochs = 100};
        QCOMPARE(linear.at(0), 1.0);
        QCOMPARE(linear.at(499), 1.0);
        QCOMPARE(linear.at(500), 1.0 - 1.0 / 51.0);
        QCOMPARE(linear.at(509), linear.at(500));
        QVERIFY(linear.at(999) > 0.0 && linear.at(999) < 0.02);
        QCOMPARE(linear.schedule().steps, std::int64_t{1000});
        EpochSchedule literal = linear;
        literal.tail = EpochSchedule::Tail::Literal;
        QCOMPARE(literal.at(499), 1.0);
        QVERIFY(std::abs(literal.at(505) - 0.2) < 1e-12);
        QVERIFY(std::abs(literal.at(515) - 0.04) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestJndData)
#include "tst_jnd_data.moc"
