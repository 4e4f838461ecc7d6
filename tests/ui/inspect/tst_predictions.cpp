// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QComboBox>
#include <QLabel>
#include <QtTest>

#include "inspect/colour_bar.h"
#include "inspect/details_panel.h"
#include "inspect/prediction_controller.h"
#include "inspect/predictor_bar.h"
#include "inspect/residual_bar.h"
#include "inspect_window.h"

using namespace limen;
using namespace limen::test;

namespace {

using Images = std::vector<ImageId>;

struct PredictionWindow : Window {
    ~PredictionWindow() { study->predictions.open(); }
    QString shown() const { return grid()->title(PaneGrid::Predicted); }
    bool isPredicted() const { return !pane(PaneGrid::Predicted)->image().isNull(); }
    QString explanation() const { return pane(PaneGrid::Predicted)->emptyText(); }
    /// Blue of the first pixel, which tells the image and the predictor: 100 + id + level.
    int blue() const { return qBlue(pane(PaneGrid::Predicted)->image().pixel(0, 0)); }
    QComboBox* choice() const { return part<PredictorBar>()->findChild<QComboBox*>(); }
    bool says(const QString& text) const {
        for (const QLabel* label : part<DetailsPanel>()->findChildren<QLabel*>())
            if (label->text() == text)
                return true;
        return false;
    }
};

}  // namespace

