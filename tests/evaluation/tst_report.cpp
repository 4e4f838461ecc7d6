// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QTemporaryDir>
#include <QtTest>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "evaluation/page_reader.h"
#include "evaluation/report_data.h"
#include "faces/drawn_faces.h"
#include "jobs/job.h"
#include "study/image_table.h"

using namespace limen;
using limen::test::Page;
using limen::test::readPage;
namespace fs = std::filesystem;

namespace {

// No raw string: moc would take the rest of the file for its content.
constexpr const char* hostileName =
    "<script>alert(1)</script>\"><img src='http:"
    "//x.y/z' onerror=a&b>";

/// `people` with `images` drawn faces each, and distractors.
void fillStudy(const fs::path& folder, int people, int images, int distractors) {
    Study study = Study::create(folder);
    ImageTable table(study);
    const auto add = [&](const std::string& identity, Role role, int person, int image) {
        NewImage face;
        face.identity = identity;
        face.role = role;
        face.stem = "image_" + std::to_string(image);
        face.sourcePath = "/photographs/jdoe77/" + face.stem + ".png";
        face.fileHash = sha256Hex(identity + face.stem);
        face.alignment = "drawn";
        face.face.face = drawFace(static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(image));
        table.add(face);
    };
    for (int person = 0; person < people; ++person)
        for (int image = 0; image < images; ++image)
            add(person == 0 ? hostileName : "person " + std::to_string(person), Role::Probe, person, image);
    for (int person = 0; person < distractors; ++person)
        add("other " + std::to_string(person), Role::Distractor, 5000 + person, 0);
}

/// "jpeg s1": codecs of the table that compares them, with the colour of their swatch.
QStringList tableSwatches(const Page& page) {
    static const QRegularExpression form(
        QStringLiteral("<tr><td class=\"text\"><span class=\"swatch\" style=\"background:var\\(--(s\\d)\\)\">"
                       "</span> ([^<]+)</td>"));
    QStringList texts;
    for (auto found = form.globalMatch(QString::fromUtf8(page.bytes)); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        texts.append(match.captured(2) + QLatin1Char(' ') + match.captured(1));
    }
    return texts;
}

/// An encoder of another machine.
class ElsewhereCodec final : public Codec {
public:
    const std::string& name() const override { return m_name; }
    const std::string& identity() const override { return m_identity; }
    const CodecLevels& levels() const override { return m_levels; }
    bool decodesInProcess() const override { return false; }
    Encoded encode(const RgbImage& image, int) override { return {{1, 2, 3}, 1, image}; }
    RgbImage decode(std::span<const std::uint8_t>, int, int) override { throwFailure("It decodes nothing."); }

private:
    std::string m_name = "vtm";
    std::string m_identity = "vtm; VTM 1.0";
    CodecLevels m_levels = {"QP", 13, 51, 1};
};

Outcome runVerb(const char* verb, const Json& parameters) {
    JobContext context(silentObserver(), {});
    return runJob(*findJob(verb), parameters, context);
}

}  // namespace

/// What a report says is what the study holds, and it can do nothing but be read.
class TestReport : public QObject {
    Q_OBJECT

private:
    static constexpr int people = 6;
    static constexpr int images = 4;

    QTemporaryDir m_dir;
    Json m_labels;
    Json m_accuracy;

    fs::path path(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }

    Page report(const fs::path& study, const std::vector<std::string>& codecs = {}) {
        const fs::path out = path("report.html");
        Json parameters = {{"study", study.string()}, {"out", out.string()}};
        if (!codecs.empty())
            parameters["codec"] = codecs;
        const Outcome outcome = runVerb("report", parameters);
        if (outcome.state != Outcome::State::Succeeded) {
            Page page;
            page.error = QString::fromStdString(outcome.message);
            return page;
        }
        return readPage(out);
    }

    static Outcome label(const fs::path& study, const char* codec, const char* reading = "largest") {
        return runVerb("label",
                       {{"study", study.string()},
                        {"codec", codec},
                        {"recognizer", "hog-baseline"},
                        {"reading", reading},
                        {"far", "auto"}});
    }

