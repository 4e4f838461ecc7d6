// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/hash.h"
#include "image/image_file.h"
#include "labelled_study.h"
#include "metrics/psnr.h"
#include "prediction/codec_mix_predictor.h"
#include "prediction/qp_selection.h"
#include "recognition/recognizer.h"
#include "training/codec_mix_training.h"
#include "training/mix_targets.h"

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
        qWarning("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome;
}

Outcome train(const std::string& name, Json params = Json::object()) {
    params["study"] = study().folder().string();
    params["held-out"] = study().heldOut().string();
    params.emplace("model", "mix");
    params["run"] = name;
    return run(trainJob(), params);
}

/// Every level stored, and a predictor that was trained on it.
const Outcome& trained() {
    static const Outcome outcome = [] {
        const Outcome encoded =
            run(encodeJob(), {{"study", study().folder().string()}, {"distractors", true}});
        return encoded.state == Outcome::State::Succeeded ? train("heads") : encoded;
    }();
    return outcome;
}

fs::path card() {
    return trained().result["card"].get<std::string>();
}

/// A copy of the trained model with another card.
fs::path changedCard(const fs::path& folder, const std::function<void(Json&)>& change) {
    fs::create_directories(folder);
    fs::copy(card().parent_path() / "heads.safetensors", folder / "heads.safetensors");
    Json json = Json::parse(readTextFile(card()));
    change(json);
    writeFileAtomically(folder / "heads.json", json.dump());
    return folder / "heads.json";
}

}  // namespace

