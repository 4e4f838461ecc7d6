// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/safe_file.h"
#include "comparison/comparison_sheet.h"
#include "comparison/table_store.h"
#include "metrics/psnr.h"
#include "prediction/codec_mix.h"
#include "prediction/qp_selection.h"
#include "training/jnd_faces.h"
#include "training/labelled_study.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made;
    return made;
}

Outcome run(const Job& job, Json params) {
    if (!params.contains("study"))
        params["study"] = study().folder().string();
    JobContext context(silentObserver(), {}, {.threads = 2});
    Outcome outcome = runJob(job, params, context);
    if (outcome.state != Outcome::State::Succeeded)
        qWarning("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome;
}

/// Two folds of the smallest network, a step or two each.
const Outcome& folds() {
    static const Outcome trained = run(trainJob(),
                                       {{"run", "folds"},
                                        {"folds", 2},
                                        {"held-out", study().heldOut().string()},
                                        {"depth", "18"},
                                        {"content", "none"},
                                        {"batch", 8},
                                        {"epochs", 1}});
    return trained;
}

}  // namespace

class TestComparisonStudy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foldsAreMeasuredOnWhatTheyHaveNotSeen() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const Outcome table = run(evaluateJob(), {{"run", "folds"}, {"eye-models", "chou95"}});
        QVERIFY(table.state == Outcome::State::Succeeded);
        const Json& rows = table.result["rows"];
        std::vector<std::string> models, kinds;
        const int images = folds().result["folds"][0]["test"]["images"].get<int>() +
                           folds().result["folds"][1]["test"]["images"].get<int>();
        for (const Json& row : rows) {
            models.push_back(row["model"]);
            kinds.push_back(row["kind"]);
            QCOMPARE(row["images"], Json(images));
        }
        QCOMPARE(models, (std::vector<std::string>{"original", "constant", "codec mix", "chou95", "folds"}));
        QCOMPARE(kinds,
                 (std::vector<std::string>{"baseline", "baseline", "baseline", "eye model", "predictor"}));
        // The shipped recognizer was trained with dropout, so that SER-FIQ can be asked.
        QVERIFY(rows[4]["d_ser_fiq_limen-fr-s"]["mean"] >= 0.0);
        QVERIFY(rows[0]["d_ser_fiq_limen-fr-s"]["mean"] != rows[4]["d_ser_fiq_limen-fr-s"]["mean"]);
        // A model that is not installed gives no number, but a word on what to import.
        std::vector<std::string> problems;
        const std::vector<StoredTable> tables = storedTables(study().folder(), problems);
        QVERIFY(problems.empty() && !tables.empty());
        const ResultTable& stored = tables.front().table;
        const bool hasLpips =
            std::any_of(stored.columns.begin(), stored.columns.end(), [](const auto& column) {
                return column.name.starts_with("LPIPS");
            });
        QVERIFY(hasLpips ||
                std::any_of(stored.notes.begin(), stored.notes.end(), [](const std::string& note) {
                    return note.starts_with("LPIPS (squeeze) is missing");
                }));
        QVERIFY(rows[1]["note"].get<std::string>().starts_with("QP "));
        QCOMPARE(rows[0]["gain"]["mean"], Json(0.0));
        // As each fold measured itself.
        const double mean = (folds().result["folds"][0]["test"]["predicted"]["psnr"]["mean"].get<double>() *
                                 folds().result["folds"][0]["test"]["images"].get<int>() +
                             folds().result["folds"][1]["test"]["predicted"]["psnr"]["mean"].get<double>() *
                                 folds().result["folds"][1]["test"]["images"].get<int>()) /
                            images;
        QVERIFY(std::abs(rows[4]["psnr"]["mean"].get<double>() - mean) < 1e-9);
        // Faces whose JND point is the best constant level have no PSNR there, which is said.
        QVERIFY(rows[1]["equal"] > 0);
        QVERIFY(std::any_of(stored.notes.begin(), stored.notes.end(), [&](const std::string& note) {
            return note.find(rows[1]["equal"].dump() + " of constant") != std::string::npos;
        }));
        QVERIFY(std::any_of(stored.notes.begin(), stored.notes.end(), [](const std::string& note) {
            return note.starts_with("drawn: codec hevc, JND points of hog-baseline at FAR ");
        }));
        // Nothing is more like a face than its finest level.
        QCOMPARE(rows[0]["selection"]["at_ends"], Json(1.0));
        QVERIFY(rows[0]["selection"]["bias"] < 0.0);
        for (const Json& row : rows)
            QVERIFY(row["selection"]["error"]["mean"] >= 0.0);
        // The mean over the codec's own pictures is nearer than the face unchanged.
        QVERIFY(rows[2]["pooled_psnr"] > rows[0]["pooled_psnr"]);
    }

    void whatIsStoredIsNotMeasuredAgain() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const Json params = {{"run", "folds"}, {"eye-models", "zhang05"}};
        const Outcome first = run(evaluateJob(), params);
        QVERIFY(first.state == Outcome::State::Succeeded);
        const fs::path folder = study().folder() / "comparisons";
        std::vector<fs::path> sheets;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder))
            if (entry.path().filename().string().starts_with("fold-"))
                sheets.push_back(entry.path());
        QCOMPARE(sheets.size(), std::size_t{2});
        // A number that nobody would measure comes back, so it was read.
        Json sheet = Json::parse(readTextFile(sheets.front()));
        for (Json& row : sheet["rows"])
            if (row["name"] == "zhang05")
                for (Json& error : row["numbers"]["mse"])
                    error = 1e-3;
        writeFileAtomically(sheets.front(), sheet.dump());
        const Outcome second = run(evaluateJob(), params);
        QVERIFY(second.result["rows"][3]["psnr"]["mean"] > first.result["rows"][3]["psnr"]["mean"]);
        // What was made by something else is made anew.
        for (Json& row : sheet["rows"])
            if (row["name"] == "zhang05")
                row["source"]["seed"] = 99;
        writeFileAtomically(sheets.front(), sheet.dump());
        QCOMPARE(run(evaluateJob(), params).result["rows"], first.result["rows"]);
        // So are numbers of the same images that were measured with something else.
        sheet = Json::parse(readTextFile(sheets.front()));
        for (Json& row : sheet["rows"])
            if (row["name"] == "zhang05") {
                row["measures"]["d_ser_fiq_limen-fr-s"]["seed"] = 99;
                for (Json& number : row["numbers"]["d_ser_fiq_limen-fr-s"])
                    number = 0.5;
            }
        writeFileAtomically(sheets.front(), sheet.dump());
        QCOMPARE(run(evaluateJob(), params).result["rows"], first.result["rows"]);
        // And rows of an earlier Limen, which did not say whose the levels are.
        for (Json& row : sheet["rows"])
            row.erase("own_levels");
        writeFileAtomically(sheets.front(), sheet.dump());
        QCOMPARE(run(evaluateJob(), params).result["rows"], first.result["rows"]);
        // Whoever has no parts at hand finds the faces in the sheets, of earlier versions too once they were
        // read.
        std::vector<std::string> problems;
        sheet = Json::parse(readTextFile(sheets.front()));
        sheet.erase("faces");
        writeFileAtomically(sheets.front(), sheet.dump());
        const std::size_t all = storedSheets(study().folder(), problems).size();
        QCOMPARE(problems.size(), std::size_t{1});
        QVERIFY(run(evaluateJob(), params).state == Outcome::State::Succeeded);
        problems.clear();
        QCOMPARE(storedSheets(study().folder(), problems).size(), all + 1);
        QVERIFY(problems.empty());
        // A damaged sheet is not taken for an empty one.
        writeFileAtomically(sheets.front(), "{\"about\":");
        const Outcome damaged = run(evaluateJob(), params);
        QVERIFY(damaged.state == Outcome::State::Failed);
        QVERIFY(damaged.message.find("cannot be read") != std::string::npos);
        fs::remove(sheets.front());
        QCOMPARE(run(evaluateJob(), params).result["rows"], first.result["rows"]);
    }

    void anotherTableAddsItsNumbersAndKeepsTheRest() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const Json params = {{"run", "folds"}, {"eye-models", "wu17"}};
        QVERIFY(run(evaluateJob(), params).state == Outcome::State::Succeeded);
        // Numbers that nobody would measure: what is asked for later must not drop them.
        for (const fs::directory_entry& entry : fs::directory_iterator(study().folder() / "comparisons")) {
            Json sheet = Json::parse(readTextFile(entry.path()));
            for (Json& row : sheet["rows"])
                if (row["name"] == "wu17" && row["numbers"].contains("d_ser_fiq_limen-fr-s"))
                    for (Json& number : row["numbers"]["d_ser_fiq_limen-fr-s"])
                        number = 0.5;
            writeFileAtomically(entry.path(), sheet.dump());
        }
        const Outcome other = run(evaluateJob(), {{"run", "folds"}, {"eye-models", "wu17"}, {"table", "4"}});
        QVERIFY(other.state == Outcome::State::Succeeded);
        QVERIFY(other.result["rows"][3]["distance_positive"]["mean"] > 0.0);
        const Outcome again = run(evaluateJob(), params);
        QCOMPARE(again.result["rows"][3]["model"], Json("wu17"));
        QCOMPARE(again.result["rows"][3]["d_ser_fiq_limen-fr-s"]["mean"], Json(0.5));
    }

    void codingGuidedByWhatIsPredicted() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const ScratchFolder out;
        const Json params = {{"run", "folds"},
                             {"table", "3"},
                             {"eye-models", "none"},
                             {"constants", "30,40"},
                             {"out", out.path().string()}};
        QVERIFY(run(evaluateJob(), params).message.find("lacks levels") != std::string::npos);
        QVERIFY(run(accuracyJob(), {{"far", "auto"}}).state == Outcome::State::Succeeded);
        const Outcome table = run(evaluateJob(), params);
        QVERIFY(table.state == Outcome::State::Succeeded);
        const Json& rows = table.result["rows"];
        QCOMPARE(rows.size(), std::size_t{7});  // truth, three baselines, the run, two constants
        QCOMPARE(rows[0]["model"], Json("true JND points"));
        QCOMPARE(rows[0]["selection"]["error"]["mean"], Json(0.0));
        // At their own JND points faces keep every mate they had (contract.md).
        QVERIFY(rows[0]["acc"] >= rows[1]["acc"]);
        QVERIFY(rows[0]["bpp"] < rows[1]["bpp"]);
        QVERIFY(rows[5]["bpp"] > rows[6]["bpp"]);
        QVERIFY(rows[5]["acc_at_equal_bpp"].is_null());
        // Three tables, of choices, of folds and of constant levels, as three kinds of file each.
        QCOMPARE(table.result["files"].size(), std::size_t{9});
        for (const Json& file : table.result["files"])
            QVERIFY(fs::file_size(file.get<std::string>()) > 100);
        Json wrong = params;
        wrong["constants"] = "30,99";
        QVERIFY(run(evaluateJob(), wrong).message.find("99") != std::string::npos);
        wrong = params;
        wrong["eye-models"] = "chou59";
        QVERIFY(run(evaluateJob(), wrong).message.find("chou59") != std::string::npos);
    }

    void theOtherTables() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const Outcome about = run(evaluateJob(), {{"table", "1"}});
        QVERIFY(about.state == Outcome::State::Succeeded);
        QCOMPARE(about.result["rows"][0]["name"], Json("probes"));
        const Outcome identity = run(evaluateJob(), {{"run", "folds"}, {"table", "4"}});
        QVERIFY(identity.state == Outcome::State::Succeeded);
        for (const Json& row : identity.result["rows"]) {
            // People are told apart by their predicted JND images too.
            QVERIFY(row["distance_positive"]["mean"] < row["distance_negative"]["mean"]);
            QVERIFY(row["distance_negative"]["mean"] <= 2.0);
        }
        QVERIFY(run(evaluateJob(), {{"run", "folds"}, {"table", "5"}}).state == Outcome::State::Succeeded);
        QVERIFY(
            run(evaluateJob(), {{"run", "folds"}, {"eye-models", "zhang05"}, {"beside-paper", true}}).state ==
            Outcome::State::Succeeded);
        const fs::path beside =
            study().folder() / "tables" /
            (tableId("table 2 " + study().labelsInIds() + " folds beside the paper") + ".json");
        QCOMPARE(Json::parse(readTextFile(beside))["about"]["table"], Json("2, beside the paper"));
        const ScratchFolder out;
        const Outcome exported = run(exportJob(), {{"what", "tables"}, {"out", out.path().string()}});
        QVERIFY(exported.state == Outcome::State::Succeeded);
        QVERIFY(exported.result["tables"] >= 3);
        QVERIFY(fs::exists(out.path() / (tableId("table 4 " + study().labelsInIds() + " folds") + ".tex")));
    }

    void aModelIsMeasuredOnPeopleHeldOut() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const fs::path card = study().folder() / "runs" / "folds" / "fold-1" / "model" / "folds.json";
        const Outcome table =
            run(evaluateJob(), {{"models", card.string()}, {"held-out", study().heldOut().string()}});
        QVERIFY(table.state == Outcome::State::Succeeded);
        QCOMPARE(table.result["rows"][0]["people"], Json(2));
        const Outcome nobody = run(evaluateJob(), {{"models", card.string()}});
        QVERIFY(nobody.message.find("no people of the list") != std::string::npos);
        QVERIFY(run(evaluateJob(), {{"run", "nothing"}}).message.find("no run nothing") != std::string::npos);
    }

    void whatIsCalledAlikeIsRefused() {
        QVERIFY(folds().state == Outcome::State::Succeeded);
        const std::string card = (study().folder() / "runs/folds/fold-1/model/folds.json").string();
        const std::string other = (study().folder() / "runs/folds/fold-2/model/folds.json").string();
        const Outcome twice =
            run(evaluateJob(), {{"models", card + "," + other}, {"held-out", study().heldOut().string()}});
        QVERIFY(twice.state == Outcome::State::Failed);
        QVERIFY(twice.message.find("called \"folds\"") != std::string::npos);
        QVERIFY(run(trainJob(), {{"fold", 1}}).message.find("--fold needs --folds") != std::string::npos);
    }

    void labelsMustBeThoseOfAllImages() {
        const test::LabelledStudy aged(3, 2);
        {
            Study opened = Study::open(aged.folder(), Study::Access::ReadWrite);
            NewImage added;
            added.identity = aged.name(0);
            added.role = Role::Probe;
            added.stem = "late";
            added.fileHash = "late";
            added.alignment = "drawn";
            added.face.face = drawFace(0, 9);
            ImageTable(opened).add(added);
        }
        for (const Job& job : {evaluateJob(), selectQpJob()}) {
            const Outcome stale = run(job, {{"study", aged.folder().string()}});
            QVERIFY(stale.state == Outcome::State::Failed);
            QVERIFY(stale.message.find("not those of all its images") != std::string::npos);
        }
    }

    void facesAreRatedByARunOfTheStudy() {
        const test::LabelledStudy rated(6, 3, 2);
        const QByteArray models = qgetenv("LIMEN_MODELS");
        qputenv("LIMEN_MODELS", "");
        const auto restore = qScopeGuard([&models] { qputenv("LIMEN_MODELS", models); });
        const Json common = {{"study", rated.folder().string()}, {"held-out", rated.heldOut().string()}};
        Json training = common;
        training.update({{"recognizer", "limen-fr-s"}, {"copies", 1}, {"batch", 10}, {"epochs", 3}});
        QVERIFY(run(*findJob("train-quality"), training).state == Outcome::State::Succeeded);
        Json params = common;
        params.update({{"eye-models", "none"}, {"quality", "sdd"}});
        const Outcome table = run(evaluateJob(), params);
        QVERIFY(table.state == Outcome::State::Succeeded);
        const Json& rows = table.result["rows"];
        QVERIFY(rows[0]["d_quality_sdd"]["mean"] > 0.0);
        QVERIFY(rows[0]["d_quality_sdd"] != rows[2]["d_quality_sdd"]);
        std::vector<std::string> problems, columns;
        const ResultTable stored = storedTables(rated.folder(), problems).front().table;
        for (const TableColumn& column : stored.columns)
            columns.push_back(column.name);
        QCOMPARE(columns, (std::vector<std::string>{"PSNR, dB", "pooled PSNR, dB", "dSDD*", "dSER*"}));
        const auto noted = [&stored](const char* text) {
            return std::any_of(stored.notes.begin(), stored.notes.end(), [text](const std::string& note) {
                return note.find(text) != std::string::npos;
            });
        };
        QVERIFY(noted("dSDD*: difference of the score of sdd (SDD-FIQA, re-trained)"));
        QVERIFY(noted("dLightQNet is missing") && noted("limen models import"));

        // Without the run there is no number, but what to do.
        params.erase("quality");
        const Outcome without = run(evaluateJob(), params);
        QVERIFY(without.state == Outcome::State::Succeeded);
        const ResultTable other = storedTables(rated.folder(), problems).front().table;
        QVERIFY(std::any_of(other.notes.begin(), other.notes.end(), [](const std::string& note) {
            return note.starts_with("dSDD* is missing") &&
                   note.find("limen train-quality") != std::string::npos;
        }));
        params["quality"] = "limen-landmarks";
        QVERIFY(run(evaluateJob(), params).message.find("limen-landmarks does not rate faces") !=
                std::string::npos);
        params["quality"] = "no-such-run";
        QVERIFY(run(evaluateJob(), params).message.find("no-such-run") != std::string::npos);
    }

    void theMixOfOneLevelIsThatLevel() {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const CodecRecord codec = EncodingTable(opened).codecs().front();
        const JobContext context(silentObserver(), {});
        const JndFaces faces = loadJndFaces(opened, study().labels(), {}, context);
        const JndFace& face = faces.faces.front();
        LevelReader reader(study().folder(), codec);
        const std::vector<int> one = {face.level};
        QVERIFY(mixOfLevels(face.image, reader, shareOfLevels(codec.levels, one)) == face.jnd);
        const std::vector<int> two = {20, 40, 40, 40};
        const RgbImage mix = mixOfLevels(face.image, reader, shareOfLevels(codec.levels, two));
        const RgbImage fine = reader.at(face.image, 20), coarse = reader.at(face.image, 40);
        for (std::size_t i = 0; i < mix.pixels.size(); ++i)
            QCOMPARE(int(mix.pixels[i]), int(std::lround(0.25 * fine.pixels[i] + 0.75 * coarse.pixels[i])));
        QVERIFY_EXCEPTION_THROWN(reader.at(face.image, 99), Error);
    }

    void theSelectedLevelIsTheMostAlikeAndOfEqualOnesTheCoarsest() {
        const auto codec = createCodec("hevc");
        const RgbImage face = drawFace(4, 1);
        const std::map<int, Encoded> encodings = encodeAllLevels(*codec, face);
        QCOMPARE(encodings.size(), std::size_t{39});
        for (const int level : {13, 34, 51}) {
            const SelectedLevel selected =
                selectLevel(encodings, codec->levels(), encodings.at(level).reconstruction);
            QCOMPARE(selected.level, level);
            QVERIFY(std::isinf(selected.psnr));
            QCOMPARE(selected.bytes, encodings.at(level).bitstream.size());
        }
        std::map<int, Encoded> twins = {{30, encodings.at(30)}, {31, encodings.at(30)}};
        QCOMPARE(selectLevel(twins, codec->levels(), face).level, 31);
        QVERIFY_EXCEPTION_THROWN(selectLevel({}, codec->levels(), face), Error);
    }
};

QTEST_GUILESS_MAIN(TestComparisonStudy)
#include "tst_comparison_study.moc"