/// The panes of the predicted JND image and its residual follow the image that is looked at, whatever the
/// network does.
class TestPredictions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setStyle(QStringLiteral("Fusion"));
        QLocale::setDefault(QLocale::c());
    }

    void aPredictionAppearsWithItsNumbers() {
        PredictionWindow window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.study->predictions.close();
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.study->predictedImages(), Images{1});
        QTRY_COMPARE(window.explanation(), QStringLiteral("Predicting..."));
        QVERIFY(!window.isPredicted());
        window.study->predictions.open();
        QTRY_VERIFY(window.isPredicted());
        QCOMPARE(window.blue(), 117);
        // One channel of three is off by 4 from the JND image, by 16 from the original.
        const QString numbers =
            QStringLiteral("Predicted JND JND 40.86 dB   original 28.82 dB   selects QP 33");
        QTRY_COMPARE(window.shown(), numbers);
        QVERIFY(window.says(QStringLiteral("40.86 dB to the JND image")));
        QVERIFY(window.says(QStringLiteral("28.82 dB to the original")));
        QVERIFY(window.says(QStringLiteral("QP 33")));
        QCOMPARE(window.grid()->title(PaneGrid::PredictedDifference),
                 QStringLiteral("Predicted residual -16 to 0 grey levels   gain 8x"));
    }

    void withoutLabelAndLevelsTheirNumbersAreMissing() {
        PredictionWindow window;
        window.study->selected = std::nullopt;
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.shown(), QStringLiteral("Predicted JND original 28.82 dB"));
        QVERIFY(window.says(QStringLiteral("28.82 dB to the original")));
    }

    void aPredictorThatKnowsItsLevelIsNotAskedTwice() {
        PredictionWindow window;
        window.study->recommended = 29;
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.shown(), QStringLiteral("Predicted JND original 28.82 dB   selects QP 29"));
    }

    void switchingQuicklyShowsOnlyTheLast() {
        PredictionWindow window;
        for (ImageId image = 2; image <= 5; ++image)
            window.study->add(image);
        window.study->predictions.close();
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.study->predictedImages(), Images{1});
        std::vector<int> blues;
        connect(window.part<PredictionController>(), &PredictionController::predictionChanged, this, [&] {
            if (const auto* prediction = window.part<PredictionController>()->prediction())
                blues.push_back(prediction->image.at(0, 0)[2]);
        });
        for (ImageId image = 2; image <= 5; ++image) {
            window.view->setImage(image);
            // Another image than the one a prediction is for never stands beside it.
            QVERIFY(!window.isPredicted());
        }
        // The face of the last one is read while the network is still asked about the first.
        QTRY_COMPARE(window.study->stoppedPredictions(), 1);
        QTRY_COMPARE(window.study->predictedImages().back(), ImageId{5});
        window.study->predictions.open();
        QTRY_VERIFY(window.isPredicted());
        QCOMPARE(window.blue(), 100 + 5 + 16);
        for (const int blue : blues)
            QCOMPARE(blue, 100 + 5 + 16);
        // Whatever was begun before the last one was stopped, none of it finished.
        QCOMPARE(window.study->stoppedPredictions() + 1,
                 static_cast<int>(window.study->predictedImages().size()));
    }

    void recentImagesArePredictedOnce() {
        PredictionWindow window;
        for (ImageId image = 2; image <= PredictionController::remembered + 1; ++image)
            window.study->add(image);
        window.open();
        Images expected;
        const auto look = [&](ImageId image) {
            window.view->setImage(image);
            QTRY_VERIFY(window.shown().contains(QStringLiteral("selects")));
            QCOMPARE(window.blue(), (100 + static_cast<int>(image) + 16) % 256);
        };
        for (ImageId image = 1; image <= PredictionController::remembered; ++image) {
            look(image);
            expected.push_back(image);
        }
        look(1);
        QCOMPARE(window.study->predictedImages(), expected);
        // One more than is remembered: the one not seen for longest is predicted again.
        look(PredictionController::remembered + 1);
        look(1);
        look(2);
        expected.insert(expected.end(), {PredictionController::remembered + 1, 2});
        QCOMPARE(window.study->predictedImages(), expected);
    }

    void aMissingPredictorIsExplained() {
        PredictionWindow window;
        window.study->setChoices({});
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.explanation(),
                     QStringLiteral("The predictor limen-jnd-s is not installed.\n"
                                    "Train one under Train (Ctrl+2), or install a card with "
                                    "“limen models import CARD”."));
        QVERIFY(!window.isPredicted());
        QCOMPARE(window.choice()->currentText(), QStringLiteral("limen-jnd-s (not installed)"));
        QVERIFY(window.study->predictedImages().empty());
        // A run has ended meanwhile.
        window.study->setChoices({{"runs/mine", "/runs/mine/model/mine.json", "20", 32.5}});
        window.view->refreshModels();
        QTRY_VERIFY(window.explanation().contains(QStringLiteral("Choose another one")));
        QCOMPARE(window.choice()->count(), 2);
        QCOMPARE(window.choice()->itemText(1), QStringLiteral("runs/mine (32.50 dB)"));
        QTest::keyClick(window.choice(), Qt::Key_Down);
        QTRY_VERIFY(window.isPredicted());
        QCOMPARE(window.blue(), 121);
    }

    void aFailureIsSaidInItsPlaceAndOnlyThere() {
        PredictionWindow window;
        window.study->whyNotPredicted = "The weights are damaged.";
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.explanation(),
                     QStringLiteral("The weights are damaged.\nChoose another predictor."));
        QVERIFY(window.pane(PaneGrid::PredictedDifference)->image().isNull());
        QTRY_VERIFY(!window.pane(PaneGrid::Decoded)->image().isNull());
    }

    void aSlowNetworkDoesNotHoldUpFrames() {
        PredictionWindow window;
        window.study->predictions.close();
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.study->predictedImages(), Images{1});
        window.view->setLevel(25);
        QTRY_VERIFY(window.showsLevel(25));
        QVERIFY(!window.isPredicted());
    }

    void closingStopsWhatIsUnderWay() {
        PredictionWindow window;
        window.study->predictions.close();
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.study->predictedImages(), Images{1});
        window.view.reset();  // would wait for ever if the prediction was not stopped
        QCOMPARE(window.study->stoppedPredictions(), 1);
    }

    void leavingTheStudyStopsWhatIsUnderWay() {
        PredictionWindow window;
        window.study->predictions.close();
        window.open();
        window.view->setImage(1);
        QTRY_COMPARE(window.study->predictedImages(), Images{1});
        window.view->clear();
        QTRY_COMPARE(window.study->stoppedPredictions(), 1);
        QCOMPARE(window.explanation(), QStringLiteral("What a predictor expects at the JND point"));
        QCOMPARE(window.choice()->currentText(), QStringLiteral("limen-jnd-s"));
    }

    void theChoiceIsRememberedAcrossStudies() {
        PredictionWindow first;
        first.study->setChoices({{shippedPredictor, "/a", "16"}, {"runs/mine", "/b", "20"}});
        first.open();
        first.view->setImage(1);
        QTRY_VERIFY(first.isPredicted());
        QTest::keyClick(first.choice(), Qt::Key_Down);
        QTRY_VERIFY(first.isPredicted() && first.blue() == 121);
        const QByteArray state = first.view->saveViewState();

        // Where there is no such run the shipped one stands in, and the choice is kept.
        PredictionWindow second;
        second.open();
        second.view->restoreViewState(state);
        second.view->setImage(1);
        QTRY_VERIFY(second.isPredicted());
        QCOMPARE(second.blue(), 117);
        QCOMPARE(second.choice()->currentText(), QStringLiteral("limen-jnd-s"));
        QCOMPARE(second.view->saveViewState().contains("runs/mine"), true);
        second.study->setChoices(first.study->choices());
        second.view->refreshModels();
        QTRY_COMPARE(second.blue(), 121);
        QCOMPARE(second.choice()->currentText(), QStringLiteral("runs/mine"));
    }

    void aPredictorTrainedAnewPredictsAnew() {
        PredictionWindow window;
        window.open();
        window.view->setImage(1);
        QTRY_VERIFY(window.isPredicted());
        window.study->setChoices({{shippedPredictor, "/a", "18"}});
        window.study->predictions.close();
        window.view->refreshModels();
        QTRY_COMPARE(window.study->predictedImages(), (Images{1, 1}));
        QCOMPARE(window.blue(), 117);  // stays until the new one is there
        window.study->predictions.open();
        QTRY_COMPARE(window.blue(), 119);
    }

    void hiddenPanesAskNothing() {
        PredictionWindow window;
        window.study->add(2);
        window.open();
        QAction* action = window.action("inspect-predictions");
        action->setChecked(false);
        window.view->setImage(1);
        QTRY_VERIFY(!window.pane(PaneGrid::Difference)->image().isNull());
        QVERIFY(!window.pane(PaneGrid::Predicted)->isVisible());
        QVERIFY(!window.part<PredictorBar>()->isVisible());
        QVERIFY(window.study->predictedImages().empty());
        const QByteArray state = window.view->saveViewState();
        action->setChecked(true);
        QTRY_VERIFY(window.isPredicted());
        QVERIFY(window.pane(PaneGrid::Predicted)->isVisible());
        window.view->restoreViewState(state);
        QVERIFY(!window.pane(PaneGrid::PredictedDifference)->isVisible());
    }

    void bothResidualsShareOneRange() {
        PredictionWindow window;
        window.open();
        window.view->setImage(1);
        window.view->setLevel(40);
        QTRY_VERIFY(window.showsLevel(40) && window.isPredicted());
        ResidualSetting setting;
        setting.channel = ResidualChannel::Blue;
        setting.lockRange = false;
        window.part<ResidualBar>()->setSetting(setting);
        QCOMPARE(window.part<ColourBar>()->range(), 255.0 / 4.0);  // 63.75 is the smallest that holds 40
        window.view->setLevel(14);
        QTRY_COMPARE(window.part<ColourBar>()->range(), 255.0 / 8.0);  // 31.875 holds the prediction's 16
        QVERIFY(window.grid()->title(PaneGrid::PredictedDifference).endsWith(QStringLiteral("gain 8x")));
        QVERIFY(window.grid()->title(PaneGrid::Difference).endsWith(QStringLiteral("gain 8x")));
    }
};

QTEST_MAIN(TestPredictions)
#include "tst_predictions.moc"