/// The predictor that holds the codec in its hands.
class TestCodecMix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(trained().state == Outcome::State::Succeeded); }

    void featuresSayWhatTheyAreSaidToSay() {
        const auto codec = createCodec("hevc");
        const auto recognizer = openRecognizer("hog-baseline", {});
        const CodedFace face = codeFace(*codec, drawFace(3, 1));
        QCOMPARE(face.decoded.size(), std::size_t{39});
        const std::vector<FeatureGroup> groups = featureGroups(39);
        const std::vector<double> features = codedFaceFeatures(face, *recognizer);
        QCOMPARE(groups.size(), std::size_t{4});
        QCOMPARE(groups[0].count + groups[1].count + groups[2].count + groups[3].count, 52);
        QCOMPARE(features.size(), std::size_t{52});
        const auto at = [&features](int place) { return features[static_cast<std::size_t>(place)]; };
        const auto embeddings = recognizer->embed(std::vector<RgbImage>{face.original, face.decoded[38]});
        const double cosine =
            std::inner_product(embeddings[0].begin(), embeddings[0].end(), embeddings[1].begin(), 0.0);
        QVERIFY(std::abs(at(19) - std::log(1.0 - cosine)) < 1e-5);
        QVERIFY(at(19) > at(0));  // the coarsest level has drifted more than the finest
        QVERIFY(std::abs(at(20) - std::log(bitsPerPixel(face.bytes[0], 112, 112))) < 1e-12);
        QVERIFY(std::abs(at(33) - psnr(face.original, face.decoded[0])) < 1e-12);
        QVERIFY(std::abs(at(45) - psnr(face.original, face.decoded[36])) < 1e-12);

        // Brighter by one from row to row, and as no codec changes it.
        RgbImage ramp(112, 112);
        for (std::size_t i = 0; i < ramp.pixels.size(); ++i)
            ramp.pixels[i] = static_cast<std::uint8_t>(i / 336);
        const CodedFace plain{ramp, std::vector<RgbImage>(39, ramp), std::vector<std::size_t>(39, 100)};
        const std::vector<double> known = codedFaceFeatures(plain, *recognizer);
        QCOMPARE(known[0], std::log(1e-6));
        QCOMPARE(known[33], 100.0);
        QVERIFY(std::abs(known[46] - std::log(0.1)) < 1e-9);                                    // detail
        QVERIFY(std::abs(known[47] - std::log(std::sqrt((84.0 * 84.0 - 1) / 12) + 1)) < 1e-9);  // contrast
        QVERIFY(std::abs(known[48] - 57.5 / 128) < 1e-9);                                       // brightness
        QVERIFY(std::abs(known[49]) < 1e-9);                                                    // asymmetry
        QVERIFY(std::abs(known[50] - 4.0 / 84) < 1e-9);                                         // dark
        QCOMPARE(known[51], 0.0);                                                               // bright
        QVERIFY_EXCEPTION_THROWN(codedFaceFeatures({RgbImage(8, 8), {}, {}}, *recognizer), Error);
    }

    void whatIsStoredIsWhatWouldBeEncoded() {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const CodecRecord codec = EncodingTable(opened).codecs().front();
        const ImageRecord image = ImageTable(opened).withRole(Role::Probe).front();
        const RgbImage original = ImageTable(opened).face(image.id);
        LevelReader reader(study().folder(), codec);
        const CodedFace stored = storedFace(reader, image.id, original);
        const CodedFace made = codeFace(*createCodec("hevc"), original);
        QVERIFY(stored.bytes == made.bytes);
        QVERIFY(stored.decoded == made.decoded);
        QVERIFY_EXCEPTION_THROWN(reader.bytesAt(image.id, 99), Error);
    }

    void predictsTheMeanOfLevelsAndTheirMedian() {
        const auto predictor = openJndPredictor(card().string(), {.threads = 2});
        const std::vector<RgbImage> faces = {drawFace(1, 2), drawFace(5, 1), drawFace(7, 3)};
        const JobContext context(silentObserver(), {}, {.threads = 2});
        const std::vector<JndPrediction> predicted = predictor->predict(faces, context);
        QCOMPARE(predicted.size(), faces.size());
        const CodecMixModel model =
            CodecMixModel::fromTensors(readSafetensors(card().parent_path() / "heads.safetensors"), 39);
        const auto codec = createCodec("hevc");
        const auto recognizer = openRecognizer("hog-baseline", {});
        for (std::size_t i = 0; i < faces.size(); ++i) {
            const CodedFace coded = codeFace(*codec, faces[i]);
            const std::vector<double> p = model.probabilities(codedFaceFeatures(coded, *recognizer));
            QVERIFY(std::abs(std::accumulate(p.begin(), p.end(), 0.0) - 1.0) < 1e-9);
            LevelMix mix;
            for (std::size_t level = 0; level < p.size(); ++level)
                mix.add(coded.decoded[level], p[level]);
            QVERIFY(predicted[i].jnd == mix.image());
            QCOMPARE(*predicted[i].level, medianLevel(codec->levels(), p));
        }
        QVERIFY_EXCEPTION_THROWN(predictor->predict({RgbImage(50, 50)}, context), Error);
    }

    void theMedianIsTheLevelWhereHalfIsReached() {
        const CodecLevels levels = {"QP", 13, 16, 1};
        QCOMPARE(medianLevel(levels, std::vector<double>{0.4, 0.2, 0.2, 0.2}), 14);
        QCOMPARE(medianLevel(levels, std::vector<double>{0.6, 0.4, 0.0, 0.0}), 13);
        QCOMPARE(medianLevel(levels, std::vector<double>{0.0, 0.0, 0.0, 1.0}), 16);
        QCOMPARE(medianLevel({"quality", 95, 80, -5}, std::vector<double>{0.1, 0.1, 0.7, 0.1}), 85);
    }

    void thePredictorIsUsedLikeAnyOther() {
        const fs::path folder = study().scratch() / "used";
        fs::create_directories(folder);
        writePng(folder / "face.png", drawFace(8, 2));
        const Outcome predicted = run(predictJob(),
                                      {{"in", {(folder / "face.png").string()}},
                                       {"out", (folder / "out").string()},
                                       {"model", card().string()},
                                       {"aligned", true},
                                       {"select-qp", true}});
        QVERIFY(predicted.state == Outcome::State::Succeeded);
        const auto codec = createCodec("hevc");
        const JobContext context(silentObserver(), {});
        const JndPrediction direct =
            openJndPredictor(card().string(), {})->predict({drawFace(8, 2)}, context).front();
        const Json& row = predicted.result["files"][0];
        QCOMPARE(row["qp"], Json(*direct.level));
        const std::size_t bytes = codec->encode(drawFace(8, 2), *direct.level).bitstream.size();
        QCOMPARE(row["bpp"], Json(bitsPerPixel(bytes, 112, 112)));
        QVERIFY(readImage(folder / "out" / "face.jnd.png") == direct.jnd);

        // It knows the levels of its own codec; another's is the one most like the prediction.
        const Outcome other = run(predictJob(),
                                  {{"in", {(folder / "face.png").string()}},
                                   {"out", (folder / "other").string()},
                                   {"model", card().string()},
                                   {"aligned", true},
                                   {"select-qp", true},
                                   {"codec", "jpeg"}});
        QVERIFY(other.state == Outcome::State::Succeeded);
        const auto jpeg = createCodec("jpeg");
        QCOMPARE(other.result["files"][0]["qp"],
                 Json(selectLevel(encodeAllLevels(*jpeg, drawFace(8, 2)), jpeg->levels(), direct.jnd).level));

        const Outcome table = run(evaluateJob(),
                                  {{"study", study().folder().string()},
                                   {"models", card().string()},
                                   {"eye-models", "none"},
                                   {"held-out", study().heldOut().string()}});
        QVERIFY(table.state == Outcome::State::Succeeded);
        QCOMPARE(table.result["rows"][3]["model"], Json("heads"));
        QCOMPARE(table.result["rows"][3]["psnr"], trained().result["test"]["predicted"]["psnr"]);
    }

    void reportsShowWhatIsPredicted() {
        const auto page = [](const char* name, const std::string& predictor) {
            const fs::path file = study().scratch() / name;
            const Outcome written =
                run(reportJob(),
                    {{"study", study().folder().string()}, {"out", file.string()}, {"predictor", predictor}});
            return written.state == Outcome::State::Succeeded ? QString::fromStdString(readTextFile(file))
                                                              : QString();
        };
        const QString with = page("with.html", card().string());
        const auto pictures = with.count(QStringLiteral("<img class=\"jnd\""));
        QVERIFY(pictures > 0);
        QCOMPARE(with.count(QStringLiteral("<img class=\"predicted\"")), pictures);
        QVERIFY(with.contains(QStringLiteral("as heads sees it")));
        const QString without = page("without.html", "nobody");
        QCOMPARE(without.count(QStringLiteral("<img class=\"jnd\"")), pictures);
        QCOMPARE(without.count(QStringLiteral("<img class=\"predicted\"")), 0);
        QVERIFY(without.contains(QStringLiteral("No JND image is predicted: There is no installed model")));
    }

    void foldsAreTrainedAndMeasured() {
        const Outcome folds = train("folds", {{"folds", 2}});
        QVERIFY(folds.state == Outcome::State::Succeeded);
        const Outcome table = run(
            evaluateJob(), {{"study", study().folder().string()}, {"run", "folds"}, {"eye-models", "none"}});
        QVERIFY(table.state == Outcome::State::Succeeded);
        QCOMPARE(table.result["rows"][3]["model"], Json("folds"));
    }

    void againItIsTheSame() {
        const std::string before = sha256HexOfFile(card().parent_path() / "heads.safetensors");
        QVERIFY(train("heads").state == Outcome::State::Succeeded);
        QCOMPARE(sha256HexOfFile(card().parent_path() / "heads.safetensors"), before);
        const Outcome other = train("heads", {{"validation", 0.3}});
        QVERIFY(other.message.find("other settings") != std::string::npos);
        QVERIFY(train("lost", {{"drift-recognizer", "nobody"}}).message.find("nobody") != std::string::npos);
    }

    void networksLearnFromWhatTheHeadSaysOfAnyFace() {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const LabelSet labels = study().labels();
        const JobContext context(silentObserver(), {}, {.threads = 2});
        const auto faces = std::make_shared<const JndFaces>(loadJndFaces(opened, labels, {}, context));
        const TrainingSplit split = {{0, 1, 2}, {3}, {}};
        const std::string unseen = ImageTable(opened).withRole(Role::Distractor).front().identity;

        const MixTargets targets = mixTargets(opened,
                                              labels,
                                              faces,
                                              split,
                                              {.distractors = true, .teacher = card().string()},
                                              {unseen},
                                              context);
        QCOMPARE(targets.distractors.size(), ImageTable(opened).withRole(Role::Distractor).size() - 1);
        QCOMPARE(targets.images->size(), targets.distractors.size() + 3);
        QVERIFY(targets.teacher.starts_with("heads; "));
        const CodecMixCard head = readCodecMixCard(readModelCard(card()));
        LevelReader reader(study().folder(), EncodingTable(opened).codec(labels.key.codec));
        const auto recognizer = openRecognizer("hog-baseline", {});
        for (const std::size_t place : {split.train[1], targets.distractors.back()}) {
            const JndFace& face = targets.faces->faces[place];
            QVERIFY(face.identity != unseen);
            const CodedFace coded = storedFace(reader, face.image, face.original);
            QVERIFY(targets.images->at(place) == predictFrom(coded, head, *recognizer).jnd);
        }

        const MixTargets plain = mixTargets(opened, labels, faces, split, {}, {}, context);
        QCOMPARE(plain.images->size(), std::size_t{3});
        std::vector<int> points;
        for (const std::size_t place : split.train)
            points.push_back(faces->faces[place].level);
        QVERIFY(plain.images->at(2) ==
                mixOfLevels(faces->faces[2].image, reader, shareOfLevels(reader.levels(), points)));
    }

    void aNetworkIsTaughtByTheHead() {
        const Json network = {{"model", "tian"},
                              {"target", "mix"},
                              {"teacher", card().string()},
                              {"distractors", true},
                              {"depth", "18"},
                              {"content", "none"},
                              {"epochs", 1}};
        const Outcome taught = train("taught", network);
        QVERIFY(taught.state == Outcome::State::Succeeded);
        const Json settings = Json::parse(readTextFile(study().folder() / "runs/taught/settings.json"));
        QCOMPARE(settings["unlabelled_images"], Json(20));
        QVERIFY(settings["teacher"].get<std::string>().starts_with("heads; "));

        const Json facts = Json::parse(readTextFile(taught.result["card"].get<std::string>()))["training"];
        const auto command = QString::fromStdString(facts["command"].get<std::string>());
        QVERIFY2(command.startsWith(QStringLiteral("limen train --study drawn.limen")), qPrintable(command));
        QVERIFY(command.contains(QStringLiteral("--teacher heads.json")));
        QCOMPARE(facts["photographs"], Json("photographs of the user"));

        Json changed = network;
        changed["teacher"] = taught.result["card"];
        QVERIFY(train("pupil", changed).message.find("knows nothing of levels") != std::string::npos);
        changed = network;
        changed["target"] = "jnd";
        QVERIFY(train("pupil", changed).message.find("need --target mix") != std::string::npos);
    }

    void featuresMayBeLeftOut() {
        std::vector<std::vector<double>> features;
        std::vector<int> points;
        for (int face = 0; face < 60; ++face) {
            features.emplace_back(52, 0.1 * face);
            points.push_back(10 + face / 6);
        }
        const CodecMixModel model = fitCodecMix(features, points, 39, {.features = {"drift"}});
        std::vector<double> face = features[30], other = face;
        std::fill(other.begin() + 20, other.end(), 7.0);
        QCOMPARE(model.probabilities(other), model.probabilities(face));
        other = features[5];
        QVERIFY(model.probabilities(other) != model.probabilities(face));
        QVERIFY_EXCEPTION_THROWN(fitCodecMix(features, points, 39, {.features = {"smell"}}), Error);
        QVERIFY(train("smell", {{"features", "drift,smell"}}).message.find("no feature group") !=
                std::string::npos);
    }

    void badCardsAreRefused() {
        const auto message = [](const fs::path& changed) -> std::string {
            try {
                openJndPredictor(changed.string(), {});
            } catch (const Error& error) {
                return error.what();
            }
            return {};
        };
        const fs::path folder = study().scratch() / "cards";
        const auto has = [&](const char* name, const std::function<void(Json&)>& change, const char* words) {
            return message(changedCard(folder / name, change)).find(words) != std::string::npos;
        };
        QVERIFY(has(
            "levels", [](Json& json) { json["options"].erase("levels"); }, "which levels"));
        QVERIFY(has(
            "range", [](Json& json) { json["options"]["levels"]["finest"] = 14; }, "38 and 51"));
        QVERIFY(has(
            "codec", [](Json& json) { json["options"]["codec"] = "webp"; }, "does not have the levels"));
        QVERIFY(has(
            "drift", [](Json& json) { json["options"].erase("recognizer"); }, "its recognizer"));
    }
};

QTEST_GUILESS_MAIN(TestCodecMix)
#include "tst_codec_mix.moc"
