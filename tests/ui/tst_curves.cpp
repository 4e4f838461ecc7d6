// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QDockWidget>
#include <QSignalSpy>

#include "evaluation/series_style.h"
#include "jobs/job.h"
#include "plots/codec_curves.h"
#include "ui/commands/command_registry.h"
#include "ui/main_window/main_window.h"
#include "ui/shell_fixture.h"
#include "ui/study/curves_panel.h"

using namespace limen;

namespace {

Outcome run(const char* verb, const std::filesystem::path& study, const char* codec) {
    JobContext context(silentObserver(), {});
    return runJob(
        *findJob(verb),
        {{"study", study.string()}, {"codec", codec}, {"recognizer", "hog-baseline"}, {"far", "auto"}},
        context);
}

CodecCurves::Setting madeUp(const char* name, const char* unit, int finest, int coarsest, int step) {
    CodecCurves::Setting setting;
    setting.name = QString::fromUtf8(name);
    setting.unit = QString::fromUtf8(unit);
    setting.finest = finest;
    setting.coarsest = coarsest;
    setting.step = step;
    setting.uncompressed = 0.95;
    for (int level = finest; level != coarsest + step; level += step) {
        const int index = (level - finest) / step;
        setting.images.append(index % 7);
        setting.curve.append({level, 2.0 / (1.0 + index), 0.95 - 0.01 * index});
    }
    return setting;
}

}  // namespace

/// Codec settings of one study are shown beside one another, from what the study holds.
class TestCurves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void initTestCase();

    void levelsOfDifferentUnitsHavePlotsOfTheirOwn();
    void coloursAreThoseOfTheSeriesNotOfThePlace();
    void emptyStatesSayWhatToRun();
    void nothingIsCountedUntilItIsSeen();
    void settingsWithoutACurveAreNamed();
    void aClosedStudyIsNotShownLater();
    void newResultsReplaceTheOld();
    void theWindowHasADockForThem();

private:
    std::int64_t newestSet() const {
        Study study = Study::open(m_study, Study::Access::ReadOnly);
        return LabelTable(study).sets().front().id;
    }

    test::ShellEnvironment m_environment;
    std::filesystem::path m_study;
};

void TestCurves::initTestCase() {
    m_study = m_environment.path("curves.limen");
    test::makeStudy(m_study, 6, 40);
    QCOMPARE(run("accuracy", m_study, "jpeg").state, Outcome::State::Succeeded);
    QCOMPARE(run("label", m_study, "webp").state, Outcome::State::Succeeded);
}

void TestCurves::levelsOfDifferentUnitsHavePlotsOfTheirOwn() {
    CodecCurves curves;
    curves.setSettings({madeUp("hevc", "QP", 13, 51, 1),
                        madeUp("vvc", "QP", 13, 51, 1),
                        madeUp("jpeg", "quality", 95, 5, -5)});
    QCOMPARE(curves.legend(),
             QStringList({QStringLiteral("hevc"), QStringLiteral("vvc"), QStringLiteral("jpeg")}));
    QCOMPARE(curves.histogramUnits(), QStringList({QStringLiteral("QP"), QStringLiteral("quality")}));
    QCOMPARE(curves.curveCount(), 3);
    // Beside one another where there is room for that, else below; nothing is lost on the way.
    for (const QSize size : {QSize(1000, 240), QSize(400, 700), QSize(1000, 240)}) {
        curves.resize(size);
        QVERIFY(!curves.grab().isNull());
        QCOMPARE(curves.legend().size(), 3);
    }
}

void TestCurves::coloursAreThoseOfTheSeriesNotOfThePlace() {
    CodecCurves curves;
    CodecCurves::Setting third = madeUp("webp", "quality", 95, 5, -5);
    third.series = 2;
    CodecCurves::Setting eighth = madeUp("av1", "CRF", 10, 62, 1);
    eighth.series = 7;
    curves.setSettings({eighth, third});
    const QVector<QColor> light = {QColor(QLatin1String(seriesOnLight[1])),
                                   QColor(QLatin1String(seriesOnLight[2]))};
    QCOMPARE(curves.legendColours(), light);
    QPalette dark;
    dark.setColor(QPalette::Base, Qt::black);
    curves.setPalette(dark);
    const QVector<QColor> onDark = {QColor(QLatin1String(seriesOnDark[1])),
                                    QColor(QLatin1String(seriesOnDark[2]))};
    QCOMPARE(curves.legendColours(), onDark);
}

void TestCurves::emptyStatesSayWhatToRun() {
    CurvesPanel panel;
    QVERIFY(panel.message().contains(QLatin1String("Open a study")));
    panel.setSource(m_study, std::nullopt, false);
    QVERIFY(panel.message().contains(QLatin1String("Find JND points")));
}

void TestCurves::nothingIsCountedUntilItIsSeen() {
    CurvesPanel panel;
    panel.setSource(m_study, newestSet(), false);
    QCoreApplication::processEvents();
    QVERIFY(panel.curves()->legend().isEmpty());
    panel.show();
    QTRY_COMPARE(panel.message(), QString());
    QCOMPARE(panel.curves()->legend(), QStringList({QStringLiteral("jpeg"), QStringLiteral("webp")}));
    QCOMPARE(panel.curves()->histogramUnits(), QStringList({QStringLiteral("quality")}));
}

void TestCurves::settingsWithoutACurveAreNamed() {
    CurvesPanel panel;
    panel.show();
    panel.setSource(m_study, newestSet(), false);
    QTRY_COMPARE(panel.message(), QString());
    QCOMPARE(panel.curves()->curveCount(), 1);
    QVERIFY(panel.note().contains(QLatin1String("webp")));
    QVERIFY(!panel.note().contains(QLatin1String("jpeg")));
}

void TestCurves::aClosedStudyIsNotShownLater() {
    CurvesPanel panel;
    panel.show();
    panel.setSource(m_study, newestSet(), false);
    panel.clear();
    CurvesLoader other;  // as much work again, so that the first would have been delivered before
    QSignalSpy loaded(&other, &CurvesLoader::loaded);
    other.load(m_study, newestSet());
    QVERIFY(loaded.count() || loaded.wait(20'000));
    QVERIFY(panel.message().contains(QLatin1String("Open a study")));
    QVERIFY(panel.curves()->legend().isEmpty());
}

void TestCurves::newResultsReplaceTheOld() {
    CurvesPanel panel;
    panel.show();
    panel.setSource(m_study, newestSet(), false);
    QTRY_COMPARE(panel.curves()->curveCount(), 1);
    QCOMPARE(run("accuracy", m_study, "webp").state, Outcome::State::Succeeded);
    panel.setSource(m_study, newestSet(), true);
    QTRY_COMPARE(panel.curves()->curveCount(), 2);
    QCOMPARE(panel.note(), QString());
}

void TestCurves::theWindowHasADockForThem() {
    MainWindow window(std::vector<Job>{});
    window.show();
    window.openStudy(QString::fromStdString(m_study.string()));
    QTRY_VERIFY(window.study() != nullptr);
    auto* dock = window.findChild<QDockWidget*>(QStringLiteral("curves"));
    QVERIFY(!dock->isVisible());
    window.commands()->action(QStringLiteral("dock.curves"))->trigger();
    QVERIFY(dock->isVisible());
    QTRY_COMPARE(window.curves()->curves()->legend().size(), 2);
    window.commands()->action(QStringLiteral("file.close"))->trigger();
    QVERIFY(window.curves()->message().contains(QLatin1String("Open a study")));
}

QTEST_MAIN(TestCurves)
#include "tst_curves.moc"
