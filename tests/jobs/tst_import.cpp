// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <unistd.h>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/csv_table.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "import/photo_list.h"
#include "jobs/jobs.h"
#include "study/image_table.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

/// A picture that no other seed gives; not a face, so it is imported with --aligned.
RgbImage picture(int seed, int side = alignedSize) {
    RgbImage image(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            image.at(x, y)[0] = static_cast<std::uint8_t>(2 * x + seed);
            image.at(x, y)[1] = static_cast<std::uint8_t>(2 * y + 3 * seed);
            image.at(x, y)[2] = static_cast<std::uint8_t>(seed / 256 + (x * y) / 64);
        }
    return image;
}

void place(const fs::path& file, int seed, int side = alignedSize) {
    makeFolder(file.parent_path());
    // Without writePng()'s sync, which would take most of the time of these tests.
    const std::vector<std::uint8_t> png = encodePng(picture(seed, side));
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(png.data()), std::ssize(png));
}

/// Stops the job once it has aligned some images.
class StoppingObserver : public JobObserver {
public:
    StoppingObserver(std::stop_source& source, std::uint64_t after) : m_source(source), m_after(after) {}
    void onProgress(const Progress& progress) override {
        if (progress.what == "finding and aligning faces" && progress.done == m_after)
            m_source.request_stop();
    }
    void onLog(LogLevel, const std::string&) override {}

private:
    std::stop_source& m_source;
    std::uint64_t m_after;
};

class Workplace {
public:
    fs::path photos() const { return m_scratch.path() / "photos"; }
    fs::path study() const { return m_scratch.path() / "test.limen"; }
    fs::path csv() const { return m_scratch.path() / "list.csv"; }

    Outcome import(Json extra = Json::object(), int threads = 2) const {
        JobContext context(silentObserver(), {}, {.threads = threads});
        return import(std::move(extra), context);
    }
    Outcome import(Json extra, JobContext& context) const {
        Json params = {{"folder", photos().string()}, {"study", study().string()}, {"aligned", true}};
        params.update(extra);
        return runJob(importJob(), params, context);
    }
    Outcome importCsv(const std::string& text, Json extra = Json::object()) const {
        writeFileAtomically(csv(), text);
        extra["csv"] = csv().string();
        return import(std::move(extra));
    }
    std::vector<ImageRecord> images() const {
        Study opened = Study::open(study(), Study::Access::ReadOnly);
        return ImageTable(opened).all();
    }
    /// "identity/stem role" of every image.
    std::vector<std::string> listing() const {
        std::vector<std::string> lines;
        for (const ImageRecord& image : images())
            lines.push_back(image.identity + "/" + image.stem + " " + roleName(image.role));
        return lines;
    }

private:
    ScratchFolder m_scratch;
};

using Lines = std::vector<std::string>;

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordersNaturally();
    void parsesCsv();
    void refusesBrokenCsv_data();
    void refusesBrokenCsv();
    void importsAFolderPerIdentity();
    void keepsPixels();
    void addsNothingTwice();
    void keepsTheSamePhotoOnce();
    void givesTheSameStudyOnAnyNumberOfThreads();
    void keepsEqualStemsApart();
    void takesRolesFromTheCsv();
    void refusesIdentitiesWithBothRoles();
    void reportsLinesOfTheCsv_data();
    void reportsLinesOfTheCsv();
    void reportsMissingFilesOfTheCsv();
    void limitsImagesPerIdentity();
    void reportsWhatCannotBeImported();
    void failsWhenNothingCanBeImported();
    void failsWhenThereIsNothing();
    void resumesAfterCancel();
    void survivesLinksInCircles();
    void reportsUnreadableFolders();
    void refusesDetectorForAlignedFaces();
};

