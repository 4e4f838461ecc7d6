// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/safe_file.h"
#include "comparison/beside_paper.h"
#include "comparison/paper_reference.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

TableRow row(const std::string& name,
             std::vector<TableCell> cells,
             bool ranked = true,
             std::string note = {}) {
    return {name, std::move(note), ranked, std::move(cells)};
}

/// PSNR as in the paper but for Zhang05 and Jiang22, which have changed places; LPIPS of two rows alone.
ResultTable predictions() {
    ResultTable table;
    table.title = "Predicted against true JND images";
    table.columns = {{"PSNR, dB", 2, TableColumn::Better::Larger},
                     {"pooled PSNR, dB", 2, TableColumn::Better::Larger},
                     {"LPIPS (squeeze)", 4, TableColumn::Better::Smaller}};
    table.rows = {row("original", {50.0, 50.0, 0.001}, false),
                  row("chou95", {25.0, 25.0, TableCell()}),
                  row("yang05", {26.0, 26.0, TableCell()}),
                  row("zhang05", {30.0, 30.0, TableCell()}),
                  row("liu10", {25.5, 25.5, TableCell()}),
                  row("wu17", {25.0, 25.0, 0.4}),
                  row("jiang22", {28.0, 28.0, TableCell()}),
                  row("limen-jnd-s", {33.0, 33.0, 0.1}),
                  row("another", {40.0, 40.0, 0.05})};
    return table;
}

const TableRow* find(const ResultTable& table, const std::string& measure, const std::string& name) {
    for (const TableRow& candidate : table.rows)
        if (candidate.name == name && (measure.empty() || candidate.cells[0].text == measure))
            return &candidate;
    return nullptr;
}

bool hasNote(const ResultTable& table, const std::string& begin) {
    return std::any_of(table.notes.begin(), table.notes.end(), [&begin](const std::string& note) {
        return note.starts_with(begin);
    });
}

}  // namespace

