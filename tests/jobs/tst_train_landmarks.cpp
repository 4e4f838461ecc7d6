// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "base/hash.h"
#include "base/safe_file.h"
#include "faces/drawn_faces.h"
#include "faces/face_template.h"
#include "faces/landmark_network.h"
#include "image/image_file.h"
#include "image/opencv_view.h"
#include "jobs/jobs.h"
#include "recognition/model_card.h"
#include "study/image_table.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

/// A study of drawn people with their points, and a list of whom to hold out.
class DrawnStudy {
public:
    DrawnStudy() {
        Study study = Study::create(folder());
        for (std::uint64_t person = 0; person < 6; ++person) {
            const RgbImage face = drawFace(person, 1);
            RgbImage photo(200, 200);
            rgbView(face).copyTo(rgbView(photo)(cv::Rect(40, 50, alignedSize, alignedSize)));
            NewImage image;
            image.identity = "person" + std::to_string(person);
            image.stem = image.identity;
            image.sourcePath = (m_scratch.path() / (image.identity + ".png")).string();
            writePng(image.sourcePath, photo);
            image.fileHash = sha256HexOfFile(image.sourcePath);
            image.alignment = "teacher of drawings";
            image.face.face = face;
            image.face.points = templatePoints;
            for (Point2& point : *image.face.points)
                point = {point.x + 40, point.y + 50};
            ImageTable(study).add(image);
        }
        writeFileAtomically(heldOut(), "identity,role\nperson0,probe\nperson5,probe\nsomebody,probe\n");
    }

    fs::path folder() const { return m_scratch.path() / "drawn.limen"; }
    fs::path heldOut() const { return m_scratch.path() / "held_out.csv"; }
    fs::path out(const char* name) const { return m_scratch.path() / name; }

    Outcome train(const char* name, JobContext& context, int steps = 6) const {
        return runJob(trainLandmarksJob(),
                      {{"study", folder().string()},
                       {"out", out(name).string()},
                       {"held-out", heldOut().string()},
                       {"steps", steps},
                       {"batch", 4},
                       {"data", "drawings"}},
                      context);
    }

private:
    ScratchFolder m_scratch;
};

class StopAfter : public JobObserver {
public:
    StopAfter(std::stop_source& source, std::uint64_t steps) : m_source(source), m_steps(steps) {}
    void onProgress(const Progress& progress) override {
        if (progress.what == "steps" && progress.done >= m_steps)
            m_source.request_stop();
    }
    void onLog(LogLevel, const std::string&) override {}

private:
    std::stop_source& m_source;
    std::uint64_t m_steps;
};

std::string weightsHash(const fs::path& out) {
    return sha256HexOfFile(out / "limen-landmarks.safetensors");
}

}  // namespace

class TestTrainLandmarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesANetworkAndItsCard();
    void goesOnAfterAStop();
    void needsPoints();
    void comparesLandmarks();
};

void TestTrainLandmarks::writesANetworkAndItsCard() {
    const DrawnStudy study;
    JobContext context(silentObserver(), {}, {.threads = 2, .seed = 5});
    const Outcome outcome = study.train("a", context);
    QCOMPARE(outcome.message, std::string());
    QCOMPARE(outcome.result["photographs"], 4);  // two of six are held out
    QCOMPARE(outcome.result["measured"]["photos"], 2);
    const fs::path cardFile = study.out("a") / "limen-landmarks.json";
    const Json json = Json::parse(readTextFile(cardFile));
    QCOMPARE(json["training"]["seed"], 5);
    QCOMPARE(json["training"]["data"], "drawings");
    QCOMPARE(json["training"]["teachers"][0]["identity"], "teacher of drawings");
    QCOMPARE(json["measured"], outcome.result["measured"]);
    const ModelCard card = readModelCard(cardFile);
    QCOMPARE(card.task, std::string("face-landmarks"));
    QVERIFY(fs::file_size(card.files.front()) < 1'000'000);
    LandmarkNetwork network(card);
    const RgbImage photo = drawFace(1, 2);
    const FaceWindow window{{56, 56}, 100, 0};
    const auto readings = network.read(toBgr(photo), std::span(&window, 1));
    QVERIFY(readings[0].confidence > 0 && readings[0].confidence < 1);
}

void TestTrainLandmarks::goesOnAfterAStop() {
    const DrawnStudy study;
    JobContext context(silentObserver(), {}, {.threads = 1, .seed = 5});
    QCOMPARE(study.train("whole", context).message, std::string());

    std::stop_source source;
    StopAfter observer(source, 3);
    JobContext stopped(observer, source.get_token(), {.threads = 3, .seed = 5});
    QVERIFY(study.train("parts", stopped).state == Outcome::State::Cancelled);
    QVERIFY(!fs::exists(study.out("parts") / "limen-landmarks.json"));
    JobContext again(silentObserver(), {}, {.threads = 2, .seed = 5});
    QCOMPARE(study.train("parts", again).message, std::string());
    QCOMPARE(weightsHash(study.out("parts")), weightsHash(study.out("whole")));

    JobContext other(silentObserver(), {}, {.threads = 1, .seed = 6});
    QVERIFY(study.train("parts", other).message.find("checkpoint") != std::string::npos);
}

void TestTrainLandmarks::needsPoints() {
    const ScratchFolder scratch;
    const fs::path folder = scratch.path() / "empty.limen";
    Study::create(folder);
    writeFileAtomically(scratch.path() / "nobody.csv", "identity\nnobody\n");
    JobContext context(silentObserver(), {});
    const Outcome outcome = runJob(trainLandmarksJob(),
                                   {{"study", folder.string()},
                                    {"out", (scratch.path() / "out").string()},
                                    {"held-out", (scratch.path() / "nobody.csv").string()}},
                                   context);
    QCOMPARE(outcome.exitCode(), 2);
    QVERIFY(outcome.hint.find("--detector") != std::string::npos);
    QVERIFY(!fs::exists(scratch.path() / "out"));
}

void TestTrainLandmarks::comparesLandmarks() {
    const DrawnStudy study;
    JobContext context(silentObserver(), {}, {.threads = 2});
    const Json params = {{"study", study.folder().string()}, {"held-out", study.heldOut().string()}};
    const Outcome some = runJob(landmarksErrorJob(), params, context);
    QCOMPARE(some.message, std::string());
    QCOMPARE(some.result["photos"], 2);
    Json everybody = params;
    everybody["everybody"] = true;
    const Outcome all = runJob(landmarksErrorJob(), everybody, context);
    QCOMPARE(all.result["photos"], 6);
    // Drawings are no photographs: most are found, and where they are, well.
    QVERIFY(all.result["no_face"].get<int>() + all.result["other_face"].get<int>() <= 3);
    QVERIFY(all.result["mean_error"].get<double>() < 0.2);
    QVERIFY(all.result["mean_error"].get<double>() > 0.0);
}

QTEST_GUILESS_MAIN(TestTrainLandmarks)
#include "tst_train_landmarks.moc"
