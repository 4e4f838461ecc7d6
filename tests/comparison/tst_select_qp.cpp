// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <map>
#include <set>

#include "base/csv_table.h"
#include "base/safe_file.h"
#include "comparison/level_errors.h"
#include "comparison/table_store.h"
#include "image/image_file.h"
#include "prediction/codec_mix.h"
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
    return runJob(job, params, context);
}

bool succeeded(const Outcome& outcome) {
    if (outcome.state != Outcome::State::Succeeded)
        qWarning("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome.state == Outcome::State::Succeeded;
}

Outcome train(const char* name, const char* model, Json more) {
    more.update({{"run", name}, {"model", model}, {"folds", 2}, {"held-out", study().heldOut().string()}});
    return run(trainJob(), more);
}

/// Two folds of the smallest network that predicts images, a step or two each.
bool hasNetwork() {
    static const bool trained =
        succeeded(train("net", "tian", {{"depth", "18"}, {"content", "none"}, {"batch", 8}, {"epochs", 1}}));
    return trained;
}

/// The same folds of a predictor of levels.
bool hasRegressor() {
    static const bool trained = succeeded(train("levels", "regressor", {{"trunk-recognizer", "limen-fr-s"}}));
    return trained;
}

/// Selection by the network on its folds, without eye models.
Outcome selected(Json more = Json::object()) {
    Json params = {{"run", "net"}, {"eye-models", "none"}};
    params.update(more);
    return run(selectQpJob(), params);
}

Json candidate(const Outcome& outcome, const std::string& name) {
    for (const Json& one : outcome.result["candidates"])
        if (one["name"] == name)
            return one;
    return {};
}

bool notes(const Outcome& outcome, const std::string& words) {
    const Json& all = outcome.result["notes"];
    return std::any_of(all.begin(), all.end(), [&words](const Json& note) {
        return note.get<std::string>().find(words) != std::string::npos;
    });
}

std::vector<std::string> namesOf(const Json& rows, const char* key) {
    std::vector<std::string> names;
    for (const Json& row : rows)
        names.push_back(row[key]);
    return names;
}

}  // namespace