    /// The people, labelled with three codecs, measured with two.
    fs::path severalCodecs() const {
        const fs::path folder = path("several.limen");
        if (fs::exists(folder))
            return folder;
        fs::copy(path("people.limen"), folder, fs::copy_options::recursive);
        label(folder, "hevc:preset=ultrafast");
        label(folder, "webp");
        runVerb(
            "accuracy",
            {{"study", folder.string()}, {"codec", "webp"}, {"recognizer", "hog-baseline"}, {"far", "auto"}});
        return folder;
    }

private Q_SLOTS:
    void initTestCase() {
        fillStudy(path("people.limen"), people, images, 40);
        const Json choice = {{"study", path("people.limen").string()},
                             {"codec", "jpeg"},
                             {"recognizer", "hog-baseline"},
                             {"far", "auto"}};
        const Outcome labels = runVerb("label", choice);
        QCOMPARE(labels.message, std::string());
        m_labels = labels.result;
        m_accuracy = runVerb("accuracy", choice).result;
        QVERIFY(m_labels["flags"]["ok"].get<int>() >= 2);
    }

    void everyNumberIsTheStudys() {
        const Page page = report(path("people.limen"));
        QCOMPARE(page.error, QString());
        QCOMPARE(page.field("probes"), QStringLiteral("24 images of 6 people"));
        QCOMPARE(page.field("distractors"), QStringLiteral("40 images of 40 people"));
        QCOMPARE(page.field("codec"), QStringLiteral("jpeg"));
        QVERIFY(std::abs(page.field("threshold").toDouble() - m_labels["threshold"].get<double>()) < 1e-6);
        QVERIFY(std::abs(page.field("tar_pairs").toDouble() - m_labels["tar"].get<double>()) < 1e-6);
        QVERIFY(std::abs(page.field("tar_by_identity").toDouble() -
                         m_labels["tar_by_identity"].get<double>()) < 1e-6);
        QCOMPARE(page.field("impostor_pairs").toInt(), m_labels["impostor_pairs"].get<int>());
        QCOMPARE(page.field("genuine_pairs").toInt(), m_labels["genuine_pairs"].get<int>());
        for (const char* flag : {"ok", "no_mates", "unrecognised", "no_level"})
            QCOMPARE(page.field((std::string("flag_") + flag).c_str()).toInt(),
                     m_labels["flags"][flag].get<int>());
        QVERIFY(std::abs(page.field("jnd_bpp").toDouble() - m_accuracy["jnd"]["bpp"].get<double>()) < 1e-4);
        QVERIFY(std::abs(page.field("jnd_tar").toDouble() - m_accuracy["jnd"]["acc"].get<double>()) < 1e-4);
        Study study = Study::open(path("people.limen"), Study::Access::ReadOnly);
        QCOMPARE(page.field("probe_set").toStdString(), ImageTable(study).setHash(Role::Probe));
    }