void TestImport::ordersNaturally() {
    QVERIFY(naturalLess("face2", "face10"));
    QVERIFY(!naturalLess("face10", "face2"));
    QVERIFY(naturalLess("face02", "face2"));
    QVERIFY(!naturalLess("face2", "face2"));
    QVERIFY(naturalLess("a", "ab"));
    QVERIFY(naturalLess("A_0009", "A_0010"));
    QVERIFY(naturalLess("1", "99999999999999999999999999"));
}

void TestImport::parsesCsv() {
    const CsvTable table = parseCsv(
        "\xEF\xBB\xBF"
        "file,identity\r\n\"a, \"\"b\"\".png\",\"Ann\nLee\"\r\n\r\nc.png,\n",
        "list");
    QCOMPARE(table.header, (Lines{"file", "identity"}));
    QCOMPARE(table.rows.size(), std::size_t{2});
    QCOMPARE(table.rows[0].fields, (Lines{"a, \"b\".png", "Ann\nLee"}));
    QCOMPARE(table.rows[1].fields, (Lines{"c.png", ""}));
    QCOMPARE(table.rows[1].line, std::size_t{5});
    QCOMPARE(parseCsv("a,b\n1,\"2\"", "list").rows.at(0).fields, (Lines{"1", "2"}));
}

void TestImport::refusesBrokenCsv_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("line");
    QTest::addRow("empty") << QByteArray("") << QByteArray("line 1");
    QTest::addRow("too few fields") << QByteArray("a,b\n1,2\n3\n") << QByteArray("line 3");
    QTest::addRow("too many fields") << QByteArray("a,b\n1,2,3\n") << QByteArray("line 2");
    QTest::addRow("open quote") << QByteArray("a,b\n1,2\n\"3,4\n5,6\n") << QByteArray("line 3");
    QTest::addRow("text after quote") << QByteArray("a,b\n\"1\"x,2\n") << QByteArray("line 2");
    QTest::addRow("quote inside") << QByteArray("a,b\n1\"2,3\n") << QByteArray("line 2");
}

void TestImport::refusesBrokenCsv() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, line);
    try {
        parseCsv(text.toStdString(), "list.csv");
        QFAIL("parsed");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::BadInput);
        QVERIFY2(contains(error.what(), line.constData()), error.what());
    }
}

void TestImport::importsAFolderPerIdentity() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    place(work.photos() / "Ann" / "deeper" / "two.png", 2);
    place(work.photos() / "Bob" / "one.png", 3);
    place(work.photos() / "Bob" / ".hidden.png", 4);
    place(work.photos() / ".cache" / "five.png", 5);
    place(work.photos() / "outside.png", 6);
    writeFileAtomically(work.photos() / "Bob" / "notes.txt", "text");
    const Outcome outcome = work.import();
    QCOMPARE(outcome.exitCode(), 0);
    QCOMPARE(outcome.result["imported"], 3);
    QCOMPARE(outcome.result["duplicates"], 0);
    QCOMPARE(outcome.result["ignored"], 2);
    QVERIFY(outcome.result["failed"].empty());
    QCOMPARE(work.listing(), (Lines{"Ann/one probe", "Ann/two probe", "Bob/one probe"}));
}

void TestImport::keepsPixels() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 17);
    QCOMPARE(work.import().exitCode(), 0);
    Study study = Study::open(work.study(), Study::Access::ReadOnly);
    const ImageTable table(study);
    const ImageRecord record = table.all().at(0);
    QCOMPARE(table.face(record.id), picture(17));
    QCOMPARE(record.fileHash, sha256HexOfFile(work.photos() / "Ann" / "one.png"));
    QVERIFY(!record.points);
}

void TestImport::addsNothingTwice() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    place(work.photos() / "Ann" / "two.png", 2);
    QCOMPARE(work.import().result["imported"], 2);
    const Outcome again = work.import();
    QCOMPARE(again.exitCode(), 0);
    QCOMPARE(again.result["imported"], 0);
    QCOMPARE(again.result["duplicates"], 2);
    QVERIFY(again.result["same_photo"].empty());
    QCOMPARE(work.images().size(), std::size_t{2});
}

