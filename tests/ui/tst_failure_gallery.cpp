// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QComboBox>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

#include "base/safe_file.h"
#include "codecs/codec.h"
#include "comparison/comparison_sheet.h"
#include "comparison/level_errors.h"
#include "shell_fixture.h"
#include "study/encoding_table.h"
#include "ui/commands/command_registry.h"
#include "ui/evaluate/evaluate_view.h"
#include "ui/evaluate/failure_gallery.h"
#include "ui/evaluate/failure_model.h"
#include "ui/inspect/inspect_view.h"
#include "ui/main_window/main_window.h"
#include "ui/study/image_panel.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

QString text(const char* words) {
    return QString::fromUtf8(words);
}

/// Six probes and a codec whose levels fall from fine to coarse or rise.
std::string addCodec(const fs::path& folder, const char* setting) {
    Study study = Study::open(folder, Study::Access::ReadWrite);
    const auto codec = createCodec(setting);
    EncodingTable(study).idOf(*codec, setting);
    return codec->identity();
}

Json row(const char* name, const char* kind, std::vector<int> selected, std::vector<int> byEnergy = {}) {
    const std::vector<double> errors(byEnergy.size(), 9.0);
    Json numbers = Json::object();
    if (!byEnergy.empty())
        numbers["mse"] = errors;
    return {{"name", name},
            {"kind", kind},
            {"note", ""},
            {"source", Json::object()},
            {"numbers", numbers},
            {"selected", selected},
            {"by_energy", byEnergy},
            {"own_levels", false}};
}

void writeSheet(const fs::path& study,
                const char* file,
                const std::string& codec,
                const std::vector<int>& images,
                const std::vector<int>& levels,
                const Json& rows) {
    makeFolder(study / "comparisons");
    const Json sheet = {
        {"about", {{"data", {{"recognizer", "made-up; hash"}}}, {"codec", codec}, {"part", file}}},
        {"faces",
         {{"images", images}, {"identities", std::vector<int>(images.size(), 1)}, {"levels", levels}}},
        {"rows", rows}};
    writeFileAtomically(study / "comparisons" / (std::string(file) + ".json"), sheet.dump());
}

}  // namespace

class TestFailureGallery : public QObject {
    Q_OBJECT
    test::ShellEnvironment m_environment;

