// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <SQLiteCpp/SQLiteCpp.h>
#include <QtTest>

#include "base/hash.h"
#include "base/safe_file.h"
#include "faces/drawn_faces.h"
#include "image/image_file.h"
#include "jobs/job.h"
#include "quality/face_quality.h"
#include "study/image_table.h"
#include "training/quality_faces.h"
#include "training/run_folder.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

std::string name(int person) {
    return "person" + std::to_string(100 + person);
}

/// Drawn distractors, the first `several` with three photographs each, others with one; two probes.
class Distractors {
public:
    explicit Distractors(int several, int others = 3) {
        Study study = Study::create(folder());
        ImageTable table(study);
        for (int person = 0; person < several + others + 2; ++person)
            for (int image = 0; image < (person < several || person >= several + others ? 3 : 1); ++image) {
                NewImage added;
                added.identity = name(person);
                added.role = person < several + others ? Role::Distractor : Role::Probe;
                added.stem = std::to_string(image);
                added.fileHash = added.identity + "/" + added.stem;
                added.alignment = "drawn";
                added.face.face =
                    drawFace(static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(image));
                table.add(added);
            }
        writeFileAtomically(heldOut(), "identity,role\n" + name(0) + ",distractor\n");
    }

    fs::path folder() const { return m_scratch.path() / "drawn.limen"; }
    /// Names the first person.
    fs::path heldOut() const { return m_scratch.path() / "held.csv"; }
    const fs::path& scratch() const { return m_scratch.path(); }

    /// Without what it needs to be read as a face.
    void spoilProbes() const {
        SQLite::Database database((folder() / "study.sqlite").string(), SQLite::OPEN_READWRITE);
        QCOMPARE(database.exec("UPDATE image SET face = x'00' WHERE identity_id IN (SELECT id FROM identity "
                               "WHERE role = 'probe')"),
                 6);
    }

private:
    ScratchFolder m_scratch;
};

const Distractors& study() {
    static const Distractors made(14);
    return made;
}

/// Asks for a stop after a number of steps.
class Stopper final : public JobObserver {
public:
    explicit Stopper(std::int64_t step) : m_step(step) {}
    void onProgress(const Progress&) override {}
    void onLog(LogLevel, const std::string&) override {}
    void onMetric(const std::string&, std::int64_t step, double) override {
        if (step == m_step)
            source.request_stop();
    }
    std::stop_source source;

private:
    std::int64_t m_step;
};

Json paramsFor(const Distractors& of, const std::string& run) {
    return {{"study", of.folder().string()},
            {"held-out", of.heldOut().string()},
            {"run", run},
            {"recognizer", "limen-fr-s"},
            {"codec", "jpeg"},
            {"copies", 2},
            {"batch", 20},
            {"epochs", 12},
            {"rate", 3e-3}};
}

Outcome train(const Json& params, JobObserver& observer = silentObserver(), std::stop_token stop = {}) {
    JobContext context(observer, std::move(stop), {.threads = 1});
    Outcome outcome = runJob(*findJob("train-quality"), params, context);
    if (outcome.state == Outcome::State::Failed)
        qInfo("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome;
}

bool succeeded(const Outcome& outcome) {
    return outcome.state == Outcome::State::Succeeded;
}

/// Trained once.
const Outcome& trained() {
    static const Outcome outcome = train(paramsFor(study(), "sdd"));
    return outcome;
}

fs::path cardOf(const Outcome& outcome) {
    return outcome.result["card"].get<std::string>();
}

std::string weightsOf(const Outcome& outcome) {
    return sha256HexOfFile(cardOf(outcome).replace_extension(".safetensors"));
}

}  // namespace

