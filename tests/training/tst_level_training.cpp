// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "base/hash.h"
#include "image/image_file.h"
#include "labelled_study.h"
#include "prediction/level_predictor.h"
#include "study/encoding_table.h"
#include "training/jnd_division.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made;
    return made;
}

Outcome run(const Job& job, const Json& params) {
    JobContext context(silentObserver(), {}, {.threads = 2});
    Outcome outcome = runJob(job, params, context);
    if (outcome.state != Outcome::State::Succeeded)
        qInfo("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome;
}

bool succeeded(const Outcome& outcome) {
    return outcome.state == Outcome::State::Succeeded;
}

/// The labels are those of a recognizer without maps: the networks look with another.
Outcome train(const std::string& name, const std::string& model, const Json& more = Json::object()) {
    Json params = {{"study", study().folder().string()},
                   {"held-out", study().heldOut().string()},
                   {"run", name},
                   {"model", model},
                   {"trunk-recognizer", "limen-fr-s"},
                   {"batch", 8},
                   {"epochs", 3},
                   {"rate", 1e-3}};
    params.update(more);
    return run(trainJob(), params);
}

fs::path cardOf(const Outcome& outcome) {
    return outcome.result["card"].get<std::string>();
}

Json jsonOf(const fs::path& file) {
    return Json::parse(readTextFile(file));
}

/// JND-MV-FR, trained once.
const Outcome& fewReference() {
    static const Outcome outcome = train("few", "mv-fr");
    return outcome;
}

}  // namespace

