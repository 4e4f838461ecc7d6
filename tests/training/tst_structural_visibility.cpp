// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <numeric>
#include <sstream>

#include "base/hash.h"
#include "hvs/jnd_injection.h"
#include "hvs/shen21_patches.h"
#include "hvs/trained_eye_model.h"
#include "image/image_file.h"
#include "labelled_study.h"
#include "metrics/image_region.h"
#include "metrics/ssim.h"
#include "prediction/codec_mix.h"
#include "training/run_folder.h"
#include "training/surrogate_patches.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made(8, 3);
    return made;
}

Outcome run(const Job& job,
            const Json& params,
            JobObserver& observer = silentObserver(),
            std::stop_token stop = {}) {
    JobContext context(observer, std::move(stop), {.threads = 2});
    Outcome outcome = runJob(job, params, context);
    if (outcome.state != Outcome::State::Succeeded)
        qInfo("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome;
}

bool succeeded(const Outcome& outcome) {
    return outcome.state == Outcome::State::Succeeded;
}

Json paramsOf(const std::string& name, const Json& more = Json::object()) {
    Json params = {{"study", study().folder().string()},
                   {"held-out", study().heldOut().string()},
                   {"run", name},
                   {"model", "shen21"},
                   {"width", "0.25"},
                   {"batch", 8},
                   {"epochs", 2},
                   {"rate", 1e-3}};
    params.update(more);
    return params;
}

const Outcome& trained() {
    static const Outcome outcome = run(trainJob(), paramsOf("shen21"));
    return outcome;
}

fs::path cardOf(const Outcome& outcome) {
    return outcome.result["card"].get<std::string>();
}

Json jsonOf(const fs::path& file) {
    return Json::parse(readTextFile(file));
}

/// Stops a job after a step.
class Stopper final : public JobObserver {
public:
    Stopper(std::stop_source& source, std::int64_t step) : m_source(&source), m_step(step) {}
    void onProgress(const Progress&) override {}
    void onLog(LogLevel, const std::string&) override {}
    void onMetric(const std::string&, std::int64_t step, double) override {
        if (step == m_step)
            m_source->request_stop();
    }

private:
    std::stop_source* m_source;
    std::int64_t m_step;
};

}  // namespace

