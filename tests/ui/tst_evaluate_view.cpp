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

#include "base/safe_file.h"
#include "shell_fixture.h"
#include "ui/commands/command_registry.h"
#include "ui/evaluate/evaluate_view.h"
#include "ui/evaluate/result_table_model.h"
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
        view.setTables({stored("table-2", "Made up")});
        const QTableView& table = *view.table();
        QCOMPARE(column(table, 0), texts({"original", "b", "a", "c"}));
        QCOMPARE(column(table, 1), texts({"99.00", "31.00 [30.00, 32.00]", "30.00", ""}));
        QCOMPARE(column(table, 2), texts({"−3.0", "", "−1.5", "2.0"}));
        view.intervals()->setChecked(false);
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
        view.setTables({stored("table-2", "Made up")});
        QTableView& table = *view.table();
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
        view.setTables({stored("table-2", "Made up")});
        view.copyAction()->trigger();
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 6);  // header, four rows, nothing
        QCOMPARE(lines[0], QString::fromUtf8("\tPSNR, dB\tbias, QP"));
        QCOMPARE(lines[3], QString::fromUtf8("a\t30.00\t−1.5"));
        QItemSelection selection(view.table()->model()->index(1, 0), view.table()->model()->index(2, 1));
        view.table()->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        QCOMPARE(view.copyText(), QString::fromUtf8("\tPSNR, dB\nb\t31.00 [30.00, 32.00]\na\t30.00\n"));
    }

    void theShownTableStays() {
        EvaluateView view;
        view.setTables({stored("table-2", "Two"), stored("table-3", "Three")});
        QCOMPARE(view.list()->currentRow(), 0);
        view.list()->setCurrentRow(1);
        view.setTables({stored("table-1", "One"), stored("table-2", "Two"), stored("table-3", "Three")});
        QCOMPARE(view.list()->currentRow(), 2);
        QVERIFY(view.list()->currentItem()->text().contains(QLatin1String("Three")));
        QVERIFY(view.list()->currentItem()->text().contains(QLatin1String("held out")));
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
        QCOMPARE(window.evaluation()->list()->count(), 1);
        // Buttons open forms; the window makes no table itself.
        QSignalSpy requests(window.evaluation(), &EvaluateView::jobRequested);
        for (QPushButton* button : window.evaluation()->findChildren<QPushButton*>())
            if (button->text() == QString::fromUtf8("Export…"))
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
