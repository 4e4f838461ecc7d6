// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/safe_file.h"
#include "comparison/face_figure.h"
#include "comparison/figure_store.h"
#include "comparison/table_store.h"
#include "evaluation/accuracy_curve.h"
#include "evaluation/page_reader.h"
#include "evaluation/svg_chart.h"
#include "image/image_file.h"
#include "training/labelled_study.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made;
    return made;
}

Outcome run(const Job& job, Json params) {
    params["study"] = study().folder().string();
    JobContext context(silentObserver(), {}, {.threads = 2});
    return runJob(job, params, context);
}

/// Runs that must succeed.
Json resultOf(const Job& job, const Json& params) {
    const Outcome outcome = run(job, params);
    if (outcome.state != Outcome::State::Succeeded)
        qWarning("%s %s", outcome.message.c_str(), outcome.hint.c_str());
    return outcome.state == Outcome::State::Succeeded ? outcome.result : Json();
}

/// Two folds of a small network, each measured on its test part.
bool trainedAndMeasured() {
    static const bool done = [] {
        return !resultOf(trainJob(),
                         {{"run", "small"},
                          {"folds", 2},
                          {"held-out", study().heldOut().string()},
                          {"depth", "18"},
                          {"content", "none"},
                          {"batch", 8},
                          {"epochs", 1}})
                    .is_null() &&
               !resultOf(accuracyJob(), {{"far", "auto"}}).is_null() &&
               !resultOf(evaluateJob(), {{"run", "small"}, {"table", "3"}, {"eye-models", "zhang05"}})
                    .is_null();
    }();
    return done;
}

StoredFigure storedFigure(const std::string& id) {
    std::vector<std::string> problems;
    for (StoredFigure& figure : storedFigures(study().folder(), problems))
        if (figure.id == id)
            return std::move(figure);
    qWarning("no figure %s", id.c_str());
    return {};
}

StoredFigure drawn() {
    SvgChart chart(linearAxis("QP", 0, 10), linearAxis("dB", 0, 10));
    chart.addLine({{0, 1}, {10, 9}}, 0, "a <line> & more");
    StoredFigure figure;
    figure.id = "figure-9-drawn";
    figure.title = "Schwelle <ü> & more";
    figure.notes = {"Of nothing.", "Seen by nobody."};
    figure.svg = chart.svg("a chart", true);
    figure.about = {{"figure", "9"},
                    {"measured_on", "run-a,run-b"},
                    {"parameters", {{"study", "/secret/place/s.limen"}}},
                    {"data", {{"sha256", "abcdef0123"}}},
                    {"seed", 7},
                    {"versions", "Limen of a test"}};
    figure.numbers.title = figure.title;
    figure.numbers.columns = {{"dB", 2}};
    figure.numbers.rows = {{"QP 0", "", false, {TableCell(1.0)}}, {"QP 10", "", false, {TableCell(9.0)}}};
    return figure;
}

QByteArray bytesOf(const fs::path& file) {
    const std::vector<std::uint8_t> bytes = readFile(file);
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

/// Keyword and text of a PNG's tEXt and iTXt chunks.
QMap<QByteArray, QByteArray> pngTexts(const QByteArray& png) {
    QMap<QByteArray, QByteArray> texts;
    for (qsizetype at = 8; at + 12 <= png.size();) {
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(png.constData() + at));
        const QByteArray type = png.mid(at + 4, 4);
        const QByteArray data = png.mid(at + 8, length);
        const QByteArray keyword = data.left(data.indexOf('\0'));
        if (type == "tEXt")
            texts[keyword] = data.mid(keyword.size() + 1);
        else if (type == "iTXt")  // two flags, language and translated keyword, both empty
            texts[keyword] = data.mid(keyword.size() + 5);
        at += length + 12;
    }
    return texts;
}

const TableRow* rowNamed(const ResultTable& table, const std::string& name) {
    const auto found = std::find_if(
        table.rows.begin(), table.rows.end(), [&name](const TableRow& row) { return row.name == name; });
    return found == table.rows.end() ? nullptr : &*found;
}

}  // namespace