/// The eye model Shen21 (re-trained, surrogate labels), from a study to a row of a table.
class TestStructuralVisibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const Outcome early = run(trainJob(), paramsOf("early"));
        QVERIFY(early.message.find("not encoded at QP") != std::string::npos);
        QVERIFY(succeeded(run(encodeJob(), {{"study", study().folder().string()}})));
    }

    void targetsAreTheCoarsestThatPass() {
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const LabelSet labels = study().labels();
        const JobContext context(silentObserver(), {}, {.threads = 2});
        const JndFaces faces = loadJndFaces(opened, labels, std::nullopt, context);
        const CodecRecord codec = EncodingTable(opened).codec(labels.key.codec);
        const std::vector<std::size_t> places = {0, 1};
        const SurrogatePatches found =
            surrogatePatches(study().folder(), codec, faces, places, 0.95, context);
        QCOMPARE(found.patches.size() + found.leftOut, std::size_t{8});
        QVERIFY(found.patches.size() >= 4);
        LevelReader reader(study().folder(), codec);
        std::size_t checked = 0;
        for (const std::size_t place : places)
            for (const int top : patchStarts(alignedSize))
                for (const int left : patchStarts(alignedSize)) {
                    const JndFace& face = faces.faces[place];
                    const ImageRegion region{left, top, shenPatchSide, shenPatchSide};
                    const RgbImage original = cutOut(face.original, region);
                    for (const SurrogatePatch& patch : found.patches) {
                        if (patch.original != greyOf(original).values)
                            continue;
                        const RgbImage coded = cutOut(reader.at(face.image, patch.level), region);
                        QVERIFY(patch.target == greyOf(coded).values);
                        QVERIFY(ssim(original, coded) >= 0.95);
                        for (int level = patch.level + 1; level <= codec.levels.coarsest; ++level)
                            QVERIFY(ssim(original, cutOut(reader.at(face.image, level), region)) < 0.95);
                        ++checked;
                    }
                }
        QVERIFY(checked >= found.patches.size());
        // A rule that nothing satisfies leaves all out.
        const SurrogatePatches none = surrogatePatches(study().folder(), codec, faces, places, 1.0, context);
        QCOMPARE(none.patches.size() + none.leftOut, std::size_t{8});
        QVERIFY(none.leftOut > 0);
    }

    void theCardSaysWhatItIs() {
        QVERIFY(succeeded(trained()));
        const Json card = jsonOf(cardOf(trained()));
        QCOMPARE(card["task"], Json("eye-model"));
        QCOMPARE(card["architecture"], Json("shen21"));
        QCOMPARE(card["options"]["title"], Json("Shen21 (re-trained, surrogate labels)"));
        QCOMPARE(card["options"]["labels"], Json("coarsest patch of hevc with an SSIM of at least 0.95"));
        QCOMPARE(card["options"]["surrogate_ssim"], Json(0.95));
        QVERIFY(card["source"].get<std::string>().find("not published") != std::string::npos);
        QVERIFY(card["training"]["command"].get<std::string>().find("--model shen21") != std::string::npos);
        QVERIFY(card["training"]["train_patches"].get<int>() > 0);
        QVERIFY(card["training"]["validation_error_unchanged"].get<double>() > 0.0);
        QCOMPARE(card["measured"], trained().result["test"]);
        QVERIFY(trained().result["validation_error"].get<double>() > 0.0);
        QVERIFY(trained().result["test"]["predicted"]["psnr"]["mean"].get<double>() > 10.0);
        readModelCard(cardOf(trained())).verifyFiles();
        // Asked again, a finished run gives its result.
        QCOMPARE(run(trainJob(), paramsOf("shen21")).result, trained().result);
        QVERIFY(
            run(trainJob(), paramsOf("shen21", {{"surrogate-ssim", 0.9}})).message.find("other settings") !=
            std::string::npos);
    }

    void trainingLowersTheLoss() {
        QVERIFY(succeeded(run(trainJob(), paramsOf("long", {{"epochs", 12}}))));
        std::vector<double> errors;
        std::istringstream lines(readTextFile(RunFolder(study().folder() / "runs" / "long").metrics()));
        for (std::string line; std::getline(lines, line);)
            if (const auto place = line.find(",error,"); place != std::string::npos)
                errors.push_back(std::stod(line.substr(place + 7)));
        QVERIFY(errors.size() > 20);
        const auto mean = [](auto begin, auto end) {
            return std::accumulate(begin, end, 0.0) / static_cast<double>(end - begin);
        };
        QVERIFY(mean(errors.end() - 5, errors.end()) < 0.6 * mean(errors.begin(), errors.begin() + 5));
    }

    void aStoppedRunGoesOnToTheSameWeights() {
        QVERIFY(succeeded(trained()));
        std::stop_source source;
        Stopper stopper(source, 3);
        const Json params = paramsOf("halved");
        QCOMPARE(run(trainJob(), params, stopper, source.get_token()).exitCode(), 130);
        QCOMPARE(RunFolder(study().folder() / "runs" / "halved").readStatus()->state,
                 std::string("cancelled"));
        const Outcome resumed = run(trainJob(), params);
        QVERIFY(succeeded(resumed));
        QCOMPARE(sha256HexOfFile(cardOf(resumed).parent_path() / "halved.safetensors"),
                 sha256HexOfFile(cardOf(trained()).parent_path() / "shen21.safetensors"));
    }

    void aCardMakesMaps() {
        QVERIFY(succeeded(trained()));
        const ScratchFolder scratch;
        writePng(scratch.path() / "in.png", drawFace(3, 1));
        Json params = {{"in", (scratch.path() / "in.png").string()},
                       {"out", (scratch.path() / "map.tiff").string()},
                       {"image", (scratch.path() / "jnd.png").string()},
                       {"model", "shen21"},
                       {"card", cardOf(trained()).string()}};
        const Outcome map = run(jndMapJob(), params);
        QVERIFY(succeeded(map));
        QCOMPARE(map.result["title"], Json("Shen21 (re-trained, surrogate labels)"));
        QVERIFY(map.result["note"].get<std::string>().starts_with("re-trained, surrogate labels"));
        const TrainedEyeModel model = openTrainedEyeModel(cardOf(trained()).string(), {});
        QVERIFY(readImage(scratch.path() / "jnd.png") ==
                injectJnd(*model.model, drawFace(3, 1), EyeColour::Luma, {.seed = 1}));
        QCOMPARE(model.nameInTables(), std::string("shen21*"));
        params["card"] = "limen-fr-s";
        QVERIFY(run(jndMapJob(), params).errorKind == ErrorKind::BadInput);
        const Outcome bench = run(benchJob(),
                                  {{"what", {"hvs"}},
                                   {"eye-models", "chou95," + cardOf(trained()).string()},
                                   {"rounds", 1},
                                   {"count", 1}});
        QVERIFY(succeeded(bench));
        QVERIFY(bench.result["hvs"]["models"][1]["large_ms"].get<double>() > 0.0);
    }

    void inTablesItIsAnEyeModelWithAStar() {
        QVERIFY(succeeded(trained()));
        const auto expectStar = [](const Json& row) {
            QCOMPARE(row["model"], Json("shen21*"));
            QCOMPARE(row["kind"], Json("eye model"));
            QVERIFY(row["note"].get<std::string>().starts_with("re-trained, surrogate labels: coarsest"));
        };
        // By a card, measured on the people held out.
        const Outcome held = run(evaluateJob(),
                                 {{"study", study().folder().string()},
                                  {"held-out", study().heldOut().string()},
                                  {"eye-models", "chou95," + cardOf(trained()).string()}});
        QVERIFY(succeeded(held));
        expectStar(held.result["rows"][4]);
        QCOMPARE(held.result["rows"][4]["psnr"], trained().result["test"]["predicted"]["psnr"]);
        // By a run, each fold with its own weights.
        const Outcome folds = run(trainJob(), paramsOf("shen21-folds", {{"folds", 2}, {"epochs", 1}}));
        QVERIFY(succeeded(folds));
        const Outcome table =
            run(evaluateJob(),
                {{"study", study().folder().string()}, {"run", "shen21-folds"}, {"eye-models", "none"}});
        QVERIFY(succeeded(table));
        const Json& row = table.result["rows"][3];
        QCOMPARE(row["model"], Json("shen21-folds*"));
        QCOMPARE(row["kind"], Json("eye model"));
        double sum = 0.0, images = 0.0;
        for (const Json& fold : folds.result["folds"]) {
            sum += fold["test"]["images"].get<double>() *
                   fold["test"]["predicted"]["psnr"]["mean"].get<double>();
            images += fold["test"]["images"].get<double>();
        }
        QVERIFY(std::abs(row["psnr"]["mean"].get<double>() - sum / images) < 1e-9);
        QVERIFY(run(evaluateJob(), {{"study", study().folder().string()}, {"eye-models", "shen21"}})
                    .hint.find("train --model shen21") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestStructuralVisibility)
#include "tst_structural_visibility.moc"