class TestBesidePaper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placesAndGainsOfTableTwo() {
        const auto beside = besidePaper(2, predictions());
        QVERIFY(beside);
        const TableRow* ours = find(*beside, "PSNR", "Proposed (limen-jnd-s)");
        QVERIFY(ours != nullptr);
        QCOMPARE(*ours->cells[1].value, 1.0);
        QCOMPARE(*ours->cells[2].value, 1.0);  // the other predictor takes no part
        QVERIFY(std::abs(*ours->cells[3].value - 100.0 * (30.9470 / 28.2220 - 1.0)) < 1e-9);
        QVERIFY(std::abs(*ours->cells[4].value - 10.0) < 1e-9);
        const TableRow* jiang = find(*beside, "PSNR", "Jiang22");
        QCOMPARE(*jiang->cells[1].value, 2.0);
        QCOMPARE(*jiang->cells[2].value, 3.0);
        QCOMPARE(*jiang->cells[3].value, 0.0);
        QVERIFY(*jiang->cells[4].value < 0.0);
        // Smaller is better there: Wu17 is the only eye model with a value and thereby the best.
        const TableRow* lpips = find(*beside, "LPIPS", "Proposed (limen-jnd-s)");
        QCOMPARE(*lpips->cells[2].value, 1.0);
        QVERIFY(std::abs(*lpips->cells[4].value + 75.0) < 1e-9);
        // Rows that only one of the two has do not appear.
        QVERIFY(find(*beside, "PSNR", "chou95") == nullptr && find(*beside, "PSNR", "Shen21") == nullptr);
        QVERIFY(find(*beside, "", "original") == nullptr);
        QCOMPARE(beside->rows.size(), std::size_t{6 + 2});
    }

    void pairsOutOfOrderAreNamed() {
        const auto beside = besidePaper(2, predictions());
        QVERIFY(
            hasNote(*beside, "PSNR: 14 of 15 pairs stand in the paper's order; not Jiang22 before Zhang05."));
        QVERIFY(hasNote(*beside, "LPIPS: 1 of 1 pairs stand in the paper's order."));
        QVERIFY(hasNote(*beside, "Not measured here, so places in the paper are counted without: Shen21"));
        QVERIFY(hasNote(*beside, "Faces, recognizer, codec, checkpoints"));
        QVERIFY(hasNote(*beside, "limen-jnd-s stands for the paper's predictor"));
        const auto chosen = besidePaper(2, predictions(), {{"Proposed", "another"}});
        QVERIFY(find(*chosen, "PSNR", "Proposed (another)") != nullptr);
    }

    void noNumberOfThePaperStandsInIt() {
        const auto beside = besidePaper(2, predictions());
        for (const TableRow& shown : beside->rows)
            for (const TableCell& cell : shown.cells)
                for (const PaperRow& paper : paperTable2().rows)
                    for (const double value : paper.values)
                        QVERIFY(!cell.value || *cell.value != value);
    }

    void distanceFromTheCurveOfTableThree() {
        ResultTable table;
        table.columns = {{"BPP", 3},
                         {"ACC, %", 2},
                         {"ACC at equal BPP, points", 2, TableColumn::Better::Larger},
                         {"BPP at equal ACC, %", 1, TableColumn::Better::Smaller}};
        const auto cells = [](double accuracy, double rate) {
            return std::vector<TableCell>{
                0.3, 95.0, MeanOfPeople{accuracy, accuracy - 1, accuracy + 1}, rate};
        };
        table.rows = {row("true JND points", cells(8.0, -70.0), false),
                      row("zhang05", cells(0.0, 0.0)),
                      row("zhang05, by energy", cells(5.0, -50.0)),
                      row("limen-jnd-s", cells(-0.5, 3.0)),
                      row("levels", cells(-3.0, 30.0), true, "JND-MV-NR, re-implementation"),
                      row("constant 37", {0.3, 95.0, TableCell(), TableCell()}, false)};
        const auto beside = besidePaper(3, table);
        QVERIFY(beside);
        QCOMPARE(beside->rows.size(), std::size_t{3});
        const TableRow* ours = find(*beside, "", "Proposed (limen-jnd-s)");
        QVERIFY(ours != nullptr);
        // Between QP 37 (0.33, 98.28) and QP 36 (0.37, 98.75) of the paper.
        QVERIFY(std::abs(*ours->cells[0].value - (98.90 - (98.28 + 0.75 * 0.47))) < 1e-9);
        QVERIFY(*ours->cells[2].value < -5.0);
        QCOMPARE(*ours->cells[1].value, -0.5);
        QCOMPARE(*ours->cells[1].lower, -1.5);  // our intervals stay
        QVERIFY(find(*beside, "", "MV-NR (levels)") != nullptr);
        QVERIFY(*find(*beside, "", "MV-NR (levels)")->cells[0].value < 0.0);
        QVERIFY(find(*beside, "", "true JND points") != nullptr);
        QVERIFY(hasNote(*beside, "ACC at equal BPP: 3 of 3 pairs stand in the paper's order."));
    }

    void ablationsKnowTheirRunsByTheirSettings() {
        const ScratchFolder scratch;
        const fs::path study = scratch.path() / "made.limen";
        const auto addRun = [&study](const char* name, const char* afd, bool skips, double weight) {
            const fs::path folder = study / "runs" / name;
            makeFolder(folder);
            const Json settings = {{"network", {{"afd", afd}, {"skips", skips}}}, {"lambda_id", weight}};
            writeFileAtomically(folder / "settings.json", settings.dump());
        };
        addRun("full/fold-1", "gam", true, 0.5);
        addRun("no-id", "gam", true, 0.0);
        addRun("no-skips", "gam", false, 0.5);
        addRun("bare", "off", false, 0.5);
        ResultTable table;
        table.columns = {{"to the same person", 4}, {"to other people", 4}};
        table.rows = {row("original", {0.8, 1.4}, false), row("no-id", {0.9, 1.5}), row("full", {0.45, 1.5})};
        const PaperRoles roles = paperRoles(study, table);
        const auto identity = besidePaper(4, table, roles);
        QVERIFY(identity);
        QCOMPARE(identity->rows.size(), std::size_t{2});
        QCOMPARE(identity->rows[0].name, std::string("with identity loss (full)"));
        QVERIFY(std::abs(*identity->rows[0].cells[1].value - 100.0 * (0.8807 / 0.8834 - 1.0)) < 1e-9);
        QVERIFY(std::abs(*identity->rows[0].cells[2].value + 50.0) < 1e-9);
        QVERIFY(hasNote(*identity, "to the same person: 1 of 1"));
        QVERIFY(hasNote(*identity, "to other people: 0 of 1"));

        table.columns = {{"PSNR, dB", 2}};
        table.rows = {row("full", {33.0}), row("no-skips", {30.0}), row("bare", {30.0})};
        StoredTable stored{"table-5-full", table};
        QVERIFY(!besidePaper(stored, study));  // it does not say which table it is
        stored.table.about = {{"table", 5}, {"seed", 7}};
        const auto design = besidePaper(stored, study);
        QVERIFY(design);
        QCOMPARE(design->id, std::string("table-5-full-beside-the-paper"));
        QCOMPARE(design->table.about["table"], Json("5, beside the paper"));
        QCOMPARE(design->table.about["seed"], Json(7));
        QVERIFY(std::abs(*design->table.rows[1].cells[2].value - 10.0) < 1e-9);
        // Equal is not before.
        QVERIFY(hasNote(design->table,
                        "PSNR: 2 of 3 pairs stand in the paper's order; not AFD, no skips before no AFD"));
    }

    void nothingInCommonIsNothing() {
        ResultTable table = predictions();
        QVERIFY(!besidePaper(1, table));
        QVERIFY(!besidePaper(3, table));
        QVERIFY(!besidePaper(4, table));
        QVERIFY(!besidePaper(5, table));  // nobody knows which run is which
        table.rows = {row("limen-jnd-s", {33.0, 33.0, 0.1})};
        QVERIFY(!besidePaper(2, table));  // without an eye model there is no order
        QVERIFY(!besidePaper(2, ResultTable{}));
    }

    void thePapersConstantsAreThoseOfItsText() {
        // Its own claims, computed from its own numbers (spec: section 1.4).
        const std::vector<PaperRow>& rows = paperTable5().rows;
        QVERIFY(std::abs(100.0 * (rows[2].values[0] / rows[0].values[0] - 1.0) - 10.89) < 0.01);
        QVERIFY(std::abs(100.0 * (rows[2].values[1] / rows[0].values[1] - 1.0) + 51.48) < 0.01);
        QVERIFY(std::abs(100.0 * (rows[2].values[2] / rows[0].values[2] - 1.0) + 43.65) < 0.01);
        double rate = 0.0, accuracy = 0.0;
        for (const PaperOperatingPoint& point : paperTable3().constants) {
            QVERIFY(point.bpp > rate && point.accuracy > accuracy);
            rate = point.bpp;
            accuracy = point.accuracy;
        }
    }
};

QTEST_GUILESS_MAIN(TestBesidePaper)
#include "tst_beside_paper.moc"