/// Figures show the numbers that the study holds, and their files say what they are of.
class TestFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredComesBack() {
        const ScratchFolder scratch;
        const StoredFigure figure = drawn();
        storeFigure(scratch.path(), figure);
        std::vector<std::string> problems;
        const std::vector<StoredFigure> read = storedFigures(scratch.path(), problems);
        QVERIFY(problems.empty());
        QCOMPARE(read.size(), std::size_t{1});
        QCOMPARE(read[0].id, figure.id);
        QCOMPARE(read[0].title, figure.title);
        QCOMPARE(read[0].notes, figure.notes);
        QCOMPARE(read[0].svg, figure.svg);
        QCOMPARE(read[0].about, figure.about);
        QCOMPARE(toJson(read[0].numbers), toJson(figure.numbers));
        // Damaged ones are named; the others are still there.
        writeFileAtomically(scratch.path() / "figures" / "broken.json", "{\"title\":");
        fs::copy_file(scratch.path() / "figures" / "figure-9-drawn.json",
                      scratch.path() / "figures" / "without-drawing.json");
        QCOMPARE(storedFigures(scratch.path(), problems).size(), std::size_t{1});
        QCOMPARE(problems.size(), std::size_t{2});
    }

    void filesSayWhatTheyAreOf() {
        const ScratchFolder scratch;
        const StoredFigure figure = drawn();
        const std::vector<fs::path> files = writeFigureFiles(figure, scratch.path() / "out");
        QCOMPARE(files.size(), std::size_t{4});

        const test::Page svg = test::readPage(files[0]);
        QVERIFY2(svg.error.isEmpty(), qPrintable(svg.error));
        QVERIFY(svg.text.contains(QString::fromStdString(figure.title)));
        QVERIFY(svg.text.contains("Seen by nobody."));
        QVERIFY(svg.text.contains("run-a,run-b"));
        QVERIFY(svg.text.contains("abcdef0123"));

        const QByteArray pdf = bytesOf(files[1]);
        QVERIFY(pdf.startsWith("%PDF"));
        QVERIFY(pdf.contains("/Subject (Of nothing. Seen by nobody.)"));
        QVERIFY(pdf.contains("/Creator (Limen of a test)"));
        QVERIFY(pdf.contains("run-a,run-b"));
        QVERIFY(pdf.contains("/FontFile"));  // text is text

        const QMap<QByteArray, QByteArray> texts = pngTexts(bytesOf(files[2]));
        QCOMPARE(QString::fromUtf8(texts["Title"]), QString::fromStdString(figure.title));
        QCOMPARE(texts["Software"], QByteArray("Limen of a test"));
        const Json source = Json::parse(texts["Source"].toStdString());
        QCOMPARE(source["id"], Json(figure.id));
        QCOMPARE(source["measured_on"], Json("run-a,run-b"));
        QCOMPARE(source["data"]["sha256"], Json("abcdef0123"));
        QCOMPARE(source["seed"], Json(7));
        const RgbImage png = readImage(files[2]);
        QCOMPARE(png.width, 3 * 560);
        QCOMPARE(int(*png.at(0, 0)), 255);  // paper is white
        QVERIFY(
            std::any_of(png.pixels.begin(), png.pixels.end(), [](std::uint8_t value) { return value < 64; }));

        QVERIFY(readTextFile(files[3]).find("QP 10,9") != std::string::npos);
        // Where somebody keeps things is nobody else's business.
        for (const fs::path& file : files)
            QVERIFY(!bytesOf(file).contains("secret"));

        StoredFigure silent = figure;
        silent.numbers.rows.clear();
        QCOMPARE(writeFigureFiles(silent, scratch.path() / "silent").size(), std::size_t{3});
        for (const char* wrong :
             {"", "no picture", "<svg/>", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>"}) {
            StoredFigure broken = figure;
            broken.svg = wrong;
            QVERIFY_EXCEPTION_THROWN(writeFigureFiles(broken, scratch.path() / "broken"), Error);
        }
        QVERIFY(fs::is_empty(scratch.path() / "broken"));
    }

    void pixelsOfFacesStayPixels() {
        std::vector<FacePanel> panels = {{"original", drawFace(1, 1), {"x"}},
                                         {"other", drawFace(1, 2), {"y"}}};
        StoredFigure figure = drawn();
        figure.svg = faceFigureSvg(panels, panelRange(panels));
        const ScratchFolder scratch;
        const RgbImage png = readImage(writeFigureFiles(figure, scratch.path())[2]);
        // The first face, by its place in the figure (margin 12, a line of 16), three pixels a pixel.
        for (int y = 0; y < 112; ++y)
            for (int x = 0; x < 112; ++x)
                for (const int inside : {0, 1, 2})
                    QVERIFY(std::equal(panels[0].image.at(x, y),
                                       panels[0].image.at(x, y) + 3,
                                       png.at(36 + 3 * x + inside, 84 + 3 * y + inside)));
    }

    void aStudyWithoutFiguresSaysSo() {
        const ScratchFolder out;
        const Outcome outcome = run(exportJob(), {{"what", "figures"}, {"out", out.path().string()}});
        QVERIFY(outcome.message.find("has no figures") != std::string::npos);
        QVERIFY(outcome.hint.find("--figure") != std::string::npos);
    }

    void missingLevelsAreSaid() {
        for (const char* figure : {"2", "3b"}) {
            const Outcome outcome = run(evaluateJob(), {{"figure", figure}});
            QVERIFY(outcome.message.find("lacks levels") != std::string::npos);
            QVERIFY(outcome.hint.find("`limen accuracy --study drawn.limen") != std::string::npos);
        }
        const Outcome both = run(evaluateJob(), {{"figure", "2"}, {"table", "2"}});
        QVERIFY(both.message.find("exclude each other") != std::string::npos);
        const Outcome image = run(evaluateJob(), {{"figure", "3a"}, {"image", "a/b"}});
        QVERIFY(image.message.find("--image") != std::string::npos);
    }

    void curvesShowTheNumbersOfTheGrid() {
        QVERIFY(trainedAndMeasured());
        for (const char* figure : {"2", "3a", "3b"}) {
            const Json made = resultOf(evaluateJob(), {{"figure", figure}, {"run", "small"}});
            QVERIFY(!made.is_null());
            if (figure == std::string("3a"))  // images are counted
                QVERIFY(made["numbers"].begin()->at(0).at("images").is_number_integer());
        }
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        const JobContext context(silentObserver(), {});
        const AccuracyReport truth = accuracyOfStored(opened, study().labels(), context);

        const ResultTable accuracy = storedFigure("figure-2-hevc").numbers;
        QCOMPARE(accuracy.rows.size(), truth.curve.size() + 1);
        QCOMPARE(accuracy.columns[0].name, std::string("hog-baseline"));
        QCOMPARE(accuracy.rows[0].cells[0].value, std::optional(truth.point.tar));
        const StoredFigure rates = storedFigure("figure-3b-hevc-hog-baseline");
        for (std::size_t i = 0; i < truth.curve.size(); ++i) {
            QCOMPARE(accuracy.rows[i + 1].cells[0].value, std::optional(truth.curve[i].accuracy));
            QCOMPARE(rates.numbers.rows[i].name, "QP " + std::to_string(truth.curve[i].level));
            QCOMPARE(rates.numbers.rows[i].cells[0].value, std::optional(truth.curve[i].bpp));
            QCOMPARE(rates.numbers.rows[i].cells[1].value, std::optional(truth.curve[i].accuracy));
            QCOMPARE(rates.numbers.rows[i].cells[3].value, std::optional(truth.curve[i].far));
        }
        QCOMPARE(rowNamed(rates.numbers, "JND points")->cells[0].value, std::optional(truth.jnd.bpp));
        QCOMPARE(rates.about["data"]["probes_sha256"], Json(study().labels().key.probeSet));
        QVERIFY(rates.notes.back().find("not numbers") != std::string::npos);
        QVERIFY(rates.about["command"].get<std::string>().find("--study drawn.limen") != std::string::npos);

        const ResultTable points = storedFigure("figure-3a-hevc-hog-baseline").numbers;
        std::map<std::string, double> counted;
        for (const Label& label : LabelTable(opened).labels(study().labels().id))
            if (label.level)
                ++counted["QP " + std::to_string(*label.level)];
        QVERIFY(!counted.empty());
        for (const TableRow& row : points.rows)
            QCOMPARE(*row.cells[0].value, counted[row.name]);
    }

    void operatingPointsAreThoseOfTheTable() {
        QVERIFY(trainedAndMeasured());
        const Json table =
            resultOf(evaluateJob(),
                     {{"run", "small"}, {"table", "3"}, {"eye-models", "zhang05"}, {"constants", "30"}});
        QVERIFY(!resultOf(evaluateJob(), {{"figure", "3b"}, {"run", "small"}}).is_null());
        const ResultTable numbers =
            storedFigure("figure-3b-hevc-hog-baseline-operating-points-hog-baseline-small").numbers;
        int compared = 0;
        for (const Json& row : table["rows"]) {
            const std::string model = row["model"];
            const TableRow* own = rowNamed(numbers, model == "constant 30" ? "QP 30" : model);
            const bool shown = model == "small" || model == "true JND points" || model == "constant 30";
            QCOMPARE(own != nullptr, shown);
            if (!shown)
                continue;
            QCOMPARE(Json(*own->cells[0].value), row["bpp"]);
            QCOMPARE(Json(*own->cells[1].value), row["acc"]);
            ++compared;
        }
        QCOMPARE(compared, 3);
    }

    void aFaceIsShownAsItWasMeasured() {
        QVERIFY(trainedAndMeasured());
        const Json params = {{"figure", "6"}, {"run", "small"}, {"eye-models", "zhang05"}};
        const Json made = resultOf(evaluateJob(), params);
        QCOMPARE(made["numbers"]["figure-6-hevc-hog-baseline-small"].size(),
                 std::size_t{3});  // the original and two models
        const StoredFigure median = storedFigure("figure-6-hevc-hog-baseline-small");
        QVERIFY(!resultOf(evaluateJob(), {{"figure", "7"}, {"run", "small"}, {"eye-models", "zhang05"}})
                     .is_null());
        const StoredFigure low = storedFigure("figure-7-hevc-hog-baseline-small");
        // Against the sheet: the same errors, of the face in the middle and of one in the lower half.
        std::vector<double> errors, eye;
        const auto append = [](std::vector<double>& to, const Json& from) {
            for (const Json& number : from)
                to.push_back(number.get<double>());
        };
        for (const fs::directory_entry& entry : fs::directory_iterator(study().folder() / "comparisons")) {
            const Json sheet = Json::parse(readTextFile(entry.path()));
            for (const Json& row : sheet["rows"])
                if (row["name"] == "small")
                    append(errors, row["numbers"]["mse"]);
                else if (row["name"] == "zhang05")
                    append(eye, row["numbers"]["mse"]);
        }
        QCOMPARE(eye.size(), errors.size());
        QVERIFY(errors.size() > 10);
        const auto dB = [](double mse) { return 10 * std::log10(255.0 * 255.0 / mse); };
        std::vector<double> order = errors;
        std::sort(order.rbegin(), order.rend());
        const auto shown = [](const StoredFigure& figure, const char* name) {
            return rowNamed(figure.numbers, name)->cells[0].value.value();
        };
        QVERIFY(std::abs(shown(median, "small") - dB(order[(order.size() - 1) / 2])) < 1e-9);
        QVERIFY(std::abs(shown(low, "small") - dB(order[(order.size() - 1) / 4])) < 1e-9);
        const auto place = std::find(errors.begin(), errors.end(), order[(order.size() - 1) / 2]);
        QVERIFY(std::abs(shown(median, "zhang05") -
                         dB(eye[static_cast<std::size_t>(place - errors.begin())])) < 1e-9);
        QVERIFY(std::any_of(median.notes.begin(), median.notes.end(), [](const std::string& note) {
            return note.find("personal data") != std::string::npos;
        }));
        QCOMPARE(median.svg.find("xlink:href=\"http"), std::string::npos);
        QCOMPARE(QByteArray::fromStdString(median.svg).count("<image "), 7);  // 4 faces, 3 residuals
    }

    void aFaceCanBeNamed() {
        QVERIFY(trainedAndMeasured());
        const auto outcome = [](const char* image) {
            return run(evaluateJob(),
                       {{"figure", "6"}, {"run", "small"}, {"eye-models", "none"}, {"image", image}});
        };
        QVERIFY(outcome("nobody/0").message.find("No face nobody/0") != std::string::npos);
        Study opened = Study::open(study().folder(), Study::Access::ReadOnly);
        int shown = 0, seen = 0;
        for (const ImageRecord& image : ImageTable(opened).withRole(Role::Probe)) {
            const std::string name = image.identity + "/" + image.stem;
            const Outcome made = outcome(name.c_str());
            shown += made.state == Outcome::State::Succeeded ? 1 : 0;
            seen += made.message.find("not among the faces") != std::string::npos ? 1 : 0;
            // The name of a person does not go into what is passed on.
            if (made.state == Outcome::State::Succeeded && shown == 1) {
                const StoredFigure figure =
                    storedFigure("figure-6-hevc-hog-baseline-small-image-" + std::to_string(image.id));
                for (const auto& [field, text] : figureMetadata(figure))
                    QVERIFY2(text.find(image.identity) == std::string::npos, field.c_str());
            }
            if (shown > 0 && seen > 0)
                break;
        }
        QVERIFY(shown > 0 && seen > 0);
    }

    void theReportShowsWhatTheStudyKeeps() {
        QVERIFY(trainedAndMeasured());
        QVERIFY(!resultOf(evaluateJob(), {{"figure", "3a"}}).is_null());
        const ScratchFolder out;
        const Json result =
            resultOf(reportJob(), {{"out", (out.path() / "r.html").string()}, {"predictor", "none"}});
        QVERIFY(result["tables"] >= 1 && result["figures"] >= 1);
        const test::Page page = test::readPage(out.path() / "r.html");
        QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
        const auto& rows = page.tables[QString::fromStdString(
            tableId("table 3 " + study().labelsInIds() + " small hog-baseline"))];
        QVERIFY(rows.size() > 3);
        QVERIFY(std::any_of(rows.begin(), rows.end(), [](const QStringList& row) {
            return row.value(0) == "true JND points" && row.size() == 10;
        }));
        QVERIFY(page.bytes.contains("data-figure=\"figure-3a-hevc-hog-baseline\""));
        QVERIFY(page.bytes.contains("measured on small"));
        const QStringList commands = page.fields.value("command");
        QVERIFY(std::any_of(commands.begin(), commands.end(), [](const QString& text) {
            return text.startsWith("limen evaluate --study drawn.limen") && text.contains("--table 3");
        }));
        for (const QString& source : page.sources)
            QVERIFY2(source.startsWith("data:image/"), qPrintable(source.left(80)));
        QVERIFY(!page.elements.contains("script"));
        // Files come out as the study keeps the figures.
        const Json exported = resultOf(exportJob(), {{"what", "figures"}, {"out", out.path().string()}});
        QCOMPARE(exported["figures"], result["figures"]);
        for (const Json& file : exported["files"])
            QVERIFY(fs::exists(file.get<std::string>()));
    }
};

QTEST_GUILESS_MAIN(TestFigures)
#include "tst_figures.moc"
