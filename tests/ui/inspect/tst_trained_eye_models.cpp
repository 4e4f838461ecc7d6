// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QTemporaryDir>
#include <QtTest>

#include "base/safe_file.h"
#include "comparison/eye_jnd_image.h"
#include "hvs/trained_eye_model.h"
#include "inspect/eye_images.h"
#include "inspect/model_bar.h"
#include "inspect/model_group.h"
#include "inspect_window.h"
#include "models/models_api.h"
#include "training/run_folder.h"
#include "training/trained_model.h"

using namespace limen;
using namespace limen::test;
namespace fs = std::filesystem;

namespace {

using Names = EyeImages::Names;

fs::path writeModel(const fs::path& folder, const char* name, std::uint64_t seed) {
    makeFolder(folder);
    const Json options = {{"width", 0.25}};
    const auto trainer = limenModelsApi()->createTrainer("structure", options, seed, {});
    return writeTrainedModel(folder,
                             trainer->weights(),
                             {{"name", name},
                              {"task", eyeModelTask},
                              {"architecture", shen21Architecture},
                              {"options", options},
                              {"input", {{"size", {64, 64}}}},
                              {"licence", "none"},
                              {"source", "a test"}});
}

fs::path writeRun(const fs::path& study, const std::string& name, const char* state, std::uint64_t seed) {
    const RunFolder run(study / "runs" / name);
    const std::string model = name.substr(0, name.find('/'));
    const fs::path card = writeModel(run.model(), model.c_str(), seed);
    RunStatus status;
    status.state = state;
    writeFileAtomically(run.status(), toJson(status).dump());
    return card;
}

}  // namespace

/// Eye models that somebody has trained stand beside the published ones.
class TestTrainedEyeModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setStyle(QStringLiteral("Fusion"));
        QVERIFY(m_folder.isValid());
        qputenv("LIMEN_MODELS", QFile::encodeName(m_folder.filePath(QStringLiteral("models"))));
    }
    void installedOnesAndFinishedRunsAreOffered();
    void oneIsShownAsTheComparisonHasIt();
    void aWishWaitsForItsStudy();

private:
    fs::path path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    static QStringList texts(const Window& window) {
        QStringList texts;
        for (const QAction* action : window.part<ModelBar>()->menu()->actions())
            texts.append(action->data().toString());
        return texts;
    }

    QTemporaryDir m_folder;
};

void TestTrainedEyeModels::installedOnesAndFinishedRunsAreOffered() {
    const fs::path study = path("offered.limen");
    writeRun(study, "shen/fold-1", "finished", 1);
    writeRun(study, "shen/fold-2", "failed", 1);
    const fs::path installed = writeModel(path("models"), "shen21", 1);
    Window window;
    window.open();
    auto* eyes = window.part<EyeImages>();
    eyes->findTrained(study);
    QTRY_VERIFY(eyes->choice("runs/shen/fold-1") != nullptr);
    QVERIFY(texts(window).contains(QStringLiteral("runs/shen/fold-1")));
    QVERIFY(texts(window).contains(QStringLiteral("shen21")));
    QVERIFY(!texts(window).contains(QStringLiteral("runs/shen/fold-2")));
    QCOMPARE(eyes->choice("shen21")->shortTitle, std::string("Shen21*"));
    QCOMPARE(eyes->choice("runs/shen/fold-1")->shortTitle, std::string("Shen21* (shen) fold-1"));
    QVERIFY(QString::fromStdString(eyes->choice("shen21")->title).contains(QStringLiteral("re-trained")));
    QCOMPARE(eyes->chosen(), EyeImages::shownInPaper());  // offered, not shown
    fs::remove(installed);
    eyes->findTrained({});
    QTRY_VERIFY(eyes->choice("runs/shen/fold-1") == nullptr);
    QVERIFY(eyes->choice("shen21") == nullptr && eyes->choice("jiang22") != nullptr);
}

void TestTrainedEyeModels::oneIsShownAsTheComparisonHasIt() {
    const fs::path study = path("shown.limen");
    const fs::path card = writeRun(study, "shen", "finished", 1);
    Window window;
    window.open();
    auto* eyes = window.part<EyeImages>();
    const std::string name = "runs/shen";
    eyes->findTrained(study);
    QTRY_VERIFY(eyes->choice(name) != nullptr);
    window.view->setImage(1);
    window.view->setComparing(true);
    eyes->choose({"jiang22", name});
    QTRY_VERIFY(eyes->image(name) != nullptr);
    const auto expected = [&] {
        return eyeJndImage(*openEyeModel(card.string(), {}), FakeStudy::picture(1), 1, RunOptions{}.seed);
    };
    const RgbImage first = expected();
    QVERIFY(*eyes->image(name) == first);
    QCOMPARE(window.part<ModelGroup>()->column(name)->title->text(), QStringLiteral("Shen21* (shen)"));

    // Trained anew, it makes another image.
    writeRun(study, "shen", "finished", 2);
    QVERIFY(!(expected() == first));
    window.view->refreshModels();  // of no study, as the window has it: it leaves the group
    QTRY_VERIFY(eyes->choice(name) == nullptr);
    QVERIFY(window.part<ModelGroup>()->column(name) == nullptr);
    eyes->findTrained(study);
    QTRY_VERIFY(eyes->image(name) != nullptr && *eyes->image(name) == expected());
}

void TestTrainedEyeModels::aWishWaitsForItsStudy() {
    const fs::path study = path("later.limen");
    writeRun(study, "shen", "finished", 1);
    Window window;
    window.open();
    auto* eyes = window.part<EyeImages>();
    window.view->restoreViewState("{\"eyeModels\":[\"wu13\",\"runs/shen\"]}");
    QCOMPARE(eyes->chosen(), (Names{"wu13"}));
    eyes->findTrained(study);
    QTRY_COMPARE(eyes->chosen(), (Names{"wu13", "runs/shen"}));
    QVERIFY(window.view->saveViewState().contains("runs/shen"));
}

QTEST_MAIN(TestTrainedEyeModels)
#include "tst_trained_eye_models.moc"
