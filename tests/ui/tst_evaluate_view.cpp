// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <cmath>

#include "base/safe_file.h"
#include "shell_fixture.h"
#include "ui/commands/command_registry.h"
#include "ui/evaluate/evaluate_view.h"
#include "ui/evaluate/figure_page.h"
#include "ui/evaluate/result_table_model.h"
#include "ui/evaluate/svg_canvas.h"
#include "ui/evaluate/table_page.h"
#include "ui/main_window/main_window.h"
#include "ui/widgets/message_bar.h"

using namespace limen;

namespace {

StoredTable stored(const std::string& id, const std::string& title) {
    ResultTable table;
    table.title = title;
    table.columns = {{"PSNR, dB", 2, TableColumn::Better::Larger}, {"bias, QP", 1}};
    table.rows = {{"original", "the face unchanged", false, {99.0, -3.0}},
                  {"b", "", true, {MeanOfPeople{31.0, 30.0, 32.0}, TableCell()}},
                  {"a", "", true, {30.0, -1.5}},
                  {"c", "", true, {TableCell(), 2.0}}};
    table.notes = {"four rows"};
    table.about = {{"table", 2},
                   {"measured_on", "held out"},
                   {"seed", 1},
                   {"data", {{"codec", "hevc; x265"}, {"recognizer", "made-up; hash"}}}};
    return {id, table};
}

StoredFigure figure(const std::string& id, const std::string& title) {
    StoredFigure made;
    made.id = id;
    made.title = title;
    made.notes = {"of made-up faces", "run ids: none"};
    made.svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">)"
               R"(<rect x="0" y="0" width="100" height="100" style="fill:#ff0000"/></svg>)";
    made.about = {{"figure", "3b"}, {"seed", 3}};
    return made;
}

StudyResults results(const std::vector<StoredTable>& tables, const std::vector<StoredFigure>& figures = {}) {
    return {tables, {}, figures};
}

QStringList entries(const EvaluateView& view) {
    QStringList list;
    for (int row = 0; row < view.list()->count(); ++row)
        list += view.list()->item(row)->text().section(QLatin1Char('\n'), 0, 0);
    return list;
}

QStringList texts(std::initializer_list<const char*> words) {
    QStringList list;
    for (const char* word : words)
        list += QString::fromUtf8(word);
    return list;
}

QStringList column(const QTableView& table, int column) {
    QStringList cells;
    for (int row = 0; row < table.model()->rowCount(); ++row)
        cells += table.model()->index(row, column).data().toString();
    return cells;
}

}  // namespace