    void theTableIsTheCurve() {
        const Page page = report(path("people.limen"));
        const std::vector<QStringList> rows = page.tables.value(QStringLiteral("curve"));
        const Json& curve = m_accuracy["curve"];
        QCOMPARE(rows.size(), curve.size());
        int points = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(rows[i].size(), 6);
            QCOMPARE(rows[i][0].toInt(), curve[i]["level"].get<int>());
            QVERIFY(std::abs(rows[i][1].toDouble() - curve[i]["bpp"].get<double>()) < 1e-4);
            QVERIFY(std::abs(rows[i][2].toDouble() - curve[i]["acc"].get<double>()) < 1e-4);
            QVERIFY(std::abs(rows[i][3].toDouble() - curve[i]["acc_by_identity"].get<double>()) < 1e-4);
            const double far = curve[i]["far"].get<double>();
            QVERIFY(std::abs(rows[i][4].toDouble() - far) <= 0.006 * far);  // three digits
            QCOMPARE(rows[i][5].toInt(),
                     m_labels["histogram"][std::to_string(curve[i]["level"].get<int>())].get<int>());
            points += rows[i][5].toInt();
        }
        QCOMPARE(points, m_labels["flags"]["ok"].get<int>());
    }

    void nothingLeadsOutOfThePage() {
        const Page page = report(path("people.limen"));
        QVERIFY(!page.sources.isEmpty());
        for (const QString& source : page.sources)
            QVERIFY2(source.startsWith(QLatin1String("data:image/")), qPrintable(source.left(60)));
        for (const char* element : {"script", "iframe", "object", "embed", "link", "a", "form", "base"})
            QVERIFY2(!page.elements.contains(QString::fromUtf8(element)), element);
        // A style sheet can load as well.
        for (const char* word : {"@import", "url("})
            QVERIFY2(!page.bytes.contains(word), word);
        QVERIFY(page.bytes.contains("default-src 'none'"));
        // Paths say who somebody is.
        QVERIFY(!page.bytes.contains(m_dir.path().toUtf8()));
        QVERIFY(!page.bytes.contains("jdoe77"));
    }

    void hostileNamesAreText() {
        const Page page = report(path("people.limen"));
        QVERIFY(page.text.contains(QString::fromUtf8(hostileName)));
        QVERIFY(!page.bytes.contains("<script"));
        QVERIFY(!page.bytes.contains("onerror=a&b>"));
    }

    void aStudyWithoutLabelsSaysWhatToRun() {
        fillStudy(path("bare.limen"), 1, 2, 1);
        const Page page = report(path("bare.limen"));
        QCOMPARE(page.error, QString());
        QVERIFY(page.field("no_labels").contains(QStringLiteral("limen label --study bare.limen")));
        QVERIFY(page.tables.isEmpty());
        QCOMPARE(page.sources.size(), 1);  // the contact sheet
    }

    void aStudyWithoutProbesIsReportedToo() {
        Study::create(path("empty.limen"));
        const Page page = report(path("empty.limen"));
        QCOMPARE(page.error, QString());
        QCOMPARE(page.field("probes"), QStringLiteral("0 images of 0 people"));
        QVERIFY(page.sources.isEmpty());
    }

    void onePersonIsEnough() {
        fillStudy(path("one.limen"), 1, 3, 30);
        const Outcome labels = runVerb("label",
                                       {{"study", path("one.limen").string()},
                                        {"codec", "jpeg"},
                                        {"recognizer", "hog-baseline"},
                                        {"far", "auto"}});
        QCOMPARE(labels.state, Outcome::State::Succeeded);
        const Page page = report(path("one.limen"));
        QCOMPARE(page.error, QString());
        QCOMPARE(page.field("probes"), QStringLiteral("3 images of 1 person"));
        // The grid was not filled, so there is no curve, and the page says how to get it.
        QVERIFY(page.tables.isEmpty());
        QVERIFY(page.text.contains(QStringLiteral("limen accuracy --study one.limen")));
    }

    void codecsAreComparedBesideOneAnother() {
        const Page page = report(severalCodecs());
        QCOMPARE(page.error, QString());
        QCOMPARE(page.fields.value(QStringLiteral("threshold")).size(), 3);
        const std::vector<QStringList> codecs = page.tables.value(QStringLiteral("codecs"));
        QCOMPARE(codecs.size(), std::size_t(3));
        const QString names[] = {
            QStringLiteral("jpeg"), QStringLiteral("webp"), QStringLiteral("hevc:preset=ultrafast")};
        for (std::size_t i = 0; i < codecs.size(); ++i)
            QCOMPARE(codecs[i][0].trimmed(), names[i]);
        QVERIFY(std::abs(codecs[0][4].toDouble() - m_accuracy["jnd"]["bpp"].get<double>()) < 1e-3);
        QVERIFY(std::abs(codecs[0][6].toDouble() - m_accuracy["jnd"]["acc"].get<double>()) < 1e-4);
        QCOMPARE(codecs[0][1],
                 QStringLiteral("%1 of %2").arg(m_labels["flags"]["ok"].get<int>()).arg(people * images));
        // Rates against the first: no HEVC setting of record is among them.
        QCOMPARE(codecs[0][5], QStringLiteral("–"));
        QVERIFY(codecs[1][5].endsWith(QLatin1Char('%')));
        // One recognizer: all is said by the comparison.
        QVERIFY(!page.tables.contains(QStringLiteral("sets")));
    }

    void theWindowHasTheOrderAndTheColoursOfTheReport() {
        Study study = Study::open(severalCodecs(), Study::Access::ReadOnly);
        JobContext context(silentObserver(), {});
        const std::vector<ReportSet> sets =
            readComparableSets(study, LabelTable(study).sets().front().id, context);
        QStringList shown;
        for (const ReportSet& set : sets)
            shown.append(
                QStringLiteral("%1 s%2").arg(QString::fromStdString(set.codec.setting)).arg(set.series + 1));
        QCOMPARE(shown, tableSwatches(report(severalCodecs())));
        QCOMPARE(shown,
                 QStringList({QStringLiteral("jpeg s1"),
                              QStringLiteral("webp s3"),
                              QStringLiteral("hevc:preset=ultrafast s2")}));
        // A choice of codecs changes none.
        QCOMPARE(tableSwatches(report(severalCodecs(), {"webp", "hevc:preset=ultrafast"})), shown.mid(1));
    }

    void onlyLevelsOfOneUnitShareAnAxis() {
        const Page page = report(severalCodecs());
        QVERIFY(page.text.contains(QStringLiteral("Accuracy over quality, of the codec settings")));
        QVERIFY(!page.text.contains(QStringLiteral("Accuracy over QP, of the codec settings")));
        // hevc is labelled, but its levels are not filled in: it is in the table, and the page says what to
        // run.
        QVERIFY(page.text.contains(
            QStringLiteral("limen accuracy --study several.limen --codec hevc:preset=ultrafast")));
    }

    void whatDiffersInMoreThanTheCodecIsListedApart() {
        const fs::path folder = path("readings.limen");
        fs::copy(severalCodecs(), folder, fs::copy_options::recursive);
        QCOMPARE(label(folder, "jpeg", "contiguous").state, Outcome::State::Succeeded);
        const Page page = report(folder);
        QCOMPARE(page.error, QString());
        QCOMPARE(page.tables.value(QStringLiteral("codecs")).size(), std::size_t(3));
        QCOMPARE(page.tables.value(QStringLiteral("sets")).size(), std::size_t(4));
        // Each set once in its own section and once among all, three of them among their codecs as well.
        QCOMPARE(page.bytes.count("aria-label=\"Histogram of the JND points\""), 2 * 4 + 3);
    }

    void onlyTheCodecsAskedForAreShown() {
        const Page two = report(severalCodecs(), {"webp", "jpeg"});
        QCOMPARE(two.error, QString());
        QCOMPARE(two.tables.value(QStringLiteral("codecs")).size(), std::size_t(2));
        QVERIFY(two.text.contains(QStringLiteral("1 label set of another codec is left out")));

        QVERIFY(two.text.contains(QStringLiteral("--codec webp --codec jpeg")));
        const Page one = report(severalCodecs(), {"webp"});
        QVERIFY(!one.tables.contains(QStringLiteral("codecs")));
        QCOMPARE(one.field("codec"), QStringLiteral("webp"));

        for (const char* setting : {"av1", "no-such-codec"}) {
            const Outcome outcome = runVerb("report",
                                            {{"study", severalCodecs().string()},
                                             {"out", path("none.html").string()},
                                             {"codec", {setting}}});
            QCOMPARE(outcome.exitCode(), 2);
            QVERIFY(QString::fromStdString(outcome.message).contains(QString::fromUtf8(setting)));
            QVERIFY(QString::fromStdString(outcome.hint)
                        .contains(QStringLiteral("jpeg, hevc:preset=ultrafast, webp")));
            QVERIFY(!fs::exists(path("none.html")));
        }
    }

    void facesOfAnEncoderThatIsNotHereAreShown() {
        const fs::path folder = path("elsewhere.limen");
        fs::copy(path("people.limen"), folder, fs::copy_options::recursive);
        {
            Study study = Study::open(folder, Study::Access::ReadWrite);
            EncodingTable encodings(study);
            LabelTable labels(study);
            const ImageTable probes(study);
            ElsewhereCodec codec;
            LabelSet set;
            set.key.codec = encodings.idOf(codec, "vtm");
            set.key.recognizer = EmbeddingTable(study).recognizers().front().id;
            set.key.probeSet = probes.setHash(Role::Probe);
            set.key.distractorSet = probes.setHash(Role::Distractor);
            const std::int64_t id = labels.open(set).id;
            for (const ImageRecord& image : probes.withRole(Role::Probe)) {
                encodings.add(set.key.codec,
                              {image.id, 40, 3, 1, 30.0},
                              codec.encode(probes.face(image.id), 40),
                              !codec.decodesInProcess());
                labels.add(id, {{image.id, LabelFlag::Ok, 40, 0.01, 1, 1, 0}});
            }
        }
        qputenv("LIMEN_VTM", path("no-such-folder").string().c_str());
        const Page page = report(folder, {"vtm"});
        QCOMPARE(page.error, QString());
        QVERIFY(!page.text.contains(QStringLiteral("There are no faces to show")));
        QVERIFY(page.text.contains(QStringLiteral("QP 40 · 0.010 bpp")));
    }

    void staleLabelsAreNotShown() {
        const fs::path folder = path("grown.limen");
        fs::copy(path("people.limen"), folder, fs::copy_options::recursive);
        {
            Study study = Study::open(folder, Study::Access::ReadWrite);
            NewImage late;
            late.identity = "late";
            late.stem = "late";
            late.fileHash = "late";
            late.alignment = "drawn";
            late.face.face = drawFace(77, 0);
            ImageTable(study).add(late);
        }
        const Page page = report(folder);
        QCOMPARE(page.error, QString());
        QVERIFY(!page.fields.contains(QStringLiteral("threshold")));
        QVERIFY(page.text.contains(QStringLiteral("made before the last import")));
    }

    void manyPeopleAreCutAndItSaysSo() {
        fillStudy(path("crowd.limen"), 30, 1, 1);
        const Page page = report(path("crowd.limen"));
        QCOMPARE(page.error, QString());
        QCOMPARE(page.field("sheet_images"), QStringLiteral("24"));
        QVERIFY(page.text.contains(QStringLiteral("of 30 images")));
    }

    void aFailedReportLeavesTheOldOne() {
        const fs::path out = path("kept.html");
        writeFileAtomically(out, std::string_view("the old report"));
        const Outcome outcome =
            runVerb("report", {{"study", path("nowhere.limen").string()}, {"out", out.string()}});
        QCOMPARE(outcome.exitCode(), 2);
        QCOMPARE(readTextFile(out), std::string("the old report"));
        QCOMPARE(
            runVerb("report", {{"study", path("people.limen").string()}, {"out", out.string()}}).exitCode(),
            0);
        QVERIFY(readPage(out).error.isEmpty());
        for (const auto& entry : fs::directory_iterator(out.parent_path()))
            QVERIFY2(entry.path().extension() != ".part", entry.path().c_str());
    }

    void outputsThatCannotBeAreRefusedAtOnce() {
        const std::string study = path("people.limen").string();
        for (const char* name : {"report.pdf", "no/such/folder/report.html"})
            QCOMPARE(runVerb("report", {{"study", study}, {"out", path(name).string()}}).exitCode(), 2);
    }

    void writingChangesNothingInTheStudy() {
        const fs::path database = path("people.limen") / "study.sqlite";
        const std::string before = sha256HexOfFile(database);
        QVERIFY(report(path("people.limen")).error.isEmpty());
        QCOMPARE(sha256HexOfFile(database), before);
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