/// Predictors of levels, from a study to a row of a table.
class TestLevelTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const Outcome early = train("early", "mv-fr", {{"references", "14"}});
        QVERIFY(early.message.find("not encoded at QP 14") != std::string::npos);
        QVERIFY(succeeded(run(encodeJob(), {{"study", study().folder().string()}, {"qp", "37,30"}})));
    }

    void cardsSayWhatTheyAre_data() {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("method");
        QTest::newRow("mv-nr") << QByteArray("mv-nr")
                               << QByteArray("JND-MV-NR, re-implementation after the published description");
        QTest::newRow("mv-fr") << QByteArray("mv-fr")
                               << QByteArray("JND-MV-FR, re-implementation after the published description");
        QTest::newRow("regressor") << QByteArray("regressor") << QByteArray("direct regressor");
    }
    void cardsSayWhatTheyAre() {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, method);
        const std::string name = "card-" + model.toStdString();
        const Outcome outcome = train(name, model.toStdString());
        QVERIFY(succeeded(outcome));
        QCOMPARE(outcome.result["state"], Json("finished"));
        QVERIFY(outcome.result["validation_psnr"].is_null());
        QVERIFY(outcome.result["validation_error"].get<double>() >= 0.0);
        QVERIFY(outcome.result["test"]["images"].get<int>() > 0);
        QVERIFY(!outcome.result["test"].contains("predicted"));
        const Json card = jsonOf(cardOf(outcome));
        QCOMPARE(card["task"], Json("jnd-level"));
        QVERIFY(card["options"]["method"].get<std::string>().starts_with(method.toStdString()));
        QCOMPARE(card["options"]["codec"], Json("hevc"));
        QVERIFY(card["options"]["recognizer_identity"].get<std::string>().starts_with("limen-fr-s; "));
        QCOMPARE(card["options"]["references"], model == "mv-fr" ? Json({37}) : Json::array());
        QVERIFY(card["training"]["data"]["sha256"].is_string());
        QCOMPARE(card["measured"], outcome.result["test"]);
        QVERIFY(card["training"]["command"].get<std::string>().find("--model " + model.toStdString()) !=
                std::string::npos);
        readModelCard(cardOf(outcome)).verifyFiles();

        // Asked again, a finished run gives its result and changes nothing.
        const fs::path weights = cardOf(outcome).parent_path() / (name + ".safetensors");
        const auto before = fs::last_write_time(weights);
        const Outcome again = train(name, model.toStdString());
        QVERIFY(succeeded(again));
        QCOMPARE(again.result, outcome.result);
        QVERIFY(fs::last_write_time(weights) == before);
        QVERIFY(train(name, model.toStdString(), {{"validation", 0.3}}).message.find("other settings") !=
                std::string::npos);

        // The same settings, the same weights.
        const Outcome twin = train(name + "-twin", model.toStdString());
        QVERIFY(succeeded(twin));
        const fs::path other = cardOf(twin).parent_path() / (name + "-twin.safetensors");
        QCOMPARE(sha256HexOfFile(other), sha256HexOfFile(weights));
    }

    void aCardAnswersForAnyFace() {
        QVERIFY(succeeded(fewReference()));
        const auto predictor = openAnyPredictor(cardOf(fewReference()).string(), {.threads = 2});
        const JobContext context(silentObserver(), {}, {.threads = 2});
        const std::vector<RgbImage> faces = {drawFace(1, 2), drawFace(5, 1), drawFace(7, 3)};
        const std::vector<JndPrediction> predicted = predictor->predict(faces, context);
        QCOMPARE(predicted.size(), std::size_t{3});
        for (std::size_t i = 0; i < faces.size(); ++i) {
            QVERIFY(!predicted[i].hasImage());
            QVERIFY(*predicted[i].level >= 13 && *predicted[i].level <= 51);
            QCOMPARE(*predictor->predict({faces[i]}, context).front().level, *predicted[i].level);
        }
        QVERIFY_EXCEPTION_THROWN(predictor->predict({RgbImage(50, 50)}, context), Error);
        QVERIFY_EXCEPTION_THROWN(openJndPredictor(cardOf(fewReference()).string(), {}), Error);
    }

    void theRegressorIsTheSumItsCardHolds() {
        const Outcome outcome = train("sum", "regressor");
        QVERIFY(succeeded(outcome));
        const auto tensors = readSafetensors(cardOf(outcome).parent_path() / "sum.safetensors");
        const auto& weight = tensors.at("linear.weight").values;
        const auto embedding = openRecognizer("limen-fr-s", {})->embed(std::vector<RgbImage>{drawFace(4, 1)});
        double place = double{tensors.at("linear.bias").values.front()};
        for (std::size_t i = 0; i < weight.size(); ++i)
            place += double{weight[i]} * double{embedding.front()[i] - tensors.at("feature.mean").values[i]} /
                     double{tensors.at("feature.scale").values[i]};
        const JobContext context(silentObserver(), {});
        QCOMPARE(
            *openAnyPredictor(cardOf(outcome).string(), {})->predict({drawFace(4, 1)}, context).front().level,
            13 + static_cast<int>(std::lround(place)));
    }

    void foldsAreThoseOfTheNetwork() {
        const Json folds = {{"folds", 2}, {"split-seed", 5}};
        Json network = folds;
        network.update({{"depth", "18"}, {"content", "none"}, {"epochs", 1}, {"preview-every", 1000}});
        const Outcome levels = train("folds", "mv-nr", folds);
        QVERIFY(succeeded(levels));
        QVERIFY(succeeded(train("folds-tian", "tian", network)));
        for (const char* fold : {"fold-1", "fold-2"})
            QCOMPARE(readTextFile(study().folder() / "runs/folds" / fold / "split.json"),
                     readTextFile(study().folder() / "runs/folds-tian" / fold / "split.json"));
        QVERIFY(levels.result["folds"][0]["test"] != levels.result["folds"][1]["test"]);

        const Outcome table =
            run(evaluateJob(),
                {{"study", study().folder().string()}, {"run", "folds,folds-tian"}, {"eye-models", "none"}});
        QVERIFY(succeeded(table));
        const Json& row = table.result["rows"][3];
        QCOMPARE(row["model"], Json("folds"));
        QVERIFY(row["note"].get<std::string>().starts_with("JND-MV-NR, re-implementation"));
        QCOMPARE(row["predicts"], Json("levels"));
        QVERIFY(row["psnr"].is_null() && !row.contains("gain"));
        QVERIFY(row["selection"]["error"]["mean"].get<double>() >= 0.0);
        QCOMPARE(table.result["rows"][4]["model"], Json("folds-tian"));
        QCOMPARE(table.result["rows"][4]["predicts"], Json("images"));
        // What a fold measured when it was trained, on average.
        double error = 0.0, images = 0.0;
        for (const Json& fold : levels.result["folds"]) {
            const auto count = fold["test"]["images"].get<double>();
            error += count * fold["test"]["selection"]["error"]["mean"].get<double>();
            images += count;
        }
        QVERIFY(std::abs(row["selection"]["error"]["mean"].get<double>() - error / images) < 1e-9);
        QCOMPARE(row["images"], Json(static_cast<std::size_t>(images)));
    }

    void levelsArePredictedForPhotographs() {
        QVERIFY(succeeded(fewReference()));
        const fs::path folder = study().scratch() / "used";
        fs::create_directories(folder);
        writePng(folder / "face.png", drawFace(8, 2));
        Json params = {{"in", {(folder / "face.png").string()}},
                       {"out", (folder / "out").string()},
                       {"model", cardOf(fewReference()).string()},
                       {"aligned", true}};
        const Outcome without = run(predictJob(), params);
        QVERIFY(without.errorKind == ErrorKind::BadInput);
        QVERIFY(without.message.find("predicts levels and no images") != std::string::npos);
        params["select-qp"] = true;
        const Outcome predicted = run(predictJob(), params);
        QVERIFY(succeeded(predicted));
        QCOMPARE(predicted.result["predicts"], Json("levels"));
        QVERIFY(predicted.result["method"].get<std::string>().starts_with("JND-MV-FR"));
        const Json& row = predicted.result["files"][0];
        QVERIFY(!row.contains("jnd") && !row.contains("psnr"));
        const JobContext context(silentObserver(), {});
        const int level = *openAnyPredictor(cardOf(fewReference()).string(), {})
                               ->predict({drawFace(8, 2)}, context)
                               .front()
                               .level;
        QCOMPARE(row["qp"], Json(level));
        const std::size_t bytes = createCodec("hevc")->encode(drawFace(8, 2), level).bitstream.size();
        QCOMPARE(row["bpp"], Json(bitsPerPixel(bytes, 112, 112)));
        QVERIFY(!fs::exists(folder / "out" / "face.jnd.png"));

        params["codec"] = "jpeg";
        QVERIFY(run(predictJob(), params).message.find("alone, not those of jpeg") != std::string::npos);
    }

    void headsAndReferencesAreChosen() {
        const Outcome ordinal =
            train("ordinal", "mv-fr", {{"head", "ordinal"}, {"references", "30,37"}, {"unbalanced", true}});
        QVERIFY(succeeded(ordinal));
        const Json options = jsonOf(cardOf(ordinal))["options"];
        QCOMPARE(options["references"], Json({30, 37}));
        QCOMPARE(options["network"]["head"], Json("ordinal"));
        QVERIFY(options["method"].get<std::string>().find("with the face at 30, 37") != std::string::npos);
        const Outcome regression = train("regression", "mv-nr", {{"head", "regression"}});
        QVERIFY(succeeded(regression));
        QCOMPARE(jsonOf(cardOf(regression))["options"]["answer"], Json("place"));
        // Face, reference and difference, twice.
        const auto few = options["network"]["features"].get<int>();
        QCOMPARE(few, 5 * jsonOf(cardOf(regression))["options"]["network"]["features"].get<int>());
    }

    void badRunsSayWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const char* model, const Json& more, const char* said) {
            QTest::newRow(name) << QByteArray(model) << QByteArray::fromStdString(more.dump())
                                << QByteArray(said);
        };
        row("no maps", "mv-nr", {{"trunk-recognizer", "hog-baseline"}}, "does not show the maps inside it");
        row("hint", "mv-nr", {{"trunk-recognizer", "hog-baseline"}}, "--trunk embedding");
        row("nobody", "regressor", {{"trunk-recognizer", "nobody"}}, "nobody");
        row("reference", "mv-fr", {{"references", "99"}}, "--references names 99, which is no QP");
        row("word", "mv-fr", {{"references", "37,fine"}}, "--references names fine");
        row("batch", "mv-nr", {{"batch", 500}}, "larger than");
        row("folds", "regressor", {{"folds", 50}}, "50 folds");
    }
    void badRunsSayWhatIsWrong() {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, more);
        QFETCH(QByteArray, said);
        const Outcome outcome = train("bad-" + std::string(QTest::currentDataTag()),
                                      model.toStdString(),
                                      Json::parse(more.toStdString()));
        QVERIFY(outcome.state == Outcome::State::Failed);
        const std::string text = outcome.message + " " + outcome.hint;
        QVERIFY2(text.find(said.toStdString()) != std::string::npos, text.c_str());
    }

    void anEmbeddingServesWhenAskedFor() {
        const Outcome outcome =
            train("embedded", "mv-nr", {{"trunk", "embedding"}, {"trunk-recognizer", "hog-baseline"}});
        QVERIFY(succeeded(outcome));
        QVERIFY(jsonOf(cardOf(outcome))["options"]["method"].get<std::string>().find("the embedding of") !=
                std::string::npos);
    }

    void studiesThatTeachNothingAreRefused() {
        const ScratchFolder scratch;
        Study::create(scratch.path() / "empty.limen");
        const Outcome none = train("none", "mv-nr", {{"study", (scratch.path() / "empty.limen").string()}});
        QVERIFY(none.errorKind == ErrorKind::BadInput);
        QVERIFY2(none.hint.find("limen label") != std::string::npos, none.hint.c_str());
        const test::LabelledStudy lonely(2, 4);
        writeFileAtomically(scratch.path() / "held.csv",
                            "identity,role\n" + test::LabelledStudy::name(0) + ",probe\n");
        const Outcome one = train(
            "one",
            "regressor",
            {{"study", lonely.folder().string()}, {"held-out", (scratch.path() / "held.csv").string()}});
        QVERIFY(one.errorKind == ErrorKind::BadInput);
        QVERIFY2(one.message.find("Too few people") != std::string::npos, one.message.c_str());
    }

    void badCardsAreRefused() {
        QVERIFY(succeeded(fewReference()));
        const auto message = [](const char* name, const std::function<void(Json&)>& change) {
            const fs::path folder = study().scratch() / "cards" / name;
            fs::create_directories(folder);
            fs::copy(cardOf(fewReference()).parent_path() / "few.safetensors", folder / "few.safetensors");
            Json card = jsonOf(cardOf(fewReference()));
            change(card);
            writeFileAtomically(folder / "few.json", card.dump());
            try {
                openAnyPredictor((folder / "few.json").string(), {});
            } catch (const Error& error) {
                return QString::fromStdString(error.what());
            }
            return QString();
        };
        QCOMPARE(message("whole", [](Json&) {}), QString());
        QVERIFY(message("other", [](Json& card) {
                    card["options"]["recognizer_identity"] = "limen-fr-s; 0";
                }).contains(QStringLiteral("another limen-fr-s")));
        QVERIFY(message("architecture", [](Json& card) {
                    card["architecture"] = "oracle";
                }).contains(QStringLiteral("oracle")));
        QVERIFY(message("reference", [](Json& card) {
                    card["options"]["references"] = {99};
                }).contains(QStringLiteral("99")));
        QVERIFY(message("answer", [](Json& card) {
                    card["options"]["answer"] = "maybe";
                }).contains(QStringLiteral("maybe")));
        QVERIFY(message("levels", [](Json& card) {
                    card["options"]["levels"]["step"] = 0;
                }).contains(QStringLiteral("knows no level")));
        QVERIFY(message("network", [](Json& card) {
                    card["options"]["network"]["hidden"] = 7;
                }).contains(QStringLiteral("hidden")));
        QVERIFY(message("hash", [](Json& card) {
                    card["sha256"]["few.safetensors"] = std::string(64, '0');
                }).contains(QStringLiteral("few.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestLevelTraining)
#include "tst_level_training.moc"
