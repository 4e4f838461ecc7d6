// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <fstream>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "faces/drawn_faces.h"
#include "jobs/jobs.h"
#include "recognition/models_library.h"
#include "recognition/recognizer.h"
#include "study/image_table.h"
#include "training/distillation_batches.h"
#include "training/face_mixing.h"
#include "training/face_variation.h"
#include "training/training_loop.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

constexpr int people = 24;

RgbImage face(int person, int image) {
    return drawFace(static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(image));
}

void fillStudy(const fs::path& folder) {
    Study study = Study::create(folder);
    ImageTable table(study);
    for (int person = 0; person < people; ++person)
        for (int image = 0; image < (person < 6 ? 4 : 1); ++image) {
            NewImage added;
            added.identity = "person" + std::to_string(person);
            added.role = person < 6 ? Role::Probe : Role::Distractor;
            added.stem = std::to_string(image);
            added.fileHash = added.identity + "/" + added.stem;
            added.alignment = "drawn";
            added.face.face = face(person, image);
            table.add(added);
        }
}

/// people 0..2 are probes, 6..15 distractors held out
std::string heldOutList() {
    std::string text = "identity,role\n";
    for (int person = 0; person < 16; ++person)
        if (person < 3 || person > 5)
            text += "person" + std::to_string(person) + (person < 3 ? ",probe\n" : ",distractor\n");
    return text;
}

std::shared_ptr<const TrainingFaces> drawnFaces() {
    auto faces = std::make_shared<TrainingFaces>();
    for (int person = 0; person < 4; ++person)
        faces->people.push_back({face(person, 0), face(person, 1)});
    faces->images = 8;
    return faces;
}

DistillationBatches makeBatches(const std::shared_ptr<TaughtFacePool>& pool, DistillationOptions options) {
    std::vector<std::unique_ptr<Recognizer>> teachers;
    teachers.push_back(openRecognizer("hog-baseline", {}));
    return {pool, TaughtFaceMaker(drawnFaces(), {}, std::move(teachers), {}, options), {}, options};
}

bool same(const models::TensorMap& a, const models::TensorMap& b) {
    return a.at("images").values == b.at("images").values && a.at("targets").values == b.at("targets").values;
}

class Workplace {
public:
    Workplace() {
        fillStudy(study());
        writeFileAtomically(list(), heldOutList());
    }
    fs::path study() const { return m_scratch.path() / "faces.limen"; }
    fs::path list() const { return m_scratch.path() / "held.csv"; }
    fs::path out() const { return m_scratch.path() / "out"; }

    Outcome train(const Json& extra = Json::object(), std::stop_token stop = {}) const {
        Json params = {{"study", study().string()},
                       {"out", out().string()},
                       {"held-out", list().string()},
                       {"teachers", "hog-baseline"},
                       {"steps", 4},
                       {"batch", 12},
                       {"codec", "jpeg"},
                       {"coded", 0.2},
                       {"options", Json{{"widths", {8, 8, 8, 16}}, {"depths", {0, 1, 0}}}.dump()}};
        params.update(extra);
        JobContext context(silentObserver(), std::move(stop), {.threads = 1});
        return runJob(trainRecognizerJob(), params, context);
    }

private:
    ScratchFolder m_scratch;
};

}  // namespace

