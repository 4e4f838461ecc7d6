// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QComboBox>
#include <QtTest>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "inspect/inspect_view.h"
#include "inspect/pane_grid.h"
#include "inspect/predictor_bar.h"
#include "inspect/residual_view.h"
#include "inspect/study_face_predictor.h"
#include "labelling/missing_encodings.h"
#include "models/small_jnd_network.h"
#include "prediction/qp_selection.h"
#include "training/jnd_card.h"
#include "training/run_folder.h"
#include "training/trained_model.h"
#include "ui/shell_fixture.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const JobContext quiet(silentObserver(), {});

}  // namespace

/// What the Inspect view predicts is what the chosen network says.
class TestStudyFacePredictor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { QFile::remove(QString::fromStdString(installed().string())); }
    void installedModelsAndFinishedRunsAreOffered();
    void anotherChoiceIsAnotherNetwork();
    void damagedWeightsAreNamed();
    void aLevelIsSelectedWhereAllAreStored();
    void aStoppedSelectionEnds();
    void theWindowShowsWhatARunPredicts();

private:
    fs::path installed() const { return m_environment.path("models") / "other.json"; }
    void writeRun(const char* name, const char* state, unsigned steps) const;
    static fs::path writeModel(const fs::path& folder, const char* name, unsigned steps);
    std::optional<PredictorChoice> choice(const std::string& id) {
        for (PredictorChoice& found : m_predictor.open(m_source))
            if (found.id == id)
                return found;
        return std::nullopt;
    }

    test::ShellEnvironment m_environment;
    InspectSource m_source;
    ImageId m_whole = 0;   // stored at every level
    ImageId m_partly = 0;  // at a few
    RgbImage m_face;
    StudyFacePredictor m_predictor;
};

fs::path TestStudyFacePredictor::writeModel(const fs::path& folder, const char* name, unsigned steps) {
    makeFolder(folder);
    const auto trainer = test::create();
    test::mean(*trainer, "loss", 0, steps, 3e-3);
    return writeTrainedModel(
        folder, trainer->weights(), jndCard(name, {{"network", test::options().at("network")}}, 31.5, steps));
}

void TestStudyFacePredictor::writeRun(const char* name, const char* state, unsigned steps) const {
    const RunFolder run(m_source.study / "runs" / name);
    writeModel(run.model(), name, steps);
    RunStatus status;
    status.state = state;
    status.bestPsnr = 31.5;
    writeFileAtomically(run.status(), toJson(status).dump());
}

void TestStudyFacePredictor::initTestCase() {
    QApplication::setStyle(QStringLiteral("Fusion"));
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString(m_environment.path("data").string()));
    qputenv("LIMEN_MODELS", QByteArray::fromStdString(m_environment.path("models").string()));
    m_source.study = m_environment.path("s.limen");
    test::makeStudy(m_source.study, 2, 1);
    Study study = Study::open(m_source.study, Study::Access::ReadOnly);
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
    m_whole = probes.at(0).id;
    m_partly = probes.at(1).id;
    m_face = ImageTable(study).face(m_whole);
    const auto encode = [&](const ImageRecord& image, const std::vector<int>& levels) {
        const EncodingReport report = encodeMissing(m_source.study, "jpeg", {image}, levels, quiet);
        QVERIFY(report.failed.empty());
        QCOMPARE(report.encoded, levels.size());
    };
    std::vector<int> levels = createCodec("jpeg")->levels().all();
    encode(probes.at(0), levels);
    levels.pop_back();
    encode(probes.at(1), levels);
    m_source.codec = EncodingTable(study).codecs().front().id;
    m_source.codecSetting = "jpeg";
    writeRun("first", "finished", 1);
}

void TestStudyFacePredictor::installedModelsAndFinishedRunsAreOffered() {
    writeModel(installed().parent_path(), "other", 0);
    writeRun("going", "paused", 0);
    writeRun("broken", "failed", 0);
    writeRun("cut", "stopped", 0);
    const RunFolder bare(m_source.study / "runs" / "bare");  // stopped before its first epoch was over
    makeFolder(bare.path());
    RunStatus status;
    status.state = "stopped";
    writeFileAtomically(bare.status(), toJson(status).dump());
    writeRun("levels", "finished", 0);  // predicts no image: nothing for a pane
    const fs::path levels = m_source.study / "runs/levels/model/levels.json";
    Json card = Json::parse(readTextFile(levels));
    card["task"] = levelTask;
    writeFileAtomically(levels, card.dump());
    std::vector<std::string> ids;
    for (const PredictorChoice& found : m_predictor.open(m_source))
        if (!found.id.starts_with("limen-"))  // shipped
            ids.push_back(found.id);
    QCOMPARE(ids, (std::vector<std::string>{"other", "runs/cut", "runs/first"}));
    QCOMPARE(choice("runs/first")->validationPsnr, std::optional(31.5));
    QVERIFY(!choice("other")->validationPsnr);
}