void TestImport::keepsTheSamePhotoOnce() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    place(work.photos() / "Bob" / "other.png", 1);
    place(work.photos() / "Bob" / "two.png", 2);
    const Outcome outcome = work.import();
    QCOMPARE(outcome.exitCode(), 0);
    QCOMPARE(outcome.result["imported"], 2);
    QCOMPARE(outcome.result["duplicates"], 1);
    QCOMPARE(outcome.result["same_photo"].size(), std::size_t{1});
    QCOMPARE(outcome.result["same_photo"][0]["file"], (work.photos() / "Bob" / "other.png").string());
    QCOMPARE(outcome.result["same_photo"][0]["identity"], "Bob");
    QCOMPARE(outcome.result["same_photo"][0]["kept_under"], "Ann");
    QCOMPARE(work.listing(), (Lines{"Ann/one probe", "Bob/two probe"}));
}

void TestImport::givesTheSameStudyOnAnyNumberOfThreads() {
    std::vector<std::vector<std::string>> orders;
    for (const int threads : {1, 4}) {
        const Workplace work;
        for (int i = 0; i < 120; ++i)
            place(work.photos() / ("id" + std::to_string(i % 7)) / (std::to_string(i) + ".png"), i);
        QCOMPARE(work.import(Json::object(), threads).result["imported"], 120);
        std::vector<ImageRecord> images = work.images();
        std::sort(images.begin(), images.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        orders.emplace_back();
        for (const ImageRecord& image : images)
            orders.back().push_back(image.identity + "/" + image.stem);
    }
    QCOMPARE(orders[0], orders[1]);
    QCOMPARE(orders[0].at(1), std::string("id0/7"));
}

void TestImport::keepsEqualStemsApart() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    place(work.photos() / "Ann" / "more" / "one.png", 2);
    QCOMPARE(work.import().result["imported"], 2);
    QCOMPARE(work.listing(), (Lines{"Ann/one probe", "Ann/one-2 probe"}));
}

void TestImport::takesRolesFromTheCsv() {
    const Workplace work;
    place(work.photos() / "a.png", 1);
    place(work.photos() / "b, c.png", 2);
    place(work.photos() / "d.png", 3);
    const Outcome outcome =
        work.importCsv("identity,file,role,note\nAnn,a.png,probe,x\nBob,\"b, c.png\",,\nEve,d.png,probe,\n",
                       {{"role", "distractor"}});
    QCOMPARE(outcome.exitCode(), 0);
    QCOMPARE(work.listing(), (Lines{"Ann/a probe", "Bob/b, c distractor", "Eve/d probe"}));
}

void TestImport::refusesIdentitiesWithBothRoles() {
    const Workplace work;
    place(work.photos() / "Ann" / "a.png", 1);
    place(work.photos() / "Ann" / "b.png", 2);
    const Outcome both =
        work.importCsv("file,identity,role\nAnn/a.png,Ann,probe\nAnn/b.png,Ann,distractor\n");
    QCOMPARE(both.exitCode(), 2);
    QVERIFY(contains(both.message, "Ann"));
    QVERIFY(!fs::exists(work.study()));

    QCOMPARE(work.import().exitCode(), 0);
    place(work.photos() / "Ann" / "c.png", 3);
    const Outcome other = work.import({{"role", "distractor"}});
    QCOMPARE(other.exitCode(), 2);
    QVERIFY(contains(other.message, "Ann"));
    QCOMPARE(work.images().size(), std::size_t{2});
}

void TestImport::reportsLinesOfTheCsv_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("part");
    QTest::addRow("role") << QByteArray("file,identity,role\na.png,Ann,probe\na.png,Ann,witness\n")
                          << QByteArray("line 3");
    QTest::addRow("no file") << QByteArray("file,identity\n,Ann\n") << QByteArray("line 2");
    QTest::addRow("no identity") << QByteArray("file,identity\na.png,\n") << QByteArray("line 2");
    QTest::addRow("identity elsewhere")
        << QByteArray("file,identity\na.png,../Ann\n") << QByteArray("line 2");
    QTest::addRow("dots") << QByteArray("file,identity\na.png,..\n") << QByteArray("line 2");
    QTest::addRow("no column") << QByteArray("file,person\na.png,Ann\n") << QByteArray("\"identity\"");
}

