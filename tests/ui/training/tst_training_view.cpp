// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QWheelEvent>

#include "plots/metric_plot.h"
#include "ui/training/curve_bar.h"
#include "ui/training/curve_grid.h"
#include "ui/training/events_model.h"
#include "ui/training/preview_panel.h"
#include "ui/training/preview_strip.h"
#include "ui/training/run_fixture.h"
#include "ui/training/run_header.h"
#include "ui/training/run_list.h"
#include "ui/training/run_list_model.h"
#include "ui/training/settings_model.h"
#include "ui/training/training_actions.h"
#include "ui/training/training_runs.h"
#include "ui/training/training_view.h"

using namespace limen;

namespace {

QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

}  // namespace

/// The Train workspace shows what runs write and passes on what is asked of them.
class TestTrainingView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void emptyStatesSayWhatToDo();
    void curvesAreDrawnAndGrow();
    void severalRunsInOnePlot();
    void markersTellWhatChanged();
    void zoomingOnePlotZoomsAll();
    void ninetyThousandRowsAreDrawn();
    void settingsThatDiffer();
    void historyIsListed();
    void predictionsRefresh();
    void aFailedRunSaysWhy();
    void everythingHasAName();
    void theViewComesBackAsItWas();

private:
    test::RunEnvironment m_environment;
};

void TestTrainingView::emptyStatesSayWhatToDo() {
    TrainingView view;
    view.show();
    QVERIFY(view.message().contains(QLatin1String("Open a study")));
    const auto study = m_environment.newStudy();
    view.setStudy(study, false);
    QTRY_VERIFY(view.message().contains(QLatin1String("no JND points")));
    QSignalSpy asked(&view, &TrainingView::jobRequested);
    const auto button = [&view]() -> QPushButton* {
        for (auto* candidate : view.findChildren<QPushButton*>())
            if (candidate->isVisible())
                return candidate;
        return nullptr;
    };
    QVERIFY(button() != nullptr);
    button()->click();
    QCOMPARE(asked.takeLast().first().toString(), QStringLiteral("label"));
    view.setStudy(study, true);
    QVERIFY(view.message().contains(QLatin1String("No predictor")));
    button()->click();
    QCOMPARE(asked.takeLast().first().toString(), QStringLiteral("train"));
    test::WrittenRun run(study, "first");
    run.train(0, 20);
    QTRY_COMPARE(view.message(), QString());
}

void TestTrainingView::curvesAreDrawnAndGrow() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 40);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    MetricPlot* loss = view->curves()->plot("loss");
    QVERIFY(loss != nullptr);
    QCOMPARE(loss->curve(test::firstRun)->x.size(), 40);
    QCOMPARE(loss->curve(test::firstRun)->smoothed.size(), 40);
    run.train(40, 120);
    QTRY_COMPARE(loss->curve(test::firstRun)->x.size(), 120);
    // The axis follows the run.
    QVERIFY(loss->xRange().to >= 120.0);
    MetricPlot* psnr = view->curves()->plot("validation_psnr");
    QCOMPARE(psnr->curve(test::firstRun)->raw.size(), 6);
    QVERIFY(psnr->curve(test::firstRun)->smoothed.isEmpty());
    // No such numbers yet.
    QCOMPARE(view->curves()->plot("content")->curveCount(), 0);
    // Smoothing is of the view, the raw values stay.
    const QVector<double> raw = loss->curve(test::firstRun)->raw;
    view->curveBar()->smoothing()->setValue(0);
    QCOMPARE(loss->curve(test::firstRun)->smoothed, raw);
    view->curveBar()->smoothing()->setValue(80);
    QVERIFY(loss->curve(test::firstRun)->smoothed != raw);
    QCOMPARE(loss->curve(test::firstRun)->raw, raw);
    // 20 steps are an epoch.
    view->actions()->epochs->trigger();
    QCOMPARE(loss->curve(test::firstRun)->x.last(), 6.0);
    QTRY_VERIFY(view->header()->progress().contains(QLatin1String("step 120 of 400")));
    QVERIFY(view->header()->numbers().contains(QLatin1String("14.2 images/s")) ||
            view->header()->numbers().contains(QLatin1String("14.3 images/s")));
    // Taken up again from before: the curve is shorter.
    run.train(60, 61);
    QTRY_COMPARE(loss->curve(test::firstRun)->x.size(), 61);
}

void TestTrainingView::severalRunsInOnePlot() {
    const auto study = m_environment.newStudy();
    test::WrittenRun first(study, "first");
    test::WrittenRun second(study, "second");
    first.train(0, 60);
    second.train(0, 40);
    const auto view = test::makeView(study);
    QTRY_COMPARE(view->list()->runModel()->rowCount(), 2);
    view->list()->selectAll();
    QCOMPARE(view->runs()->compared().size(), std::size_t(2));
    MetricPlot* loss = view->curves()->plot("loss");
    QTRY_COMPARE(loss->curveCount(), 2);
    const QColor colour = loss->curve(test::firstRun)->colour;
    QVERIFY(colour != loss->curve(QStringLiteral("second"))->colour);
    // Alone, it keeps its colour.
    view->runs()->select("first", {"first"});
    QCOMPARE(loss->curveCount(), 1);
    QCOMPARE(loss->curve(test::firstRun)->colour, colour);
    const int row = view->list()->runModel()->rowOf("first");
    QCOMPARE(view->list()->selectionModel()->selectedRows().size(), 1);
    QVERIFY(view->list()->selectionModel()->isRowSelected(row));
}

