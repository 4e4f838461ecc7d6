// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QTableView>

#include "study/encoding_table.h"
#include "ui/shell_fixture.h"
#include "ui/study/image_panel.h"
#include "ui/study/study_loader.h"

using namespace limen;

namespace {

ImageRow makeRow(ImageId id) {
    ImageRow row;
    row.id = id;
    row.stem = QStringLiteral("image_%1").arg(id);
    row.identity = QStringLiteral("person_%1").arg(id / 10);
    row.role = id % 3 == 0 ? Role::Distractor : Role::Probe;
    if (row.role == Role::Probe) {
        row.flag = id % 7 == 0 ? LabelFlag::NoLevel : LabelFlag::Ok;
        if (row.flag == LabelFlag::Ok) {
            row.level = 13 + static_cast<int>(id % 39);
            row.bpp = 2.0 / static_cast<double>(*row.level);
        }
    }
    return row;
}

std::shared_ptr<StudySnapshot> makeSnapshot(int rows) {
    auto snapshot = std::make_shared<StudySnapshot>();
    snapshot->folder = "/nowhere/test.limen";
    for (int id = 1; id <= rows; ++id)
        snapshot->rows.push_back(makeRow(id));
    LabelSetInfo info;
    info.set.id = 5;
    info.codecSetting = "av1";
    info.recognizer = "hog-baseline";
    info.unit = QStringLiteral("CRF");
    info.set.stale = true;
    snapshot->labelSets.push_back(info);
    snapshot->labelSet = 5;
    return snapshot;
}

class CountingModel : public ImageTableModel {
public:
    QVariant data(const QModelIndex& index, int role) const override {
        ++calls;
        return ImageTableModel::data(index, role);
    }
    mutable int calls = 0;
};

}  // namespace

class TestImageTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void modelKeepsTheContract();
    void newLabelsChangeRowsWithoutReset();
    void headerNamesTheCodecsUnit();
    void filter_data();
    void filter();
    void missingNumbersSortLast();
    void firstPaintOf20000RowsIsCheap();
    void panelKeepsSelectionAcrossReloadAndFilter();
    void thumbnailsArriveForVisibleRowsOnly();
    void loaderReportsWhatIsWrong();
    void newestRequestWins();

private:
    test::ShellEnvironment m_environment;
};

void TestImageTable::modelKeepsTheContract() {
    ImageTableModel model;
    QAbstractItemModelTester modelTester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ImageFilterProxy proxy(&model);
    QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(makeSnapshot(50));
    QCOMPARE(model.rowCount(), 50);
    proxy.setFilter(ImageFilter::parse(QStringLiteral("role:probe")));
    proxy.sort(ImageTableModel::JndLevel, Qt::DescendingOrder);
    model.setThumbnail(4, QImage(8, 8, QImage::Format_RGB32));
    QVERIFY(model.hasThumbnail(4));
    model.setSnapshot(makeSnapshot(60));
    QCOMPARE(model.rowCount(), 60);
    model.setSnapshot(nullptr);
    QCOMPARE(proxy.rowCount(), 0);
}

void TestImageTable::newLabelsChangeRowsWithoutReset() {
    ImageTableModel model;
    model.setSnapshot(makeSnapshot(20));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    auto relabelled = makeSnapshot(20);
    relabelled->rows[0].level = 44;
    model.setSnapshot(relabelled);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(model.index(0, ImageTableModel::JndLevel).data().toString(), QStringLiteral("44"));
    model.setSnapshot(makeSnapshot(21));
    QCOMPARE(resets.count(), 1);
}

void TestImageTable::headerNamesTheCodecsUnit() {
    ImageTableModel model;
    model.setSnapshot(makeSnapshot(1));
    QCOMPARE(model.headerData(ImageTableModel::JndLevel, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("JND CRF"));
}

void TestImageTable::filter_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* text, bool matches) {
        QTest::newRow(text) << QString::fromUtf8(text) << matches;
    };
    // Against image_22 of person_2: a probe, ok, level 35, 2/35 = 0.0571 bits per pixel.
    row("", true);
    row("image_22", true);
    row("PERSON_2", true);
    row("image_22 person_3", false);
    row("flag:ok", true);
    row("flag:no_level", false);
    row("flag:none", false);
    row("role:probe", true);
    row("role:distractor", false);
    row("identity:person_2", true);
    row("identity:erson", false);
    row("qp>=35", true);
    row("qp>35", false);
    row("qp<=35 qp>34", true);
    row("qp=35", true);
    row("qp<35", false);
    row("bpp<0.06", true);
    row("bpp>0.06", false);
    row("qp>=", true);
    row("flag:", true);
    row("qp>=35 role:distractor", false);
    row("other:thing", false);
}

void TestImageTable::filter() {
    QFETCH(QString, text);
    QFETCH(bool, matches);
    const ImageRow image = makeRow(22);
    QCOMPARE(image.level.value(), 35);
    QCOMPARE(ImageFilter::parse(text).matches(image), matches);
}