class TestEvaluateView : public QObject {
    Q_OBJECT
    test::ShellEnvironment m_environment;

private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }

    void numbersAsTheyAreRead() {
        EvaluateView view;
        view.setResults("/made/up.limen", results({stored("table-2", "Made up")}));
        const QTableView& table = *view.tablePage()->table();
        QCOMPARE(column(table, 0), texts({"original", "b", "a", "c"}));
        QCOMPARE(column(table, 1), texts({"99.00", "31.00 [30.00, 32.00]", "30.00", ""}));
        QCOMPARE(column(table, 2), texts({"−3.0", "", "−1.5", "2.0"}));
        view.tablePage()->intervals()->setChecked(false);
        QCOMPARE(column(table, 1), texts({"99.00", "31.00", "30.00", ""}));
        const auto isBold = [&table](int row, int at) {
            return table.model()->index(row, at).data(Qt::FontRole).value<QFont>().bold();
        };
        QVERIFY(isBold(1, 1));   // the best of those that are ranked
        QVERIFY(!isBold(0, 1));  // the original takes no part
        QVERIFY(!isBold(0, 2));  // no bias is better than another
        QVERIFY(table.model()
                    ->index(0, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QLatin1String("no ranking")));
    }

    void sortsByNumberAndBack() {
        EvaluateView view;
        view.setResults("/made/up.limen", results({stored("table-2", "Made up")}));
        QTableView& table = *view.tablePage()->table();
        table.sortByColumn(1, Qt::AscendingOrder);
        QCOMPARE(column(table, 0), texts({"a", "b", "original", "c"}));
        table.sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(column(table, 0), texts({"original", "b", "a", "c"}));
        table.sortByColumn(2, Qt::DescendingOrder);
        QCOMPARE(column(table, 0), texts({"c", "a", "original", "b"}));
        table.sortByColumn(-1, Qt::AscendingOrder);
        QCOMPARE(column(table, 0), texts({"original", "b", "a", "c"}));
    }

    void copiesWhatIsSelectedOrAll() {
        EvaluateView view;
        view.setResults("/made/up.limen", results({stored("table-2", "Made up")}));
        view.tablePage()->copyAction()->trigger();
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 6);  // header, four rows, nothing
        QCOMPARE(lines[0], QString::fromUtf8("\tPSNR, dB\tbias, QP"));
        QCOMPARE(lines[3], QString::fromUtf8("a\t30.00\t-1.5"));
        QItemSelection selection(view.tablePage()->table()->model()->index(1, 0),
                                 view.tablePage()->table()->model()->index(2, 1));
        view.tablePage()->table()->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        QCOMPARE(view.tablePage()->copyText(),
                 QString::fromUtf8("\tPSNR, dB\nb\t31.00 [30.00, 32.00]\na\t30.00\n"));
    }

    void theShownTableStays() {
        EvaluateView view;
        view.setResults("/made/up.limen", results({stored("table-2", "Two"), stored("table-3", "Three")}));
        QCOMPARE(view.shownEntry(), std::string("table-2"));
        view.list()->setCurrentRow(2);  // the first row is a heading
        view.setResults(
            "/made/up.limen",
            results({stored("table-1", "One"), stored("table-2", "Two"), stored("table-3", "Three")}));
        QCOMPARE(view.shownEntry(), std::string("table-3"));
        QVERIFY(view.list()->currentItem()->text().contains(QLatin1String("Three")));
        QVERIFY(view.list()->currentItem()->text().contains(QLatin1String("held out")));
    }

    void whatIsListedHasHeadings() {
        EvaluateView view;
        StoredTable agreement = stored("agreement-flip", "JND points under flip");
        agreement.table.about["table"] = "agreement";
        StoredTable first = stored("table-1", "What the study is");
        first.table.about["table"] = 1;
        view.setResults("/made/up.limen",
                        results({agreement, stored("table-2", "Made up"), first},
                                {figure("figure-3b", "Accuracy over rate")}));
        QCOMPARE(entries(view),
                 texts({"Tables",
                        "Table 1: What the study is",
                        "Table 2: Made up",
                        "More tables",
                        "JND points under flip",
                        "Figures",
                        "Figure 3b: Accuracy over rate",
                        "Faces",
                        "Largest errors of selected levels"}));
        // Headings are passed over.
        QCOMPARE(view.shownEntry(), std::string("table-1"));
        view.show();
        QTest::keyClick(view.list(), Qt::Key_Down);
        QTest::keyClick(view.list(), Qt::Key_Down);
        QCOMPARE(view.shownEntry(), std::string("agreement-flip"));
        view.setResults({}, {});
        QVERIFY(view.list()->isHidden() || !view.list()->isVisible());
    }

    void figuresAreDrawnAtAnySize() {
        EvaluateView view;
        view.resize(900, 600);
        view.show();
        view.setResults("/made/up.limen", results({}, {figure("figure-3b", "Accuracy over rate")}));
        QCOMPARE(view.shownEntry(), std::string("figure-3b"));
        FigurePage* page = view.figurePage();
        QVERIFY(page->isVisible());
        QVERIFY(page->caption().contains(QLatin1String("of made-up faces\nrun ids: none")));
        SvgCanvas* canvas = page->canvas();
        // Drawn for the size that the layout has given it in the end.
        const auto isWhole = [canvas] {
            const QSizeF size = canvas->paper().size();
            return size.width() > 300.0 && std::abs(size.width() / size.height() - 2.0) < 0.01;
        };
        QTRY_VERIFY(isWhole());
        const QImage shown = canvas->grab().toImage();
        const QRectF paper = canvas->paper();
        const auto at = [&](double x, double y) {
            return shown.pixelColor(
                (paper.topLeft() + QPointF(x * paper.width(), y * paper.height())).toPoint());
        };
        QCOMPARE(at(0.25, 0.5), QColor(255, 0, 0));
        QCOMPARE(at(0.75, 0.5), QColor(255, 255, 255));  // paper, also in a dark window
        page->copyAction()->trigger();
        QCOMPARE(QGuiApplication::clipboard()->image().size(), QSize(600, 300));
    }

    void figuresAreExported() {
        FigurePage page;
        page.setFigure(figure("figure-3b", "Accuracy over rate"));
        QSignalSpy written(&page, &FigurePage::done);
        QSignalSpy failures(&page, &FigurePage::failed);
        const std::filesystem::path folder = m_environment.path("exported");
        QVERIFY(page.exportTo(QString::fromStdString(folder.string())));
        for (const char* ending : {"svg", "pdf", "png"})
            QVERIFY(std::filesystem::file_size(folder / (std::string("figure-3b.") + ending)) > 100);
        QVERIFY(written.takeFirst().first().toString().contains(QLatin1String("figure-3b.pdf")));
        writeFileAtomically(m_environment.path("file"), "no folder");
        QVERIFY(!page.exportTo(QString::fromStdString(m_environment.path("file").string())));
        QCOMPARE(failures.count(), 1);
        QCOMPARE(written.count(), 0);
    }

    void aDamagedFigureSaysSo() {
        FigurePage page;
        StoredFigure damaged = figure("figure-3b", "Accuracy over rate");
        damaged.svg = "<svg";
        page.resize(600, 400);
        page.show();
        page.setFigure(damaged);
        QTRY_VERIFY(page.caption().startsWith(QLatin1String("This figure is damaged")));
        QVERIFY(!page.copyAction()->isEnabled());
    }

    void sideBySideWithThePaper() {
        EvaluateView view;
        view.show();
        StudyResults study = results({stored("table-2", "Made up"), stored("table-3", "Three")});
        ResultTable beside;
        beside.title = "Orderings";
        beside.columns = {{"measure", 0}, {"place here", 0}};
        beside.rows = {{"Yang05", "", true, {TableCell("PSNR"), 2.0}}};
        beside.notes = {"only orderings"};
        study.besidePaper["table-2"] = beside;
        view.setResults("/made/up.limen", study);
        TablePage* page = view.tablePage();
        QVERIFY(page->besidePaper()->isVisible());
        page->besidePaper()->setChecked(true);
        QCOMPARE(column(*page->table(), 0), texts({"Yang05"}));
        QCOMPARE(column(*page->table(), 1), texts({"PSNR"}));
        QCOMPARE(page->notes(), QString::fromUtf8("only orderings"));
        // It stays for tables that have it; others have no such box.
        view.showEntry("table-3");
        QVERIFY(!page->besidePaper()->isVisible());
        QCOMPARE(column(*page->table(), 0).size(), 4);
        view.showEntry("table-2");
        QCOMPARE(column(*page->table(), 0), texts({"Yang05"}));
        page->besidePaper()->setChecked(false);
        QCOMPARE(column(*page->table(), 0).size(), 4);
    }

    void ofAStudyInTheWindow() {
        const std::filesystem::path study = m_environment.path("tables.limen");
        test::makeStudy(study, 4, 2);
        storeTable(study, stored("table-2", "Made up"));
        writeFileAtomically(study / "tables" / "broken.json", "{");
        MainWindow window;
        window.openStudy(QString::fromStdString(study.string()));
        QTRY_VERIFY(window.study() != nullptr);
        QVERIFY(window.messages()->text().contains(QLatin1String("cannot be read")));
        window.commands()->action(QStringLiteral("workspace.evaluate"))->trigger();
        QCOMPARE(window.workspace(), Workspace::Evaluate);
        QCOMPARE(entries(*window.evaluation()),
                 texts({"Tables", "Table 2: Made up", "Faces", "Largest errors of selected levels"}));
        // Buttons open forms; the window makes no table itself.
        QSignalSpy requests(window.evaluation(), &EvaluateView::jobRequested);
        for (QPushButton* button : window.evaluation()->findChildren<QPushButton*>())
            if (button->text() == QString::fromUtf8("Export…") && button->isVisibleTo(&window))
                button->click();
        QCOMPARE(requests.count(), 1);
        QCOMPARE(requests.first().first().toString(), QString::fromUtf8("export"));
        // Where the image table was shown, it comes back.
        const auto* images = window.findChild<QWidget*>(QStringLiteral("images"));
        QVERIFY(images->isHidden());
        window.setWorkspace(Workspace::Train);
        window.setWorkspace(Workspace::Inspect);
        QVERIFY(!images->isHidden());
    }
};

QTEST_MAIN(TestEvaluateView)
#include "tst_evaluate_view.moc"