void TestImport::reportsLinesOfTheCsv() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, part);
    const Workplace work;
    place(work.photos() / "a.png", 1);
    const Outcome outcome = work.importCsv(text.toStdString());
    QCOMPARE(outcome.exitCode(), 2);
    QVERIFY2(contains(outcome.message, part.constData()), outcome.message.c_str());
    QVERIFY(!fs::exists(work.study()));
}

void TestImport::reportsMissingFilesOfTheCsv() {
    const Workplace work;
    place(work.photos() / "a.png", 1);
    const Outcome outcome = work.importCsv("file,identity\na.png,Ann\nabsent.png,Ann\n");
    QCOMPARE(outcome.exitCode(), 3);
    QCOMPARE(outcome.result["imported"], 1);
    QVERIFY(contains(outcome.result["failed"][0]["file"], "absent.png"));
    QVERIFY(!outcome.result["failed"][0]["reason"].get<std::string>().empty());
}

void TestImport::limitsImagesPerIdentity() {
    const Workplace work;
    std::set<std::string> hashes;
    for (int i = 0; i < 9; ++i) {
        const fs::path file = work.photos() / "Ann" / (std::to_string(i) + ".png");
        place(file, i);
        hashes.insert(sha256HexOfFile(file));
    }
    place(work.photos() / "Bob" / "only.png", 50);
    const Outcome outcome = work.import({{"max-per-identity", 4}});
    QCOMPARE(outcome.exitCode(), 0);
    QCOMPARE(outcome.result["imported"], 5);
    QCOMPARE(outcome.result["left_out"], 5);
    const auto annHashes = [&work] {
        std::set<std::string> found;
        for (const ImageRecord& image : work.images())
            if (image.identity == "Ann")
                found.insert(image.fileHash);
        return found;
    };
    QCOMPARE(annHashes(), std::set<std::string>(hashes.begin(), std::next(hashes.begin(), 4)));

    // Those in the study count, and raising the limit continues where it stopped.
    const Outcome again = work.import({{"max-per-identity", 4}});
    QCOMPARE(again.exitCode(), 0);
    QCOMPARE(again.result["imported"], 0);
    QCOMPARE(work.import({{"max-per-identity", 6}}).result["imported"], 2);
    QCOMPARE(annHashes(), std::set<std::string>(hashes.begin(), std::next(hashes.begin(), 6)));
}

void TestImport::reportsWhatCannotBeImported() {
    const Workplace work;
    place(work.photos() / "Ann" / "good.png", 1);
    place(work.photos() / "Ann" / "large.png", 2, 113);
    place(work.photos() / "Ann" / "large copy.png", 2, 113);
    writeFileAtomically(work.photos() / "Ann" / "text.png", "no image");
    writeFileAtomically(work.photos() / "Ann" / "moving.gif", "GIF89a" + std::string(40, '\0'));
    fs::create_symlink("nowhere.png", work.photos() / "Ann" / "dangling.png");
    const Outcome outcome = work.import();
    QCOMPARE(outcome.exitCode(), 3);
    QCOMPARE(outcome.result["imported"], 1);
    QCOMPARE(outcome.result["duplicates"], 0);
    std::map<std::string, std::string> reasons;
    for (const Json& failed : outcome.result["failed"])
        reasons[fs::path(failed["file"].get<std::string>()).filename()] = failed["reason"];
    QCOMPARE(reasons.size(), std::size_t{5});
    QVERIFY(contains(reasons["large.png"], "113 x 113"));
    QVERIFY(contains(reasons["large copy.png"], "113 x 113"));
    QVERIFY(contains(reasons["text.png"], "is not an image Limen can read"));
    QVERIFY(contains(reasons["moving.gif"], "is a GIF"));
    QVERIFY(contains(reasons["dangling.png"], "There is no file"));
}