class TestDistillation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void variedAndMixedFacesFollowTheirSeed() {
        const auto made = [](unsigned seed) {
            SampleRandom random(seed, 0, 0);
            return varyFace(mixFaces(face(1, 0), face(2, 0), random), random);
        };
        QCOMPARE(made(5).width, alignedSize);
        QVERIFY(made(5) == made(5));
        QVERIFY(!(made(5) == made(6)));
    }

    void aMixHasSomethingOfBoth() {
        const auto distance = [](const RgbImage& a, const RgbImage& b) {
            long sum = 0;
            for (std::size_t i = 0; i < a.pixels.size(); ++i)
                sum += std::abs(int(a.pixels[i]) - int(b.pixels[i]));
            return sum;
        };
        const RgbImage a = face(1, 0);
        const RgbImage b = face(2, 0);
        for (unsigned seed = 0; seed < 20; ++seed) {
            SampleRandom random(seed, 0, 0);
            const RgbImage mixed = mixFaces(a, b, random);
            QVERIFY(distance(mixed, a) > 0);
            QVERIFY(distance(mixed, b) > 0);
        }
    }

    void aStepsBatchFollowsFromTheStep() {
        const DistillationOptions options = {.batch = 12, .repeats = 3, .apart = 5};
        DistillationBatches first = makeBatches(std::make_shared<TaughtFacePool>(), options);
        std::vector<models::TensorMap> batches;
        for (std::int64_t step = 0; step < 12; ++step)
            batches.push_back(first(step));
        QCOMPARE(batches[0].at("images").shape, (std::vector<std::int64_t>{12, 112, 112, 3}));
        DistillationBatches resumed = makeBatches(std::make_shared<TaughtFacePool>(), options);
        for (const std::size_t step : {std::size_t(9), std::size_t(10), std::size_t(2)})
            QVERIFY(same(resumed(static_cast<std::int64_t>(step)), batches[step]));
        QVERIFY(!same(batches[0], batches[1]));
    }

    void aFaceComesAgainMirroredWithItsTarget() {
        const DistillationOptions options = {.batch = 8, .repeats = 2, .apart = 3};
        DistillationBatches batches = makeBatches(std::make_shared<TaughtFacePool>(), options);
        const models::TensorMap early = batches(7);
        const models::TensorMap late = batches(10);
        const std::size_t width = early.at("targets").values.size() / 8;
        constexpr std::size_t row = 112 * 3;
        constexpr std::size_t values = 112 * row;
        for (std::size_t j = 0; j < width; ++j)
            QCOMPARE(late.at("targets").values[4 * width + j], early.at("targets").values[j]);
        for (std::size_t x = 0; x < 112; ++x)
            QCOMPARE(late.at("images").values[4 * values + 50 * row + (111 - x) * 3],
                     early.at("images").values[50 * row + x * 3]);
    }

    void targetsAreWhatTheTeacherSays() {
        DistillationBatches batches =
            makeBatches(std::make_shared<TaughtFacePool>(), {.batch = 4, .repeats = 1});
        const models::TensorMap batch = batches(0);
        RgbImage shown(112, 112);
        for (std::size_t i = 0; i < shown.pixels.size(); ++i)
            shown.pixels[i] =
                static_cast<std::uint8_t>(std::lround(batch.at("images").values[i] * 127.5F + 127.5F));
        const auto said = openRecognizer("hog-baseline", {})->embed(std::span(&shown, 1)).front();
        QVERIFY(std::equal(said.begin(), said.end(), batch.at("targets").values.begin()));
    }

    void aBatchMustHoldItsRepeats() {
        QVERIFY_EXCEPTION_THROWN(makeBatches(std::make_shared<TaughtFacePool>(), {.batch = 10, .repeats = 3}),
                                 Error);
    }

    void theJobTrainsMeasuresAndResumes() {
        const Workplace place;
        const Outcome outcome = place.train();
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const Json& rows = outcome.result["measured"]["recognizers"];
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0]["recognizer"], Json("limen-fr-s"));
        QCOMPARE(rows[0]["genuine_pairs"], Json(18));    // 3 people of 4 images
        QCOMPARE(rows[0]["impostor_pairs"], Json(120));  // 12 images by 10 strangers
        const Json card = Json::parse(readTextFile(outcome.result["card"].get<std::string>()));
        QCOMPARE(card["training"]["faces"]["people"], Json(people - 13));
        QCOMPARE(card["training"]["teachers"][0]["name"], Json("hog-baseline"));
        QCOMPARE(card["options"]["dropout"], Json(0.1));
        QCOMPARE(card["measured"]["recognizers"].size(), std::size_t(2));
        const auto recognizer = openRecognizer(outcome.result["card"].get<std::string>(), {});
        QCOMPARE(recognizer->dimension(), openRecognizer("hog-baseline", {})->dimension());

        const auto written = readFile(place.out() / "limen-fr-s.safetensors");
        QVERIFY(place.train().state == Outcome::State::Succeeded);  // nothing left to do
        QVERIFY(readFile(place.out() / "limen-fr-s.safetensors") == written);
        const Outcome other = place.train({{"rate", 0.1}});
        QVERIFY(other.state == Outcome::State::Failed);
        QVERIFY2(other.message.find("other settings") != std::string::npos, other.message.c_str());
    }

    void stepsCanBeAddedBeforeTheDescentOnly() {
        const CosineSchedule schedule = {.peak = 1.0, .floor = 0.0, .warmup = 2, .steps = 10, .descent = 4};
        QCOMPARE(schedule.at(0), 0.5);
        QCOMPARE(schedule.at(2), 1.0);
        QCOMPARE(schedule.at(6), 1.0);
        QVERIFY(schedule.at(7) < 1.0);
        QVERIFY(std::abs(schedule.at(8) - 0.5) < 1e-12);
        QVERIFY(std::abs((CosineSchedule{.peak = 1.0, .floor = 0.0, .warmup = 2, .steps = 10}).at(6) - 0.5) <
                1e-12);

        // A run that is cut after 3 of 9 steps, and then told to do 6, is the run of 6.
        const auto train = [](const fs::path& folder, std::int64_t steps, std::int64_t until) {
            const Json options = {{"architecture", "face-chain"},
                                  {"options", {{"widths", {8, 8, 8, 8}}, {"depths", {0, 0, 0}}}},
                                  {"width", 112},
                                  {"height", 112},
                                  {"embedding", 4}};
            const auto trainer = modelsLibrary().createTrainer("recognizer", options, 1, {});
            TrainingPlan plan;
            plan.folder = folder;
            plan.schedule =
                CosineSchedule{.peak = 1e-3, .warmup = 1, .steps = steps, .descent = 3}.schedule();
            std::stop_source stop;
            const JobContext context(silentObserver(), stop.get_token());
            const auto batch = [&](std::int64_t step) {
                if (step == until)
                    stop.request_stop();
                std::mt19937_64 random(static_cast<std::uint64_t>(step));
                std::normal_distribution<float> value;
                models::TensorMap made = {
                    {"images", {{2, 112, 112, 3}, std::vector<float>(2 * 112 * 112 * 3)}},
                    {"targets", {{2, 4}, std::vector<float>(8)}}};
                for (auto& [name, tensor] : made)
                    std::generate(tensor.values.begin(), tensor.values.end(), [&] { return value(random); });
                return made;
            };
            try {
                trainNetwork(
                    *trainer, plan, [&](int) { return BatchMaker(batch); }, context);
            } catch (const Cancelled&) {
            }
            return trainer->weights();
        };
        const ScratchFolder scratch;
        const models::TensorMap whole = train(scratch.path() / "whole", 6, -1);
        train(scratch.path() / "parts", 9, 3);
        const models::TensorMap parts = train(scratch.path() / "parts", 6, -1);
        for (const auto& [name, tensor] : whole)
            QVERIFY2(parts.at(name).values == tensor.values, name.c_str());
        QVERIFY_EXCEPTION_THROWN(train(scratch.path() / "parts", 9, -1), Error);
    }

    void senselessRequestsAreRefused_data() {
        QTest::addColumn<QByteArray>("extra");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const Json& extra, const char* said) {
            QTest::newRow(name) << QByteArray::fromStdString(extra.dump()) << QByteArray(said);
        };
        row("teacher", {{"teachers", "nobody"}}, "nobody");
        row("teacher twice", {{"teachers", "hog-baseline,hog-baseline"}}, "not a list of names");
        row("options", {{"options", "widths"}}, "JSON object");
        row("widths", {{"options", Json{{"widths", {1}}}.dump()}}, "widths");
        row("repeats", {{"repeats", 5}}, "multiple of");
        row("list", {{"held-out", "/nowhere.csv"}}, "/nowhere.csv");
    }
    void senselessRequestsAreRefused() {
        QFETCH(QByteArray, extra);
        QFETCH(QByteArray, said);
        static const Workplace place;
        const Outcome outcome = place.train(Json::parse(extra.toStdString()));
        QVERIFY(outcome.state == Outcome::State::Failed);
        QVERIFY(outcome.errorKind == ErrorKind::BadInput);
        const std::string text = outcome.message + " " + outcome.hint;
        QVERIFY2(text.find(said.toStdString()) != std::string::npos, text.c_str());
        QVERIFY(!fs::exists(place.out() / "limen-fr-s.json"));
    }

    void verifyNeedsPeopleOfTheList() {
        const Workplace place;
        JobContext context(silentObserver(), {}, {.threads = 1});
        const Json params = {{"study", place.study().string()},
                             {"recognizers", "hog-baseline"},
                             {"held-out", place.list().string()}};
        const Outcome outcome = runJob(verifyJob(), params, context);
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        QCOMPARE(outcome.result["images"], Json(22));
        writeFileAtomically(place.list(), "identity\nsomebody else\n");
        const Outcome none = runJob(verifyJob(), params, context);
        QVERIFY(none.state == Outcome::State::Failed && none.errorKind == ErrorKind::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestDistillation)
#include "tst_distillation.moc"