void TestImageTable::missingNumbersSortLast() {
    ImageTableModel model;
    model.setSnapshot(makeSnapshot(40));
    ImageFilterProxy proxy(&model);
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        proxy.sort(ImageTableModel::JndLevel, order);
        std::optional<int> previous = model.row(proxy.mapToSource(proxy.index(0, 0)).row()).level;
        QVERIFY(previous.has_value());
        for (int row = 1; row < proxy.rowCount(); ++row) {
            const std::optional<int> level = model.row(proxy.mapToSource(proxy.index(row, 0)).row()).level;
            if (previous && level)
                QVERIFY(order == Qt::AscendingOrder ? *previous <= *level : *previous >= *level);
            else
                QVERIFY(!level);
            previous = level;
        }
        QVERIFY(!previous);
    }
}

void TestImageTable::firstPaintOf20000RowsIsCheap() {
    CountingModel model;
    ImageFilterProxy proxy(&model);
    ImagePanel panel;
    // The panel's own view and settings on a model that counts.
    panel.table()->setModel(&proxy);
    model.setSnapshot(makeSnapshot(20'000));
    panel.resize(480, 800);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.grab();
    QVERIFY2(model.calls > 0 && model.calls < 2000, qPrintable(QString::number(model.calls)));
    model.calls = 0;
    proxy.sort(ImageTableModel::JndLevel);
    proxy.setFilter(ImageFilter::parse(QStringLiteral("qp>=35")));
    panel.grab();
    QVERIFY2(model.calls < 2000, qPrintable(QString::number(model.calls)));
}

void TestImageTable::panelKeepsSelectionAcrossReloadAndFilter() {
    ImagePanel panel;
    QSignalSpy selected(&panel, &ImagePanel::imageSelected);
    panel.setSnapshot(makeSnapshot(300));
    panel.resize(480, 600);
    panel.show();
    QCOMPARE(panel.labelSets()->currentText(), QStringLiteral("av1 · hog-baseline · FAR 0.0001 — stale"));
    QCOMPARE(panel.countText(), QStringLiteral("300 images"));
    panel.selectImage(150);
    QCOMPARE(panel.currentImage(), ImageId(150));
    QTest::keyClick(panel.table(), Qt::Key_Down);
    QCOMPARE(panel.currentImage(), ImageId(151));
    QCOMPARE(selected.count(), 2);
    panel.setSnapshot(makeSnapshot(310));
    QCOMPARE(panel.currentImage(), ImageId(151));
    QCOMPARE(panel.proxy()->imageAt(panel.table()->currentIndex().row()), ImageId(151));
    QCOMPARE(selected.count(), 2);
    panel.setFilterText(QStringLiteral("image_2"));
    QCOMPARE(panel.countText(), QStringLiteral("111 of 310"));
    panel.setFilterText({});
    QCOMPARE(panel.proxy()->imageAt(panel.table()->currentIndex().row()), panel.currentImage());
}

void TestImageTable::thumbnailsArriveForVisibleRowsOnly() {
    const std::filesystem::path folder = m_environment.path("thumbs.limen");
    test::makeStudy(folder, 200, 0);
    auto snapshot = std::make_shared<const StudySnapshot>(readStudySnapshot(folder, std::nullopt));
    QCOMPARE(snapshot->probes, 200);
    QCOMPARE(snapshot->identities, 100);
    ImagePanel panel;
    panel.resize(480, 600);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.setSnapshot(snapshot);
    const auto& rows = snapshot->rows;
    QTRY_VERIFY(panel.model()->hasThumbnail(rows.front().id));
    QVERIFY(!panel.model()->hasThumbnail(rows.back().id));
    panel.table()->scrollToBottom();
    QTRY_VERIFY(panel.model()->hasThumbnail(rows.back().id));
    QVERIFY(!panel.model()->hasThumbnail(rows[100].id));
}

void TestImageTable::loaderReportsWhatIsWrong() {
    StudyLoader loader;
    QSignalSpy failed(&loader, &StudyLoader::failed);
    QSignalSpy loaded(&loader, &StudyLoader::loaded);
    loader.load({m_environment.path("missing.limen"), std::nullopt, false});
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.first().at(1).toString().contains(QLatin1String("missing.limen")));
    QVERIFY(!failed.first().at(2).toString().isEmpty());
    loader.load({m_environment.path("fresh.limen"), std::nullopt, true});
    QTRY_COMPARE(loaded.count(), 1);
    QVERIFY(Study::exists(m_environment.path("fresh.limen")));
    QVERIFY(!loader.isBusy());
}

void TestImageTable::newestRequestWins() {
    test::makeStudy(m_environment.path("one.limen"), 4, 0);
    test::makeStudy(m_environment.path("two.limen"), 2, 2);
    StudyLoader loader;
    std::vector<QString> names;
    connect(
        &loader, &StudyLoader::loaded, this, [&names](const std::shared_ptr<const StudySnapshot>& snapshot) {
            names.push_back(snapshot->name);
        });
    for (int i = 0; i < 20; ++i)
        loader.load({m_environment.path("one.limen"), std::nullopt, false});
    loader.load({m_environment.path("two.limen"), std::nullopt, false});
    QTRY_VERIFY(!names.empty());
    QCOMPARE(names, std::vector<QString>{QStringLiteral("two")});
}

QTEST_MAIN(TestImageTable)
#include "tst_image_table.moc"