/// A rating of faces, from a study's distractors to scores.
class TestQualityTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunGivesACardThatRatesFaces() {
        QVERIFY(succeeded(trained()));
        const Json& data = trained().result["data"];
        QCOMPARE(data["people"], Json(13));  // without the one held out
        QCOMPARE(data["photographs"], Json(39));
        QCOMPARE(data["compressed_copies"], Json(78));
        QCOMPARE(data["distractors"], Json(17));
        QCOMPARE(trained().result["shown_as"], Json("SDD*"));
        const ModelCard card = readModelCard(cardOf(trained()));
        QCOMPARE(card.task, std::string(faceQualityTask));
        QCOMPARE(card.options["method"], Json("SDD-FIQA, re-trained"));
        QCOMPARE(qualityTitle(card), std::string("SDD*"));
        const auto quality = openFaceQuality(cardOf(trained()).string(), {});
        QCOMPARE(quality->method(), std::string("SDD-FIQA, re-trained"));
        const std::vector<RgbImage> faces = {drawFace(3, 1), drawFace(40, 2), drawFace(5, 7)};
        const std::vector<QualityScore> scores = quality->rateAll(faces);
        QCOMPARE(scores.size(), faces.size());
        for (std::size_t i = 0; i < faces.size(); ++i)
            QCOMPARE(quality->rate(faces[i]).score, scores[i].score);
        QVERIFY(scores[0].score != scores[1].score);
        QVERIFY_EXCEPTION_THROWN(quality->rate(RgbImage(50, 50)), Error);