void TestTrainingView::markersTellWhatChanged() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.writeSettings({{"lambda_pixel", 5.0}});
    run.train(0, 100);
    const RunHistory history(run.folder().history());
    history.add(0, "started");
    history.add(50, "changed", {{"lambda_pixel", 10.0}});
    const auto view = test::makeView(study);
    MetricPlot* loss = view->curves()->plot("loss");
    QTRY_COMPARE(loss->markerCount(), 1);
    QTRY_COMPARE(loss->curve(test::firstRun) != nullptr, true);
    loss->grab();  // positions are known once it was drawn
    const double height = (loss->height()) / 2.0;
    const QString text = loss->textAt({loss->positionOf(50.0, 1.0).x(), height});
    QVERIFY2(text.contains(QStringLiteral("λ pixel 5 → 10")), qPrintable(text));
    QVERIFY(text.contains(QLatin1String("step 50")));
    // Doing nothing is drawn where it is known, and the best is named.
    MetricPlot* psnr = view->curves()->plot("validation_psnr");
    psnr->grab();
    const QPointF best = psnr->positionOf(100.0, 31.5);
    QVERIFY2(psnr->textAt(best).contains(QLatin1String("31.50 dB")), qPrintable(psnr->textAt(best)));
}

void TestTrainingView::zoomingOnePlotZoomsAll() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 200);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    MetricPlot* loss = view->curves()->plot("loss");
    MetricPlot* pixel = view->curves()->plot("pixel");
    loss->grab();
    const MetricPlot::XRange whole = loss->xRange();
    QWidget* canvas = loss->findChildren<QWidget*>().first();
    const QPointF middle = QRectF(canvas->rect()).center();
    QWheelEvent wheel(middle,
                      canvas->mapToGlobal(middle),
                      {},
                      {0, 360},
                      Qt::NoButton,
                      Qt::NoModifier,
                      Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(canvas, &wheel);
    QVERIFY(loss->xRange().to - loss->xRange().from < 0.8 * (whole.to - whole.from));
    QVERIFY(pixel->xRange() == loss->xRange());
    QVERIFY(!view->curves()->isFitted());
    // What comes later does not move what is looked at.
    const MetricPlot::XRange zoomed = loss->xRange();
    run.train(200, 300);
    QTRY_COMPARE(loss->curve(test::firstRun)->x.size(), 300);
    QVERIFY(loss->xRange() == zoomed);
    QTest::mouseDClick(canvas, Qt::LeftButton, {}, middle.toPoint());
    QVERIFY(view->curves()->isFitted());
    QVERIFY(pixel->xRange().to >= 300.0);
}

void TestTrainingView::ninetyThousandRowsAreDrawn() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.status().steps = 30'000;
    run.train(0, 22'500);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    QTRY_COMPARE(view->curves()->plot("loss")->curve(test::firstRun)->x.size(), 22'500);
    const QImage drawn = view->curves()->plot("loss")->grab().toImage();
    const QColor colour = view->curves()->plot("loss")->curve(test::firstRun)->colour;
    int coloured = 0;
    for (int y = 0; y < drawn.height(); ++y)
        for (int x = 0; x < drawn.width(); ++x)
            coloured += drawn.pixelColor(x, y) == colour;
    QVERIFY(coloured > drawn.width() / 4);
    // Sliding through all smoothings, as a hand would.
    QSlider* slider = view->curveBar()->smoothing();
    for (int position = 0; position <= 100; position += 10)
        slider->setValue(position);
    QCOMPARE(view->curves()->plot("loss")->curve(test::firstRun)->smoothed.size(), 22'500);
}

void TestTrainingView::settingsThatDiffer() {
    const auto study = m_environment.newStudy();
    test::WrittenRun first(study, "first");
    test::WrittenRun second(study, "second");
    first.writeSettings({{"batch", 12}, {"afd", "gam"}, {"codec", {{"name", "hevc"}, {"preset", "medium"}}}});
    second.writeSettings({{"batch", 12},
                          {"afd", "off"},
                          {"codec", {{"name", "hevc"}, {"preset", "slow"}}},
                          {"tail", "literal"}});
    first.train(0, 10);
    second.train(0, 10);
    const auto view = test::makeView(study);
    QTRY_COMPARE(view->list()->runModel()->rowCount(), 2);
    view->list()->selectAll();
    const SettingsModel& model = *view->settings();
    const auto rowOf = [&model](const char* name) {
        for (int row = 0; row < model.rowCount(); ++row)
            if (cell(model, row, 0) == QLatin1String(name))
                return row;
        return -1;
    };
    QTRY_VERIFY(rowOf("afd") >= 0);
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.columnCount(), 3);
    const int firstColumn = view->runs()->compared()[0] == "first" ? 1 : 2;
    QCOMPARE(cell(model, rowOf("afd"), firstColumn), QStringLiteral("gam"));
    QCOMPARE(cell(model, rowOf("afd"), 3 - firstColumn), QStringLiteral("off"));
    QCOMPARE(cell(model, rowOf("codec.preset"), 3 - firstColumn), QStringLiteral("slow"));
    QCOMPARE(cell(model, rowOf("tail"), firstColumn), QString(QChar(0x2013)));
    QCOMPARE(rowOf("batch"), -1);
    view->settings()->setOnlyDifferences(false);
    QVERIFY(rowOf("batch") >= 0);
    view->settings()->setOnlyDifferences(true);
    // One run differs from none: everything is shown.
    view->runs()->select("first", {"first"});
    QTRY_VERIFY(rowOf("batch") >= 0);
}