void TestImport::failsWhenNothingCanBeImported() {
    const Workplace work;
    writeFileAtomically((makeFolder(work.photos() / "Ann"), work.photos() / "Ann" / "text.png"), "no image");
    const Outcome outcome = work.import();
    QCOMPARE(outcome.exitCode(), 1);
    QVERIFY(contains(outcome.hint, "text.png"));
    QCOMPARE(outcome.result["failed"].size(), std::size_t{1});
    QVERIFY(!fs::exists(work.study()));
}

void TestImport::failsWhenThereIsNothing() {
    const Workplace work;
    makeFolder(work.photos() / "Ann");
    QCOMPARE(work.import().exitCode(), 1);
    place(work.photos() / "loose.png", 1);
    const Outcome outcome = work.import();
    QCOMPARE(outcome.exitCode(), 1);
    QVERIFY(contains(outcome.hint, "--csv"));
    QVERIFY(!fs::exists(work.study()));
}

void TestImport::resumesAfterCancel() {
    const Workplace work;
    constexpr int total = 200;
    for (int i = 0; i < total; ++i)
        place(work.photos() / "Ann" / (std::to_string(i) + ".png"), i);
    std::stop_source source;
    StoppingObserver observer(source, 50);
    JobContext context(observer, source.get_token(), {.threads = 2});
    const Outcome outcome = work.import(Json::object(), context);
    QCOMPARE(outcome.exitCode(), 130);
    const std::size_t kept = work.images().size();
    // What was reported as done is kept; what the workers held may be lost.
    QVERIFY(kept >= 50 && kept < total);
    const Outcome rest = work.import();
    QCOMPARE(rest.exitCode(), 0);
    QCOMPARE(rest.result["imported"].get<std::size_t>(), total - kept);
    QCOMPARE(rest.result["duplicates"].get<std::size_t>(), kept);
    QCOMPARE(work.images().size(), std::size_t{total});
}

void TestImport::survivesLinksInCircles() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    fs::create_directory_symlink("..", work.photos() / "Ann" / "up");
    fs::create_directory_symlink(work.photos(), work.photos() / "everything");
    fs::create_symlink("b.png", work.photos() / "Ann" / "a.png");
    fs::create_symlink("a.png", work.photos() / "Ann" / "b.png");
    // A link to a person's folder elsewhere is an ordinary identity.
    place(work.photos().parent_path() / "elsewhere" / "two.png", 2);
    fs::create_directory_symlink(work.photos().parent_path() / "elsewhere", work.photos() / "Bob");
    const Outcome outcome = work.import();
    QCOMPARE(outcome.exitCode(), 3);
    QCOMPARE(outcome.result["failed"].size(), std::size_t{2});
    QCOMPARE(work.listing(), (Lines{"Ann/one probe", "Bob/two probe"}));
}

void TestImport::reportsUnreadableFolders() {
    if (::geteuid() == 0)
        QSKIP("root may read every folder");
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    place(work.photos() / "Bob" / "two.png", 2);
    fs::permissions(work.photos() / "Bob", fs::perms::none);
    const Outcome some = work.import();
    fs::permissions(work.photos(), fs::perms::none);
    const Outcome none = work.import();
    fs::permissions(work.photos(), fs::perms::owner_all);
    fs::permissions(work.photos() / "Bob", fs::perms::owner_all);
    QCOMPARE(some.exitCode(), 3);
    QVERIFY(contains(some.result["failed"][0]["reason"], "cannot be read"));
    QCOMPARE(none.exitCode(), 2);
    QVERIFY(contains(none.message, "cannot be read"));
}

void TestImport::refusesDetectorForAlignedFaces() {
    const Workplace work;
    place(work.photos() / "Ann" / "one.png", 1);
    QCOMPARE(work.import({{"detector", "yunet"}}).exitCode(), 2);
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