        // What is told of people it did not learn from.
        const Json& validation = trained().result["validation"];
        QCOMPARE(validation["pictures"], Json(2 * 3 * 3));  // 15 % of 13 people
        QCOMPARE(validation["levels"].size(), std::size_t{3});
        QVERIFY(!validation["levels"][0].contains("from"));
        QCOMPARE(validation["levels"][1]["from"], Json(95));
        QCOMPARE(validation["levels"][2]["to"], Json(5));
        QVERIFY(std::abs(validation["rank_correlation"].get<double>()) <= 1.0);
    }

    void probesAreNeverRead() {
        QVERIFY(succeeded(trained()));
        const Distractors spoilt(14);
        spoilt.spoilProbes();
        const Outcome other = train(paramsFor(spoilt, "sdd"));
        QVERIFY(succeeded(other));
        QCOMPARE(weightsOf(other), weightsOf(trained()));
        QCOMPARE(other.result["validation"], trained().result["validation"]);
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        std::set<ImageId> probes;
        for (const ImageRecord& probe : ImageTable(opened).withRole(Role::Probe))
            probes.insert(probe.id);
        QCOMPARE(probes.size(), std::size_t{6});
        const QualityFaces faces = qualityFaces(opened, {"QP", 13, 51, 1}, {}, {});
        QCOMPARE(faces.photographs.size(), std::size_t{42});
        for (const QualityPhotograph& photograph : faces.photographs)
            QVERIFY(!probes.contains(photograph.image));
    }

    void copiesAreSpreadOverTheLevels() {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const CodecLevels qp{"QP", 13, 51, 1};
        const QualityFaces faces = qualityFaces(opened, qp, {}, {.copies = 3, .seed = 2});
        std::set<int> seen;
        for (const QualityPhotograph& photograph : faces.photographs) {
            QCOMPARE(photograph.levels.size(), std::size_t{3});
            for (int part = 0; part < 3; ++part) {
                const int level = photograph.levels[static_cast<std::size_t>(part)];
                QVERIFY(level >= 13 + 13 * part && level < 26 + 13 * part);
                seen.insert(level);
            }
        }
        QVERIFY(seen.size() > 20);
        QCOMPARE(qualityFaces(opened, qp, {}, {.copies = 3, .seed = 2}).description, faces.description);
        QVERIFY(qualityFaces(opened, qp, {}, {.copies = 3, .seed = 3}).description != faces.description);
        QVERIFY_EXCEPTION_THROWN(qualityFaces(opened, {"QP", 13, 14, 1}, {}, {.copies = 3}), Error);
    }

    void aRunThatWasStoppedGoesOn() {
        QVERIFY(succeeded(trained()));
        Stopper stopper(17);
        const Json params = paramsFor(study(), "halved");
        QVERIFY(train(params, stopper, stopper.source.get_token()).state == Outcome::State::Cancelled);
        const RunFolder folder(study().folder() / "runs" / "halved");
        QCOMPARE(folder.readStatus()->state, std::string("cancelled"));
        const Outcome resumed = train(params);
        QVERIFY(succeeded(resumed));
        QCOMPARE(weightsOf(resumed), weightsOf(trained()));
        QCOMPARE(folder.readStatus()->state, std::string("finished"));

        // Asked again, a finished run gives its result and changes nothing; other settings are refused.
        QCOMPARE(train(params).result, resumed.result);
        Json other = params;
        other["epochs"] = 13;
        QVERIFY(train(other).message.find("other settings") != std::string::npos);
    }

    void theEmbeddingAloneServesToo() {
        Json params = paramsFor(study(), "by-embedding");
        params["trunk"] = "embedding";
        params["recognizer"] = "hog-baseline";
        const Outcome outcome = train(params);
        QVERIFY(succeeded(outcome));
        QVERIFY(std::isfinite(openFaceQuality(cardOf(outcome).string(), {})->rate(drawFace(9, 1)).score));
        params["run"] = "by-maps";
        params["trunk"] = "maps";
        QVERIFY(train(params).hint.find("--trunk embedding") != std::string::npos);
    }

    void theVerbFindsARunByItsName() {
        QVERIFY(succeeded(trained()));
        writePng(study().scratch() / "face.png", drawFace(3, 1));
        Json params = {{"model", "sdd"},
                       {"study", study().folder().string()},
                       {"images", {(study().scratch() / "face.png").string()}}};
        JobContext context(silentObserver(), {}, {.threads = 1});
        const Outcome rated = runJob(*findJob("quality"), params, context);
        QVERIFY2(succeeded(rated), rated.message.c_str());
        QCOMPARE(rated.result["shown_as"], Json("SDD*"));
        QCOMPARE(rated.result["scores"][0]["score"].get<double>(),
                 openFaceQuality(cardOf(trained()).string(), {})->rate(drawFace(3, 1)).score);
        params["model"] = "no-such-run";
        QVERIFY(runJob(*findJob("quality"), params, context).message.find("no-such-run") !=
                std::string::npos);
    }

    void tooFewPeopleAreCounted() {
        const Distractors few(6, 20);
        const Outcome outcome = train(paramsFor(few, "few"));
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY2(outcome.message.find("Of the 26 distractors") != std::string::npos &&
                     outcome.message.find("5 have at least 2 photographs") != std::string::npos &&
                     outcome.message.find("10 such people are needed") != std::string::npos,
                 outcome.message.c_str());
        QVERIFY(outcome.hint.find("Import distractors") != std::string::npos);
        Json params = paramsFor(study(), "more");
        params["least-images"] = 4;
        QVERIFY(train(params).message.find("0 have at least 4") != std::string::npos);
        QVERIFY(!fs::exists(few.folder() / "runs" / "few"));
    }

    void badRunsSayWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* key, const char* value, const char* said) {
            QTest::newRow(key) << QByteArray(key) << QByteArray(value) << QByteArray(said);
        };
        row("recognizer", "nobody", "nobody");
        row("codec", "mpeg", "mpeg");
        row("run", "../up", "cannot be called");
        row("batch", "4096", "larger than");
        row("held-out", "/nowhere.csv", "nowhere.csv");
        row("least-images", "1", "least-images");
    }
    void badRunsSayWhatIsWrong() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, said);
        Json params = paramsFor(study(), "bad");
        params[key.toStdString()] = value.toStdString();
        const Outcome outcome = train(params);
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY2(outcome.message.find(said.toStdString()) != std::string::npos, outcome.message.c_str());
    }

    void aCardOfAnotherRecognizerIsRefused() {
        QVERIFY(succeeded(trained()));
        const auto message = [](const char* folderName, const std::function<void(Json&)>& change) {
            const fs::path folder = study().scratch() / folderName;
            fs::create_directories(folder);
            fs::copy(cardOf(trained()).replace_extension(".safetensors"), folder / "sdd.safetensors");
            Json card = Json::parse(readTextFile(cardOf(trained())));
            change(card);
            writeFileAtomically(folder / "sdd.json", card.dump());
            try {
                openFaceQuality((folder / "sdd.json").string(), {});
            } catch (const Error& error) {
                return QString::fromStdString(error.what());
            }
            return QString();
        };
        QCOMPARE(message("whole", [](Json&) {}), QString());
        QVERIFY(message("other", [](Json& card) {
                    card["options"]["recognizer_identity"] = "limen-fr-s; 0";
                }).contains(QStringLiteral("another limen-fr-s")));
        QVERIFY(message("network", [](Json& card) {
                    card["options"]["network"]["hidden"] = 7;
                }).contains(QStringLiteral("hidden")));
        QVERIFY(message("method", [](Json& card) { card["options"].erase("method"); }).contains("method"));
        QVERIFY(message("hash", [](Json& card) {
                    card["sha256"]["sdd.safetensors"] = std::string(64, '0');
                }).contains(QStringLiteral("sdd.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestQualityTraining)
#include "tst_quality_training.moc"