void TestStudyFacePredictor::anotherChoiceIsAnotherNetwork() {
    const fs::path card = writeModel(installed().parent_path(), "other", 3);
    const RgbImage first = m_predictor.predict(*choice("runs/first"), m_face, quiet).jnd;
    QCOMPARE(first.pixels,
             openJndPredictor((m_source.study / "runs/first/model/first.json").string(), {})
                 ->predict({m_face}, quiet)
                 .front()
                 .jnd.pixels);
    const RgbImage other = m_predictor.predict(*choice("other"), m_face, quiet).jnd;
    QCOMPARE(other.pixels, openJndPredictor(card.string(), {})->predict({m_face}, quiet).front().jnd.pixels);
    QVERIFY(other.pixels != first.pixels);
    // Trained on, under the same name.
    writeModel(installed().parent_path(), "other", 5);
    QVERIFY(m_predictor.predict(*choice("other"), m_face, quiet).jnd.pixels != other.pixels);
}

void TestStudyFacePredictor::damagedWeightsAreNamed() {
    writeModel(installed().parent_path(), "other", 0);
    writeFileAtomically(installed().parent_path() / "other.safetensors", std::string("no weights"));
    const QString said =
        test::refusal(ErrorKind::BadInput, [this] { m_predictor.predict(*choice("other"), m_face, quiet); });
    QVERIFY2(said.contains(QStringLiteral("other.safetensors")), qPrintable(said));
}

void TestStudyFacePredictor::aLevelIsSelectedWhereAllAreStored() {
    m_predictor.open(m_source);
    const auto codec = createCodec("jpeg");
    const auto encodings = encodeAllLevels(*codec, m_face);
    const RgbImage predicted = m_predictor.predict(*choice("runs/first"), m_face, quiet).jnd;
    QCOMPARE(m_predictor.select(m_whole, predicted, quiet),
             std::optional(selectLevel(encodings, codec->levels(), predicted).level));
    // What the codec gives at a level is most like that level.
    for (const int level : {80, 40, 15})
        QCOMPARE(m_predictor.select(m_whole, encodings.at(level).reconstruction, quiet),
                 std::optional(level));
    QVERIFY(!m_predictor.select(m_partly, predicted, quiet));
    InspectSource bare = m_source;
    bare.codec.reset();
    m_predictor.open(bare);
    QVERIFY(!m_predictor.select(m_whole, predicted, quiet));
}

void TestStudyFacePredictor::aStoppedSelectionEnds() {
    m_predictor.open(m_source);
    std::stop_source stop;
    stop.request_stop();
    const JobContext stopped(silentObserver(), stop.get_token());
    QVERIFY_THROWS_EXCEPTION(Cancelled, m_predictor.select(m_whole, m_face, stopped));
}

void TestStudyFacePredictor::theWindowShowsWhatARunPredicts() {
    const PredictorChoice first = *choice("runs/first");
    const RgbImage predicted = m_predictor.predict(first, m_face, quiet).jnd;
    InspectView view;
    view.show();
    view.setSource(m_source);
    view.setImage(m_whole);
    auto* box = view.findChild<PredictorBar*>()->findChild<QComboBox*>();
    QTRY_VERIFY(box->findData(QStringLiteral("runs/first")) >= 0);
    box->setCurrentIndex(box->findData(QStringLiteral("runs/first")));
    Q_EMIT box->activated(box->currentIndex());
    const auto* grid = view.findChild<PaneGrid*>();
    QTRY_VERIFY(grid->title(PaneGrid::Predicted).contains(QStringLiteral("selects quality")));
    QCOMPARE(grid->pane(PaneGrid::Predicted)->image(), toQImage(predicted));
    QVERIFY(!grid->pane(PaneGrid::PredictedDifference)->image().isNull());
}

QTEST_MAIN(TestStudyFacePredictor)
#include "tst_study_face_predictor.moc"
