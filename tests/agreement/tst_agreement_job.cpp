// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <SQLiteCpp/SQLiteCpp.h>
#include <QtTest>

#include "comparison/figure_store.h"
#include "comparison/table_store.h"
#include "labelling/variant_labels.h"
#include "training/labelled_study.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

/// The job on a study; the global options of `limen --threads 2`.
Outcome run(const Job& job, const fs::path& study, Json params = Json::object()) {
    params["study"] = study.string();
    JobContext context(silentObserver(), {}, {.threads = 2});
    return runJob(job, params, context);
}

const ResultTable& tableOf(const std::vector<StoredTable>& tables, const std::string& start) {
    for (const StoredTable& table : tables)
        if (table.id.starts_with(start))
            return table.table;
    qFatal("There is no table %s.", start.c_str());
}

std::vector<StoredTable> tablesOf(const fs::path& study) {
    std::vector<std::string> problems;
    std::vector<StoredTable> tables = storedTables(study, problems);
    if (!problems.empty())
        qFatal("%s", problems.front().c_str());
    return tables;
}

std::vector<fs::path> keptFiles(const fs::path& study, const std::string& start) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(study / "agreement"))
        if (entry.path().filename().string().starts_with(start))
            files.push_back(entry.path());
    return files;
}

void addFace(const fs::path& folder, const std::string& identity, std::uint64_t person, std::uint64_t image) {
    Study study = Study::open(folder, Study::Access::ReadWrite);
    NewImage added;
    added.identity = identity;
    added.stem = "added" + std::to_string(image);
    added.fileHash = identity + added.stem;
    added.alignment = "drawn";
    added.face.face = drawFace(person, image);
    ImageTable(study).add(added);
}

}  // namespace

class TestAgreementJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void facesThatDidNotChangeHaveTheSamePoints() {
        const test::LabelledStudy made(4, 3);
        Study study = Study::open(made.folder(), Study::Access::ReadOnly);
        const LabelSet set = made.labels();
        const RecognizerRecord recognizer = EmbeddingTable(study).recognizer(set.key.recognizer);
        const CodecRecord codec = EncodingTable(study).codec(set.key.codec);
        const Gallery gallery = loadGallery(study, recognizer.id, recognizer.dimension);
        const JndTask task{gallery, set.threshold, set.key.reading, codec.levels};
        const Observation observation{
            study.folder(), codec.setting, codec.id, recognizer.openedAs, recognizer.id, recognizer.options};
        std::mutex mutex;
        std::map<ImageId, Label> again;
        const JobContext context(silentObserver(), {}, {.threads = 2});
        labelVariant(
            observation,
            task,
            ImageTable(study).withRole(Role::Probe),
            FaceVariant::Unchanged,
            [&](const Label& label) {
                const std::lock_guard lock(mutex);
                again[label.image] = label;
            },
            context);
        const std::vector<Label> labels = LabelTable(study).labels(set.id);
        QCOMPARE(again.size(), labels.size());
        for (const Label& label : labels) {
            QVERIFY(again.at(label.image).flag == label.flag);
            QCOMPARE(again.at(label.image).level, label.level);
            QCOMPARE(again.at(label.image).genuineAccepted, label.genuineAccepted);
        }
    }

    void oneSetWithoutAGridSaysWhatItNeeds() {
        const test::LabelledStudy made(4, 3);
        const Outcome outcome = run(agreementJob(), made.folder());
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const Json& conditions = outcome.result["conditions"];
        QCOMPARE(conditions.size(), std::size_t{3});
        for (const std::size_t variant : {0U, 1U})
            QCOMPARE(conditions[variant]["asked"], outcome.result["images"]);
        QVERIFY(conditions[0]["images"] > 0);
        QVERIFY(conditions[2]["note"].get<std::string>().find("limen accuracy") != std::string::npos);
        QVERIFY(conditions[2]["error"].is_null());
        QVERIFY(outcome.result["transfer"].empty());
        QVERIFY(outcome.result["calibration"].empty());
        const std::vector<StoredTable> tables = tablesOf(made.folder());
        QVERIFY(tableOf(tables, "agreement-transfer").notes.front().find("nothing to compare") !=
                std::string::npos);
        QCOMPARE(tableOf(tables, "agreement-self").rows.size(), std::size_t{3});
        QCOMPARE(tableOf(tables, "agreement-mates").about["table"], Json("agreement"));
        // Three photographs a person: two mates each.
        QCOMPARE(outcome.result["mates"]["strata"].size(), std::size_t{1});
        QCOMPARE(outcome.result["mates"]["strata"][0]["from"], Json(2));
    }

    void twoCodecsAndCompleteGridsGiveEveryNumber() {
        const test::LabelledStudy made(4, 3);
        const fs::path& study = made.folder();
        QVERIFY(run(labelJob(), study, {{"codec", "jpeg"}, {"recognizer", "hog-baseline"}, {"far", "auto"}})
                    .state == Outcome::State::Succeeded);
        QVERIFY(run(accuracyJob(), study, {{"codec", "hevc"}, {"far", "auto"}}).state ==
                Outcome::State::Succeeded);
        const Outcome outcome = run(agreementJob(), study, {{"codec", "hevc"}});
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        const Json& halves = outcome.result["conditions"][2];
        QCOMPARE(halves["asked"], outcome.result["images"]);
        QCOMPARE(outcome.result["conditions"][3]["asked"].get<int>(), 2 * halves["asked"].get<int>());
        QCOMPARE(outcome.result["transfer"].size(), std::size_t{2});
        for (const Json& transfer : outcome.result["transfer"]) {
            QVERIFY(transfer["images"] > 0);
            QVERIFY(transfer["kept"].is_null() && transfer["error"].is_null());
            QVERIFY(transfer["bpp_from"]["mean"] > 0.0);
        }
    }

    void keptComparisonsAreCalibrated() {
        const test::LabelledStudy made(4, 3);
        const Json heldOut = made.heldOut().string();
        const Outcome compared =
            run(evaluateJob(), made.folder(), {{"eye-models", "zhang05"}, {"held-out", heldOut}});
        QVERIFY2(compared.state == Outcome::State::Succeeded, compared.message.c_str());
        const Outcome outcome =
            run(agreementJob(), made.folder(), {{"part", "calibration"}, {"held-out", heldOut}});
        QVERIFY2(outcome.state == Outcome::State::Succeeded, outcome.message.c_str());
        QCOMPARE(outcome.result["calibration"].size(), std::size_t{1});
        const Json& kept = outcome.result["calibration"][0];
        QCOMPARE(kept["measured_on"], Json("held out"));
        // The same selections, so the same errors.
        int seen = 0;
        for (const Json& row : compared.result["rows"])
            for (const Json& one : kept["rows"])
                if (one["model"] == row["model"]) {
                    QCOMPARE(one["selection"], row["selection"]);
                    ++seen;
                }
        QCOMPARE(seen, static_cast<int>(compared.result["rows"].size()));
        std::vector<std::string> problems;
        const std::vector<StoredFigure> figures = storedFigures(made.folder(), problems);
        QVERIFY(problems.empty());
        QCOMPARE(figures.size(), std::size_t{1});
        QVERIFY(figures.front().id.starts_with("figure-calibration-hog-baseline"));
        QVERIFY(!writeFigureFiles(figures.front(), made.scratch() / "figures").empty());
        QVERIFY(!tableOf(tablesOf(made.folder()), "agreement-calibration").rows.empty());
        // Of other people held out, nothing was measured.
        writeFileAtomically(made.scratch() / "other.csv",
                            "identity,role\n" + test::LabelledStudy::name(3) + ",probe\n");
        const Outcome other =
            run(agreementJob(),
                made.folder(),
                {{"part", "calibration"}, {"held-out", (made.scratch() / "other.csv").string()}});
        QVERIFY(other.state == Outcome::State::Succeeded);
        QVERIFY(other.result["calibration"].empty());
    }

    void whatWasFoundIsNotSoughtAgain() {
        const test::LabelledStudy made(4, 3);
        const Json params = {{"part", "self"}};
        const Outcome first = run(agreementJob(), made.folder(), params);
        QVERIFY(first.state == Outcome::State::Succeeded);
        QVERIFY(!first.result.contains("transfer"));
        const std::vector<fs::path> files = keptFiles(made.folder(), "mirrored-");
        QCOMPARE(files.size(), std::size_t{1});
        QCOMPARE(run(agreementJob(), made.folder(), params).result["conditions"], first.result["conditions"]);
        // Points that nobody would find come back, so they were read.
        Json kept = Json::parse(readTextFile(files.front()));
        for (Json& label : kept["content"])
            if (label["flag"] == "ok")
                label["level"] = 13;
        writeFileAtomically(files.front(), kept.dump());
        const Outcome second = run(agreementJob(), made.folder(), params);
        QVERIFY(second.result["conditions"][0]["bias"]["mean"] < 0.0);
        // Those that are missing are found, and only they.
        const Json lost = kept["content"].back();
        kept["content"].erase(kept["content"].size() - 1);
        writeFileAtomically(files.front(), kept.dump());
        QVERIFY(run(agreementJob(), made.folder(), params).state == Outcome::State::Succeeded);
        const Json again = Json::parse(readTextFile(files.front()));
        QCOMPARE(again["content"].size(), kept["content"].size() + 1);
        QCOMPARE(again["content"].back()["image"], lost["image"]);
        // A damaged file is not taken for an empty one.
        writeFileAtomically(files.front(), "{");
        const Outcome damaged = run(agreementJob(), made.folder(), params);
        QVERIFY(damaged.state == Outcome::State::Failed);
        QVERIFY(damaged.message.find("cannot be read") != std::string::npos);
    }

    void withoutTheNetworkWhatWasFoundIsStillShown() {
        const test::LabelledStudy made(4, 3);
        const Outcome before = run(agreementJob(), made.folder(), {{"part", "self"}});
        QVERIFY2(before.state == Outcome::State::Succeeded, before.message.c_str());
        Study::open(made.folder(), Study::Access::ReadWrite)
            .database()
            .exec("UPDATE recognizer SET opened_as = '/nowhere/card.json'");
        const Outcome after = run(agreementJob(), made.folder(), {{"part", "self"}});
        QVERIFY2(after.state == Outcome::State::Succeeded, after.message.c_str());
        QCOMPARE(after.result["conditions"], before.result["conditions"]);
        // What is missing then has no number, but a word on why.
        fs::remove(keptFiles(made.folder(), "shifted-").front());
        const Outcome lost = run(agreementJob(), made.folder(), {{"part", "self"}});
        QCOMPARE(lost.result["conditions"][0], before.result["conditions"][0]);
        QVERIFY(lost.result["conditions"][1]["note"].get<std::string>().starts_with("not made here"));
        QVERIFY(lost.result["conditions"][1]["error"].is_null());
    }

    void aStoppedJobLeavesNoTable() {
        const test::LabelledStudy made(4, 3);
        std::stop_source stop;
        stop.request_stop();
        JobContext context(silentObserver(), stop.get_token(), {.threads = 2});
        const Outcome outcome = runJob(agreementJob(), {{"study", made.folder().string()}}, context);
        QVERIFY(outcome.state == Outcome::State::Cancelled);
        QVERIFY(!fs::exists(made.folder() / "tables"));
    }

    void labelsOfOtherImagesAreNoMeasure() {
        const test::LabelledStudy made(4, 3);
        const fs::path& study = made.folder();
        QVERIFY(run(labelJob(), study, {{"codec", "jpeg"}, {"recognizer", "hog-baseline"}, {"far", "auto"}})
                    .state == Outcome::State::Succeeded);
        addFace(study, test::LabelledStudy::name(0), 0, 77);
        const Outcome stale = run(agreementJob(), study, {{"codec", "hevc"}});
        QVERIFY(stale.state == Outcome::State::Failed);
        QVERIFY(stale.hint.find("limen label") != std::string::npos);
        QVERIFY(run(labelJob(), study, {{"codec", "hevc"}, {"recognizer", "hog-baseline"}, {"far", "auto"}})
                    .state == Outcome::State::Succeeded);
        const Outcome current = run(agreementJob(), study, {{"codec", "hevc"}, {"part", "transfer"}});
        QVERIFY2(current.state == Outcome::State::Succeeded, current.message.c_str());
        QVERIFY(current.result["transfer"].empty());
        QCOMPARE(current.result["left_out"].size(), std::size_t{2});  // the old ones of both codecs
        QVERIFY(current.result["left_out"][0].get<std::string>().find("imported since") != std::string::npos);
    }

    void aStudyWithoutLabelsIsRefused() {
        const ScratchFolder scratch;
        const fs::path folder = scratch.path() / "new.limen";
        Study::create(folder);
        const Outcome outcome = run(agreementJob(), folder);
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY(outcome.hint.find("limen label") != std::string::npos);
        QCOMPARE(run(agreementJob(), folder, {{"part", "everything"}}).exitCode(), 2);
        QCOMPARE(run(agreementJob(), scratch.path() / "none.limen").exitCode(), 2);
    }
};

QTEST_GUILESS_MAIN(TestAgreementJob)
#include "tst_agreement_job.moc"