void TestTrainingView::historyIsListed() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 100);
    const RunHistory history(run.folder().history());
    history.add(0, "started");
    history.add(30, "changed", {{"rate", 1e-3}});
    const auto view = test::makeView(study);
    QTRY_COMPARE(view->events()->rowCount(), 2);
    QCOMPARE(cell(*view->events(), 0, EventsModel::Step), QStringLiteral("30"));
    QVERIFY(cell(*view->events(), 0, EventsModel::What).contains(QLatin1String("Learning rate")));
    history.add(60, "best");
    QTRY_COMPARE(view->events()->rowCount(), 3);
}

void TestTrainingView::predictionsRefresh() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 20);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    QVERIFY(view->previews()->message().contains(QLatin1String("Show while training")));
    run.writePreview(3, 8);
    PreviewStrip* strip = view->previews()->strip();
    QTRY_COMPARE(strip->faceCount(), 3);
    QCOMPARE(view->previews()->message(), QString());
    QCOMPARE(strip->caption(1), QStringLiteral("predicted 33.50 dB, original 30.25 dB, +3.25 dB"));
    const QImage before = strip->image(0, PreviewStrip::Predicted);
    const QImage residual = strip->image(0, PreviewStrip::Difference);
    QCOMPARE(before.size(), QSize(112, 112));
    // Another gain, other colours.
    view->previews()->setGain(32);
    QVERIFY(strip->image(0, PreviewStrip::Difference) != residual);
    run.train(20, 40);
    run.writePreview(2, 30);
    QTRY_COMPARE(strip->faceCount(), 2);
    QVERIFY(strip->image(0, PreviewStrip::Predicted) != before);
    // A face leads to its image.
    QSignalSpy wanted(view.get(), &TrainingView::imageRequested);
    QPoint second(20, 0);
    while (strip->faceAt(second) != 1)
        second.ry() += 4;
    QTest::mouseDClick(strip, Qt::LeftButton, {}, second);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("person_1/face1"));
    // Another run shows nothing of this one.
    test::WrittenRun other(study, "other");
    other.train(0, 20);
    QTRY_VERIFY(view->runs()->find("other") != nullptr);
    view->runs()->select("other", {"other"});
    QCOMPARE(strip->faceCount(), 0);
}

void TestTrainingView::aFailedRunSaysWhy() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.status().state = "failed";
    run.status().message = "The loss is not a number in step 17.";
    run.train(0, 17);
    const auto view = test::makeView(study);
    QTRY_COMPARE(view->header()->problem(), QStringLiteral("The loss is not a number in step 17."));
    QVERIFY(view->header()->title().contains(QLatin1String("Failed")));
}

void TestTrainingView::everythingHasAName() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 40);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    for (const QAbstractButton* button : view->findChildren<QAbstractButton*>())
        if (button->isVisible())
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty() ||
                         !button->toolTip().isEmpty(),
                     button->metaObject()->className());
    for (const QWidget* widget : view->findChildren<QWidget*>())
        if (qobject_cast<const QSlider*>(widget) != nullptr ||
            qobject_cast<const QLineEdit*>(widget) != nullptr ||
            qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
            qobject_cast<const MetricPlot*>(widget) != nullptr)
            if (qobject_cast<const QAbstractItemView*>(widget->parentWidget()) == nullptr &&
                widget->isVisible())
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
}

void TestTrainingView::theViewComesBackAsItWas() {
    const auto study = m_environment.newStudy();
    QByteArray state;
    {
        const auto view = test::makeView(study);
        CurveOptions options;
        options.metrics = {"loss", "rate"};
        options.epochs = true;
        options.smoothing = 0.5;
        view->curves()->setOptions(options);
        view->previews()->setGain(32);
        state = view->saveViewState();
    }
    const auto view = test::makeView(study);
    view->restoreViewState(state);
    QVERIFY(view->curves()->plot("rate") != nullptr);
    QVERIFY(view->curves()->plot("pixel") == nullptr);
    QCOMPARE(view->previews()->gain(), 32);
    QCOMPARE(view->curves()->options().smoothing, 0.5);
    view->restoreViewState("nonsense");
    QCOMPARE(view->previews()->gain(), 32);
}

QTEST_MAIN(TestTrainingView)
#include "tst_training_view.moc"