    fs::path makeStudy(const char* name) const {
        const fs::path study = m_environment.path(name);
        test::makeStudy(study, 6, 2);
        return study;
    }
    QStringList errorsOf(const FailureGallery& gallery) const {
        QStringList errors;
        const QAbstractItemModel* model = gallery.faces()->model();
        for (int i = 0; i < model->rowCount(); ++i)
            errors += model->index(i, 0).data(FailureModel::ErrorRole).toString();
        return errors;
    }

private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }

    void partsArePutTogetherAndCounted() {
        const fs::path folder = makeStudy("parts.limen");
        const std::string codec = addCodec(folder, "jpeg");
        const Json eye = row("wu17", "eye model", {95, 95, 95}, {50, 60, 70});
        writeSheet(
            folder, "fold-1", codec, {1, 2, 3}, {40, 50, 60}, {eye, row("run", "predictor", {35, 50, 90})});
        writeSheet(
            folder, "fold-2", codec, {4, 3, 99}, {30, 60, 60}, {eye, row("run", "predictor", {30, 5, 5})});
        Study study = Study::open(folder, Study::Access::ReadOnly);
        std::vector<std::string> problems;
        const std::vector<LevelErrorSet> sets = levelErrors(study, problems);
        QVERIFY(problems.empty());
        QCOMPARE(sets.size(), std::size_t{1});
        QCOMPARE(sets[0].codec, std::string("jpeg"));
        std::vector<std::string> names;
        for (const SelectedLevels& candidate : sets[0].candidates)
            names.push_back(candidate.candidate);
        QCOMPARE(names, (std::vector<std::string>{"wu17", "wu17, by energy", "run"}));
        const SelectedLevels& run = sets[0].candidates[2];
        QVERIFY(run.isPredictor && !sets[0].candidates[0].isPredictor);
        // Image 99 is not in the study, image 3 counts once; a lower quality is coarser.
        std::vector<int> steps;
        for (const LevelError& face : run.faces)
            steps.push_back(face.steps);
        QCOMPARE(steps, (std::vector<int>{1, 0, -6, 0}));
        QCOMPARE(run.faces[0].identity, std::string("person_0"));
    }

    void thePredictorOfMostFacesIsShownFirst() {
        const fs::path folder = makeStudy("most.limen");
        const std::string codec = addCodec(folder, "hevc");
        writeSheet(folder, "fold-1-a", codec, {1}, {30}, {row("few", "predictor", {33})});
        writeSheet(folder,
                   "fold-1-b",
                   codec,
                   {1, 2, 3},
                   {30, 30, 30},
                   {row("wu17", "eye model", {13, 13, 13}), row("many", "predictor", {33, 20, 30})});
        FailureGallery gallery;
        gallery.setStudy(folder);
        gallery.show();
        QTRY_COMPARE(gallery.faces()->model()->rowCount(), 3);
        QCOMPARE(gallery.candidates()->currentText(), text("many"));
    }

    void furthestFirstInTheDirectionAskedFor() {
        const fs::path folder = makeStudy("order.limen");
        writeSheet(folder,
                   "held-out",
                   addCodec(folder, "hevc"),
                   {1, 2, 3, 4},
                   {30, 30, 30, 30},
                   {row("wu17", "eye model", {13, 13, 13, 13}), row("ours", "predictor", {33, 20, 30, 42})});
        FailureGallery gallery;
        gallery.setStudy(folder);
        QVERIFY(!gallery.isLoaded());  // nothing is read until it is seen
        gallery.resize(900, 700);
        gallery.show();
        QTRY_COMPARE(gallery.faces()->model()->rowCount(), 4);
        QCOMPARE(gallery.candidates()->currentText(), text("ours"));
        QCOMPARE(
            errorsOf(gallery),
            (QStringList{text("12 too coarse"), text("10 too fine"), text("3 too coarse"), text("exact")}));
        QVERIFY(gallery.summary().contains(text("mean distance 6.2 levels")) ||
                gallery.summary().contains(text("mean distance 6.3 levels")));
        QVERIFY(gallery.summary().contains(text("50 % too coarse, 25 % too fine")));
        gallery.directions()->setCurrentIndex(2);
        QCOMPARE(errorsOf(gallery), QStringList{text("10 too fine")});
        gallery.directions()->setCurrentIndex(0);
        gallery.orders()->setCurrentIndex(1);
        QCOMPARE(errorsOf(gallery).first(), text("3 too coarse"));
        gallery.candidates()->setCurrentIndex(0);
        QCOMPARE(errorsOf(gallery), QStringList(4, text("17 too fine")));
        gallery.directions()->setCurrentIndex(1);
        QVERIFY(gallery.emptyText().contains(text("No face lies in this direction")));
        gallery.directions()->setCurrentIndex(0);
        QCOMPARE(gallery.emptyText(), QString());
        // Faces appear without being asked for.
        const auto* model = gallery.faces()->model();
        QTRY_VERIFY(!model->index(0, 0).data(Qt::DecorationRole).value<QPixmap>().isNull());
    }

    void enterAndDoubleClickAskForTheFace() {
        const fs::path folder = makeStudy("enter.limen");
        writeSheet(folder,
                   "held-out",
                   addCodec(folder, "hevc"),
                   {1, 2},
                   {30, 30},
                   Json::array({row("ours", "predictor", {33, 20})}));
        FailureGallery gallery;
        gallery.resize(900, 700);
        gallery.show();
        gallery.setStudy(folder);
        QTRY_COMPARE(gallery.faces()->model()->rowCount(), 2);
        QSignalSpy requests(&gallery, &FailureGallery::imageRequested);
        gallery.faces()->setCurrentIndex(gallery.faces()->model()->index(1, 0));
        QTest::keyClick(gallery.faces(), Qt::Key_Return);
        QCOMPARE(requests.takeFirst().first().toLongLong(), 1LL);
        const QPoint first = gallery.faces()->visualRect(gallery.faces()->model()->index(0, 0)).center();
        QTest::mouseClick(gallery.faces()->viewport(), Qt::LeftButton, {}, first);
        QTest::mouseDClick(gallery.faces()->viewport(), Qt::LeftButton, {}, first);
        QTRY_COMPARE(requests.count(), 1);
        QCOMPARE(requests.first().first().toLongLong(), 2LL);
    }

    void emptyStatesSayWhatToRun() {
        FailureGallery gallery;
        gallery.show();
        QCOMPARE(gallery.emptyText(), text("No study is open."));
        gallery.setStudy(makeStudy("empty.limen"));
        QTRY_VERIFY(gallery.emptyText().contains(text("limen evaluate")));
        QSignalSpy requests(&gallery, &FailureGallery::evaluateRequested);
        for (QPushButton* button : gallery.findChildren<QPushButton*>())
            if (button->isVisible())
                button->click();
        QCOMPARE(requests.count(), 1);
        gallery.setStudy({});
        QCOMPARE(gallery.emptyText(), text("No study is open."));
    }

    void aDamagedSheetIsOneSentence() {
        const fs::path folder = makeStudy("damaged.limen");
        const std::string codec = addCodec(folder, "hevc");
        makeFolder(folder / "comparisons");
        writeFileAtomically(folder / "comparisons" / "held-out-1.json", "{\"about\":");
        FailureGallery gallery;
        gallery.show();
        gallery.setStudy(folder);
        QTRY_VERIFY(gallery.emptyText().contains(text("held-out-1.json are damaged")));
        QCOMPARE(gallery.emptyText().count(QLatin1Char('\n')), 0);
        // The others are shown all the same.
        writeSheet(folder, "held-out-2", codec, {1}, {30}, Json::array({row("ours", "predictor", {33})}));
        // Numbers of other faces than it names; one that names none.
        writeSheet(
            folder, "held-out-3", codec, {1, 2}, {30, 30}, Json::array({row("ours", "predictor", {33})}));
        writeFileAtomically(folder / "comparisons" / "held-out-4.json", R"({"about":{},"rows":[]})");
        gallery.setStudy(folder);
        QTRY_COMPARE(gallery.faces()->model()->rowCount(), 1);
        QVERIFY(gallery.summary().contains(text("held-out-1.json are damaged")));
        QVERIFY(gallery.summary().contains(text("held-out-3.json cannot be used: The measurements of ours")));
        QVERIFY(gallery.summary().contains(text("It does not name its faces")));
        fs::remove_all(folder);
        gallery.setStudy(folder);
        QTRY_VERIFY(!gallery.emptyText().isEmpty());
    }

    void fromTheWindowItOpensTheFaceInInspect() {
        const fs::path folder = makeStudy("window.limen");
        writeSheet(folder,
                   "held-out",
                   addCodec(folder, "hevc"),
                   {3, 4},
                   {30, 30},
                   Json::array({row("ours", "predictor", {33, 20})}));
        ResultTable table;
        table.title = "Made up";
        table.columns = {{"PSNR, dB", 2}};
        table.rows = {{"a", "", true, {30.0}}};
        table.about = {{"table", 2}};
        storeTable(folder, {"table-2", table});
        MainWindow window;
        window.resize(1280, 800);
        window.show();
        window.openStudy(QString::fromStdString(folder.string()));
        QTRY_VERIFY(window.study() != nullptr);
        window.images()->setFilterText(text("nobody"));
        window.commands()->action(text("workspace.failures"))->trigger();
        FailureGallery* gallery = window.evaluation()->gallery();
        QTRY_COMPARE(gallery->faces()->model()->rowCount(), 2);
        gallery->faces()->setCurrentIndex(gallery->faces()->model()->index(0, 0));
        QTest::keyClick(gallery->faces(), Qt::Key_Return);
        QCOMPARE(window.workspace(), Workspace::Inspect);
        QCOMPARE(window.images()->currentImage(), ImageId{4});
        window.closeStudy();
        QCOMPARE(gallery->emptyText(), text("No study is open."));
    }
};

QTEST_MAIN(TestFailureGallery)
#include "tst_failure_gallery.moc"
