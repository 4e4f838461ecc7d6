// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <limits>

#include "base/csv_table.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "comparison/result_table.h"
#include "comparison/table_store.h"

using namespace limen;

namespace {

ResultTable table() {
    ResultTable made;
    made.title = "Made up";
    made.columns = {{"PSNR, dB", 2, TableColumn::Better::Larger},
                    {"error, QP", 1, TableColumn::Better::Smaller},
                    {"share, %", 0}};
    made.rows = {{"original", "not ranked", false, {99.0, 0.0, 3.0}},
                 {"a_b, \"c\"", "", true, {MeanOfPeople{31.004, 30.0, 32.0}, 2.04, 50.0}},
                 {"d & e", "", true, {30.996, 2.0, TableCell()}},
                 {"f", "", true, {TableCell(), -0.04, 7.0}}};
    made.notes = {"100 % made up"};
    return made;
}

}  // namespace

class TestResultTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBestAreThoseThatPrintAlike() {
        QCOMPARE(bestRows(table(), 0), (std::set<std::size_t>{1, 2}));  // both print 31.00
        QCOMPARE(bestRows(table(), 1), (std::set<std::size_t>{3}));
        QVERIFY(bestRows(table(), 2).empty());
        ResultTable equal = table();
        equal.rows[1].cells[0] = std::numeric_limits<double>::infinity();
        QCOMPARE(bestRows(equal, 0), (std::set<std::size_t>{2}));
    }

    void cellsAsTheyArePrinted() {
        const ResultTable made = table();
        QCOMPARE(cellText(made.rows[1].cells[0], made.columns[0]), std::string("31.00 [30.00, 32.00]"));
        QCOMPARE(cellText(made.rows[3].cells[1], made.columns[1]), std::string("0.0"));
        QCOMPARE(cellText(TableCell(), made.columns[1]), std::string());
    }

    void anIntervalOfFewSamplesIsNotShown() {
        // A third of the people have no number: two of three samples or more hold one of them.
        const auto mean = [](std::span<const std::size_t> drawn) -> std::optional<double> {
            double sum = 0.0;
            bool whole = drawn[0] == 0 && drawn.size() == 3;  // everybody, as they are
            for (std::size_t i = 0; i < drawn.size(); ++i) {
                sum += static_cast<double>(drawn[i]);
                whole = whole && drawn[i] == i;
            }
            if (!whole && std::find(drawn.begin(), drawn.end(), std::size_t{2}) != drawn.end())
                return std::nullopt;
            return sum;
        };
        const MeanOfPeople few = bootstrapPeople(3, 1, mean).value();
        QVERIFY(few.undefinedShare > 0.5 && few.undefinedShare < 0.8);
        QVERIFY(!few.hasInterval());
        QCOMPARE(cellText(TableCell(few), {"sum", 1}), std::string("3.0"));
        const auto all = [](std::span<const std::size_t> drawn) {
            return std::optional(static_cast<double>(drawn[0]));
        };
        QVERIFY(bootstrapPeople(3, 1, all).value().hasInterval());
    }

    void csvHoldsEverythingUnrounded() {
        const CsvTable read = parseCsv(tableCsv(table()), "table");
        QCOMPARE(read.rows.size(), std::size_t{4});
        QCOMPARE(
            read.header,
            (std::vector<std::string>{
                "row", "PSNR, dB", "PSNR, dB lower", "PSNR, dB upper", "error, QP", "share, %", "note"}));
        QCOMPARE(read.rows[1].fields[0], std::string("a_b, \"c\""));
        QCOMPARE(read.rows[1].fields[1], std::string("31.004"));
        QCOMPARE(read.rows[3].fields[1], std::string());
    }

    void tablesComeBackFromTheStudy() {
        const ScratchFolder study;
        StoredTable stored{tableId("Table 2: limen-jnd-s (held out)"), table()};
        QCOMPARE(stored.id, std::string("table-2-limen-jnd-s-held-out"));
        // Of many runs with long names: a file can still be called so.
        std::string runs(300, 'r');
        QVERIFY(tableId(runs).size() <= 180);
        QVERIFY(tableId(runs) != tableId(runs + "s"));
        stored.table.rows[3].cells[2] = TableCell(std::string("words"));
        stored.table.about = {{"seed", 7}};
        storeTable(study.path(), stored);
        writeFileAtomically(study.path() / "tables" / "broken.json", R"({"title": "x", "columns": 3})");
        std::vector<std::string> problems;
        const std::vector<StoredTable> read = storedTables(study.path(), problems);
        QCOMPARE(read.size(), std::size_t{1});
        QCOMPARE(problems.size(), std::size_t{1});
        QVERIFY(problems.front().find("broken.json") != std::string::npos);
        QCOMPARE(read.front().id, stored.id);
        QCOMPARE(toJson(read.front().table), toJson(stored.table));
        QCOMPARE(tableCsv(read.front().table), tableCsv(stored.table));
        QVERIFY(tableMarkdown(read.front().table).find("| words |") != std::string::npos);
        QCOMPARE(writeTableFiles(read.front(), study.path() / "out").size(), std::size_t{3});
        QVERIFY_EXCEPTION_THROWN(tableFrom(Json::parse(R"({"title": 3})")), Error);
    }

    void latexIsEscaped() {
        const std::string text = tableLatex(table());
        QVERIFY(text.find("a\\_b") != std::string::npos);
        QVERIFY(text.find("d \\& e") != std::string::npos);
        QVERIFY(text.find("100 \\% made up") != std::string::npos);
        QVERIFY(text.find("\\textbf{31.00 [30.00, 32.00]}") != std::string::npos);
        QVERIFY(text.find("\\begin{tabular}{lrrr}") != std::string::npos);
    }

    void markdownMarksTheBest() {
        const std::string text = tableMarkdown(table());
        QVERIFY(text.find("| f |  | **0.0** | 7 |") != std::string::npos);
        QCOMPARE(std::count(text.begin(), text.end(), '\n'), 8);  // a note of one line after a gap
    }
};

QTEST_GUILESS_MAIN(TestResultTable)
#include "tst_result_table.moc"
