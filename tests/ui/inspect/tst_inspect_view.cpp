// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "inspect/colour_bar.h"
#include "inspect/details_panel.h"
#include "inspect/level_slider.h"
#include "inspect/pixel_readout.h"
#include "inspect/residual_bar.h"
#include "inspect/verdict_badge.h"
#include "inspect_window.h"

using namespace limen;
using namespace limen::test;

class TestInspectView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setStyle(QStringLiteral("Fusion"));
        QLocale::setDefault(QLocale::c());
    }

    void emptyStatesSayWhatToDoNext() {
        Window window;
        window.study->add(2, Role::Distractor);
        window.study->add(3);
        window.study->label(3, LabelFlag::Unrecognised, std::nullopt);
        window.open();
        QVERIFY(window.pane(PaneGrid::Original)->image().isNull());
        QTRY_COMPARE(window.pane(PaneGrid::Original)->emptyText(),
                     QStringLiteral("Choose an image in the table."));
        window.view->setImage(1);
        QTRY_VERIFY(
            window.pane(PaneGrid::Jnd)->emptyText().contains(QStringLiteral("Jobs › Find JND points")));
        window.view->setImage(2);
        QTRY_VERIFY(window.pane(PaneGrid::Jnd)->emptyText().contains(QStringLiteral("Choose a probe")));
        window.view->setImage(3);
        QTRY_VERIFY(
            window.pane(PaneGrid::Jnd)->emptyText().contains(QStringLiteral("none of its 3 genuine pairs")));
        QVERIFY(window.pane(PaneGrid::Jnd)->image().isNull());
        window.view->clear();
        QTRY_VERIFY(window.pane(PaneGrid::Original)->image().isNull());
    }

    void missingCodecAndMissingThresholdAreExplained() {
        Window window;
        window.study->codecProblem = "The codec vtm is not available.";
        window.open();
        window.view->setImage(1);
        QTRY_VERIFY(
            window.pane(PaneGrid::Decoded)->emptyText().contains(QStringLiteral("vtm is not available")));
        QTRY_VERIFY(!window.pane(PaneGrid::Original)->image().isNull());

        Window unlabelled;
        unlabelled.study->whyNotJudged = "No threshold yet. Run Jobs › Find JND points.";
        unlabelled.open();
        unlabelled.view->setImage(1);
        const auto said = [&] {
            for (const QLabel* label : unlabelled.part<DetailsPanel>()->findChildren<QLabel*>())
                if (label->text().contains(QStringLiteral("No threshold yet")))
                    return true;
            return false;
        };
        QTRY_VERIFY(said());
        QCOMPARE(unlabelled.part<VerdictBadge>()->verdict(), Verdict::Unknown);
    }

    void sliderShowsFrameVerdictAndCounts() {
        Window window;
        window.study->label(1, LabelFlag::Ok, 30);
        window.open();
        window.view->setImage(1);
        QTRY_VERIFY(window.showsLevel(30));
        QTRY_COMPARE(window.part<VerdictBadge>()->verdict(), Verdict::Accepted);
        QVERIFY(window.grid()->title(PaneGrid::Jnd).contains(QStringLiteral("QP 30")));

        QTest::keyClick(window.part<LevelSlider>()->focusProxy(), Qt::Key_Right);
        QTRY_VERIFY(window.showsLevel(31));
        QCOMPARE(window.view->level(), 31);
        QTRY_COMPARE(window.part<VerdictBadge>()->verdict(), Verdict::Rejected);
        QCOMPARE(window.part<VerdictBadge>()->text(), QStringLiteral("Rejected at QP 31"));
        bool counted = false;
        for (const QLabel* label : window.part<DetailsPanel>()->findChildren<QLabel*>())
            counted |= label->text() == QStringLiteral("accepted 1 of 3 (uncompressed 2)");
        QVERIFY(counted);
        window.action("inspect-to-jnd")->trigger();
        QTRY_VERIFY(window.showsLevel(30));
    }

    void pixelReadoutTellsSignedResiduals() {
        Window window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.open();
        window.view->setImage(1);
        window.view->setLevel(40);
        QTRY_VERIFY(window.showsLevel(40));
        for (const QPoint pixel : {QPoint(3, 2), QPoint(FakeStudy::width - 1, FakeStudy::height - 1)}) {
            window.point(PaneGrid::Difference, pixel);
            const QString expected = QStringLiteral(
                                         "pixel (%1, %2)\tR\tG\tB\n"
                                         "original\t%3\t%4\t101\n"
                                         "JND image\t%3\t%4\t121\n"
                                         "decoded\t%3\t%4\t141\n"
                                         "predicted\t%3\t%4\t117\n"
                                         "residual\t0\t0\t-40\n"
                                         "predicted residual\t0\t0\t-16")
                                         .arg(pixel.x())
                                         .arg(pixel.y())
                                         .arg(10 * pixel.x())
                                         .arg(20 * pixel.y());
            QTRY_COMPARE(window.part<PixelReadout>()->text(), expected);
        }
        ResidualSetting setting = window.part<ResidualBar>()->setting();
        setting.ofJndImage = true;
        window.part<ResidualBar>()->setSetting(setting);
        QVERIFY(window.part<PixelReadout>()->text().contains(QStringLiteral("\nresidual\t0\t0\t-20\n")));
    }

    void gainSetsTheRangeOfTheColourBar() {
        Window window;
        window.open();
        QCOMPARE(window.part<ColourBar>()->range(), 255.0 / 8.0);
        window.action("inspect-gain-up")->trigger();
        QCOMPARE(window.part<ColourBar>()->range(), 255.0 / 16.0);
        for (int i = 0; i < 9; ++i)
            window.action("inspect-gain-up")->trigger();
        QCOMPARE(window.part<ColourBar>()->range(), 255.0 / 64.0);
        for (int i = 0; i < 9; ++i)
            window.action("inspect-gain-down")->trigger();
        QCOMPARE(window.part<ColourBar>()->range(), 255.0);
    }

    void unlockedRangeFollowsTheResidual() {
        Window window;
        window.open();
        window.action("inspect-predictions")->setChecked(false);
        window.view->setImage(1);
        window.view->setLevel(40);
        QTRY_VERIFY(window.showsLevel(40));
        ResidualSetting setting;
        setting.channel = ResidualChannel::Blue;
        setting.lockRange = false;
        window.part<ResidualBar>()->setSetting(setting);
        QCOMPARE(window.part<ColourBar>()->range(), 255.0 / 4.0);  // 63.75 is the smallest that holds 40
        window.view->setLevel(14);
        QTRY_COMPARE(window.part<ColourBar>()->range(), 255.0 / 16.0);  // 15.9 holds 14
    }

    void playSweepsToTheCoarsestLevelAndStops() {
        Window window;
        window.open();
        window.view->setImage(1);
        window.view->setLevel(49);
        QTRY_VERIFY(window.showsLevel(49));
        QAction* play = window.action("inspect-play");
        play->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!play->isChecked(), 20000);
        QCOMPARE(window.view->level(), 51);
        const std::vector<int> asked = window.study->askedLevels();
        QVERIFY(asked.size() >= 3);
        QCOMPARE(std::vector<int>(asked.end() - 3, asked.end()), (std::vector<int>{49, 50, 51}));
    }

    void savedPaneHasTheResolutionOfTheData() {
        Window window;
        window.open();
        window.view->setImage(1);
        window.view->setLevel(20);
        QTRY_VERIFY(window.showsLevel(20));
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("pane.png"));
        window.point(PaneGrid::Decoded, {1, 1});
        QVERIFY(window.view->saveActivePane(file));
        const QImage saved = QImage(file).convertToFormat(QImage::Format_RGB888);
        QCOMPARE(saved.size(), QSize(FakeStudy::width, FakeStudy::height));
        QCOMPARE(saved, window.pane(PaneGrid::Decoded)->image());

        QSignalSpy message(window.view.get(), &InspectView::message);
        QVERIFY(!window.view->saveActivePane(folder.filePath(QStringLiteral("missing/pane.png"))));
        QCOMPARE(message.count(), 1);
    }

    void viewStateSurvivesARoundTrip() {
        Window first;
        first.open();
        first.view->setImage(1);
        first.view->setLevel(44);
        QTRY_VERIFY(first.showsLevel(44));
        first.action("inspect-gain-up")->trigger();
        first.action("inspect-actual-size")->trigger();
        const QByteArray state = first.view->saveViewState();

        Window second;
        second.open();
        second.view->restoreViewState(state);
        second.view->setImage(1);
        QTRY_VERIFY(second.showsLevel(44));
        QCOMPARE(second.part<ResidualBar>()->setting(), first.part<ResidualBar>()->setting());
        QCOMPARE(second.pane(PaneGrid::Original)->imageRect().width(), double{FakeStudy::width});
        QCOMPARE(second.view->saveViewState(), state);
    }

    void nonsenseViewStateIsHarmless() {
        Window window;
        window.open();
        for (const char* text :
             {"", "{", "[1]", "{\"gain\":-3,\"channel\":99,\"scale\":1e300,\"fitted\":false}"})
            window.view->restoreViewState(QByteArray(text));
        const ResidualSetting setting = window.part<ResidualBar>()->setting();
        QCOMPARE(setting.gain, 1);
        QCOMPARE(setting.channel, ResidualChannel::Largest);
    }

    void everythingHasANameAndShortcutsAreUnique() {
        Window window;
        window.open();
        for (const QAbstractButton* button : window.view->findChildren<QAbstractButton*>())
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                     button->metaObject()->className());
        for (const QComboBox* box : window.view->findChildren<QComboBox*>())
            QVERIFY(!box->accessibleName().isEmpty());
        for (int i = 0; i < PaneGrid::paneCount; ++i)
            QVERIFY(!window.pane(static_cast<PaneGrid::Pane>(i))->accessibleName().isEmpty());
        std::set<QString> shortcuts;
        for (const QAction* action : window.view->viewActions()) {
            if (action->isSeparator())
                continue;
            QVERIFY(!action->objectName().isEmpty());
            for (const QKeySequence& key : action->shortcuts())
                QVERIFY2(shortcuts.insert(key.toString()).second, qPrintable(key.toString()));
        }
    }
};

QTEST_MAIN(TestInspectView)
#include "tst_inspect_view.moc"