/// QP per image of a study.
class TestSelectQp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCandidateSelectsForEveryImage() {
        QVERIFY(hasNetwork());
        const Outcome outcome = selected({{"eye-models", "chou95"}});
        QVERIFY(succeeded(outcome));
        const Json& candidates = outcome.result["candidates"];
        QCOMPARE(namesOf(candidates, "name"),
                 (std::vector<std::string>{"original", "constant", "codec mix", "chou95", "net"}));
        QCOMPARE(namesOf(candidates, "kind"),
                 (std::vector<std::string>{"baseline", "baseline", "baseline", "eye model", "predictor"}));
        QCOMPARE(namesOf(candidates, "rule"), (std::vector<std::string>{"own", "own", "eq8", "eq8", "eq8"}));
        // Every face that is not held out is measured once, in one of the folds.
        std::set<std::pair<std::string, std::string>> images;
        for (const Json& image : candidates[0]["images"])
            images.emplace(image["identity"], image["image"]);
        QCOMPARE(Json(images.size()), outcome.result["images"]);
        QVERIFY(!images.empty());
        for (const Json& one : candidates) {
            QCOMPARE(one["images"].size(), images.size());
            QVERIFY(one["bias"].is_null());
            QVERIFY(one["summary"]["bpp"] > 0.0);
            QVERIFY(one["summary"]["error"]["mean"] >= 0.0);
            for (const Json& image : one["images"])
                QVERIFY(image["qp"] >= 13 && image["qp"] <= 51);
        }
        for (const Json& image : candidates[0]["images"])
            QCOMPARE(image["qp"], Json(13));
        QCOMPARE(outcome.result["true_jnd_points"]["error"]["mean"], Json(0.0));
        // The levels of probes have not all been seen by the recognizer yet.
        QVERIFY(candidates[0]["summary"]["acc"].is_null());
        QVERIFY(notes(outcome, "limen accuracy"));
        // The same again from what was measured.
        QCOMPARE(selected({{"eye-models", "chou95"}}).result, outcome.result);
    }

    void theBiasIsChosenOnValidationFacesAndReportedBeside() {
        QVERIFY(hasNetwork());
        QVERIFY(succeeded(run(accuracyJob(), {{"far", "auto"}})));
        const Outcome outcome = selected({{"bias", true}});
        QVERIFY(succeeded(outcome));
        QCOMPARE(namesOf(outcome.result["candidates"], "name"),
                 (std::vector<std::string>{
                     "original", "constant", "codec mix", "codec mix, bias", "net", "net, bias"}));
        const Json plain = candidate(outcome, "net"), shifted = candidate(outcome, "net, bias");
        QVERIFY(plain["summary"]["acc"].is_number() && plain["summary"].contains("acc_at_equal_bpp"));
        QCOMPARE(shifted["bias"].size(), std::size_t{2});
        const auto inFirst = outcome.result["parts"][0]["images"].get<std::size_t>();
        for (std::size_t i = 0; i < plain["images"].size(); ++i) {
            const int bias = shifted["bias"][i < inFirst ? "fold-1" : "fold-2"];
            const int level = plain["images"][i]["qp"];
            QCOMPARE(shifted["images"][i]["qp"], Json(std::clamp(level - bias, 13, 51)));
        }
        // Measured once, in sheets of their own.
        std::vector<fs::path> sheets;
        for (const fs::directory_entry& entry : fs::directory_iterator(study().folder() / "comparisons"))
            if (entry.path().filename().string().find("-validation-") != std::string::npos)
                sheets.push_back(entry.path());
        QCOMPARE(sheets.size(), std::size_t{2});
        // Errors are those of faces that chose no model: what was selected for validation faces is not among
        // them.
        std::map<fs::path, std::string> before;
        for (const fs::path& file : sheets) {
            before[file] = readTextFile(file);
            Json sheet = Json::parse(before[file]);
            for (Json& row : sheet["rows"])
                for (Json& level : row["selected"])
                    level = 51;
            writeFileAtomically(file, sheet.dump());
        }
        Study reading = Study::open(study().folder(), Study::Access::ReadOnly);
        std::vector<std::string> unread;
        const std::vector<LevelErrorSet> errors = levelErrors(reading, unread);
        QVERIFY(unread.empty());
        QCOMPARE(errors.size(), std::size_t{1});
        const auto net = std::find_if(errors[0].candidates.begin(),
                                      errors[0].candidates.end(),
                                      [](const auto& one) { return one.candidate == "net"; });
        QVERIFY(net != errors[0].candidates.end());
        QCOMPARE(net->faces.size(), plain["images"].size());
        for (const LevelError& face : net->faces) {
            const auto same =
                std::find_if(plain["images"].begin(), plain["images"].end(), [&face](const Json& image) {
                    return image["identity"] == face.identity && image["image"] == face.stem;
                });
            QVERIFY(same != plain["images"].end());
            QCOMPARE(Json(face.selected), (*same)["qp"]);
        }
        for (const auto& [file, text] : before)
            writeFileAtomically(file, text);
        // Nor are those against labels that were made anew since.
        fs::path old;
        for (const fs::directory_entry& entry : fs::directory_iterator(study().folder() / "comparisons"))
            if (const std::string name = entry.path().filename().string();
                name.starts_with("fold-1-") && !name.starts_with("fold-1-validation"))
                old = entry.path();
        const std::string kept = readTextFile(old);
        Json superseded = Json::parse(kept);
        superseded["about"]["data"]["threshold"] = 2.0;
        writeFileAtomically(old, superseded.dump());
        const std::vector<LevelErrorSet> newest = levelErrors(reading, unread);
        QCOMPARE(newest.size(), std::size_t{1});
        for (const SelectedLevels& selected : newest[0].candidates)
            QCOMPARE(selected.faces.size(), plain["images"].size() - inFirst);
        writeFileAtomically(old, kept);
        // Table 3 shifts by the same numbers, and shows each fold.
        const Outcome table = run(
            evaluateJob(),
            {{"run", "net"}, {"eye-models", "none"}, {"table", "3"}, {"constants", "35"}, {"bias", true}});
        QVERIFY(succeeded(table));
        const Json& judge = table.result["judges"][0];
        const Json& rows = judge["rows"];
        QCOMPARE(rows[6]["model"], Json("net, bias"));
        QCOMPARE(rows[6]["rule"], Json("bias"));
        QCOMPARE(rows[6]["bias"], shifted["bias"]);
        QCOMPARE(rows[6]["acc"], shifted["summary"]["acc"]);
        QVERIFY(rows[6]["note"].get<std::string>().find("fold-2: d = ") != std::string::npos);
        QCOMPARE(namesOf(judge["folds"], "part"), (std::vector<std::string>{"fold-1", "fold-2"}));
        QCOMPARE(judge["folds"][0]["rows"].size(), rows.size());
        QCOMPARE(judge["mean_of_folds"].size(), rows.size());
        std::vector<std::string> problems, ids;
        for (const StoredTable& stored : storedTables(study().folder(), problems))
            ids.push_back(stored.id);
        const std::string id = tableId("table 3 " + study().labelsInIds() + " net hog-baseline");
        QCOMPARE(ids, (std::vector<std::string>{id, id + "-constants", id + "-folds"}));
        QVERIFY(run(evaluateJob(), {{"run", "net"}, {"bias", true}}).message.find("table 3") !=
                std::string::npos);
    }

    void onPeopleHeldOutThereIsNobodyToChooseABiasOn() {
        QVERIFY(hasNetwork());
        const fs::path card = study().folder() / "runs" / "net" / "fold-1" / "model" / "net.json";
        const Json params = {{"models", card.string()},
                             {"held-out", study().heldOut().string()},
                             {"eye-models", "none"},
                             {"bias", true}};
        const Outcome outcome = run(selectQpJob(), params);
        QVERIFY(succeeded(outcome));
        QCOMPARE(namesOf(outcome.result["candidates"], "name"),
                 (std::vector<std::string>{"original", "constant", "codec mix", "net"}));
        QVERIFY(notes(outcome, "no validation faces"));
        // The list that Limen ships names nobody of this study: then everybody is measured, and nobody is
        // left that a constant level could be chosen on.
        const Outcome everybody = run(selectQpJob(), {{"models", card.string()}, {"eye-models", "none"}});
        QVERIFY(succeeded(everybody));
        QCOMPARE(namesOf(everybody.result["candidates"], "name"),
                 (std::vector<std::string>{"original", "net"}));
        QVERIFY(everybody.result["images"] > outcome.result["images"]);
        QVERIFY(notes(everybody, "all its people are measured"));
    }

    void theEnergyRuleIsForThoseWhoPredictImages() {
        QVERIFY(hasNetwork() && hasRegressor());
        const Outcome outcome = selected({{"run", "net,levels"}, {"rule", "energy"}, {"eye-models", "wu17"}});
        QVERIFY(succeeded(outcome));
        QCOMPARE(namesOf(outcome.result["candidates"], "name"),
                 (std::vector<std::string>{"original", "constant", "codec mix", "wu17", "net"}));
        QVERIFY(notes(outcome, "levels is left out"));
        // Its own levels stand under eq. 8, named as its own.
        const Outcome own = selected({{"run", "net,levels"}});
        QCOMPARE(candidate(own, "levels")["rule"], Json("own"));
    }

    void filesOfWhatIsSelected() {
        QVERIFY(hasNetwork());
        const ScratchFolder out;
        const Outcome outcome = selected({{"out", out.path().string()}, {"bias", true}});
        QVERIFY(succeeded(outcome));
        const CsvTable csv = parseCsv(readTextFile(out.path() / "selected.csv"), "selected.csv");
        QCOMPARE(csv.header,
                 (std::vector<std::string>{
                     "image", "identity", "codec", "jnd_qp", "candidate", "rule", "bias", "qp", "bpp"}));
        const auto images = outcome.result["images"].get<std::size_t>();
        QCOMPARE(csv.rows.size(), images * outcome.result["candidates"].size());
        // The only predictor's streams, shifted as was asked for.
        const Json& streams = outcome.result["files"]["streams"];
        QCOMPARE(streams["of"], Json("net, bias"));
        QCOMPARE(streams["images"], Json(images));
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const CodecRecord codec = EncodingTable(opened).codecs().front();
        LevelReader reader(study().folder(), codec);
        const Json biased = candidate(outcome, "net, bias");
        for (const Json& image : biased["images"]) {
            const auto identity = image["identity"].get<std::string>(),
                       stem = image["image"].get<std::string>();
            const int level = image["qp"];
            const fs::path file = out.path() / identity /
                                  (stem + ".qp" + std::to_string(level) + ".265");  // levels have 2 digits
            const auto found = ImageTable(opened).withRole(Role::Probe);
            const auto record = std::find_if(found.begin(), found.end(), [&](const ImageRecord& one) {
                return one.identity == identity && one.stem == stem;
            });
            QVERIFY(readFile(file) == EncodingTable(opened).bitstream(codec.id, record->id, level));
            QVERIFY(readImage(fs::path(file).replace_extension("png")) == reader.at(record->id, level));
        }
        // Of several predictors, whose streams would be written? None, and it is said.
        QVERIFY(hasRegressor());
        const ScratchFolder other;
        const Outcome two = selected({{"run", "net,levels"}, {"out", other.path().string()}});
        QVERIFY(succeeded(two));
        QVERIFY(fs::exists(other.path() / "selected.csv"));
        QVERIFY(two.result["files"]["streams"].is_null());
        QVERIFY(notes(two, "2 predictors are named"));
    }

    void badInput() {
        QVERIFY(selected({{"rule", "eq9"}}).message.find("eq9") != std::string::npos);
        const Outcome nobody = run(selectQpJob(), {{"models", "no-such-model"}});
        QVERIFY(nobody.message.find("no-such-model") != std::string::npos);
        QVERIFY(nobody.hint.find("card") != std::string::npos);
        QVERIFY(selected({{"run", "nothing"}}).message.find("no run nothing") != std::string::npos);
        const fs::path empty = study().scratch() / "unlabelled.limen";
        { Study::create(empty); }
        const Outcome unlabelled = run(selectQpJob(), {{"study", empty.string()}});
        QVERIFY(unlabelled.state == Outcome::State::Failed);
        QVERIFY(unlabelled.hint.find("limen label") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSelectQp)
#include "tst_select_qp.moc"
