// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "base/error.h"
#include "base/safe_file.h"
#include "study/job_history.h"
#include "study/label_table.h"
#include "study/schema.h"
#include "study/study_writer.h"

using namespace limen;

namespace {

AlignedFace face(int shade) {
    AlignedFace aligned;
    aligned.face = RgbImage(alignedSize, alignedSize);
    for (std::size_t i = 0; i < aligned.face.pixels.size(); ++i)
        aligned.face.pixels[i] = static_cast<std::uint8_t>((i * 7 + static_cast<std::size_t>(shade)) % 256);
    aligned.points = FacePoints{{{1.5, 2.25}, {3, 4}, {5, 6}, {7, 8}, {9, 10}}};
    aligned.otherFaces = 2;
    return aligned;
}

NewImage newImage(const std::string& identity, const std::string& stem, const std::string& hash, Role role) {
    return {identity,
            role,
            stem,
            "photos/" + stem + ".jpg",
            hash,
            "aligned",
            face(static_cast<int>(hash.size()))};
}

/// A recognizer that is only a name: the study asks it for nothing else.
class NamedRecognizer final : public Recognizer {
public:
    explicit NamedRecognizer(std::string identity) : m_identity(std::move(identity)) {}
    const std::string& name() const override { return m_name; }
    const std::string& identity() const override { return m_identity; }
    int dimension() const override { return 2; }
    std::vector<std::vector<float>> embed(std::span<const RgbImage>) override { return {}; }

private:
    std::string m_name = "named";
    std::string m_identity;
};

template <typename Body>
QString messageOf(const Body& body) {
    try {
        body();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

}  // namespace

class TestStudy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = std::filesystem::path(m_dir->path().toStdString()) / "a.limen";
    }

    void createsAndReopens() {
        {
            Study study = Study::create(m_folder);
            QCOMPARE(study.name(), std::string("a"));
            QVERIFY(std::filesystem::is_directory(m_folder / "runs"));
            QVERIFY(std::filesystem::is_directory(m_folder / "exports"));
        }
        Study study = Study::open(m_folder, Study::Access::ReadOnly);
        QCOMPARE(ImageTable(study).counts(Role::Probe).images, 0);
        QVERIFY(!messageOf([&] { Study::create(m_folder); }).isEmpty());
    }

    void opensAVersion1StudyAndBringsItUpToDate() {
        // What version 1 wrote: everything but the history.
        {
            Study study = Study::create(m_folder);
            ImageTable(study).add(newImage("A", "A_1", "h1", Role::Probe));
            study.database().exec("DROP TABLE job");
            study.database().exec("PRAGMA user_version = 1");
        }
        // Reading is enough: the window and `limen info` open studies so.
        {
            Study reader = Study::open(m_folder, Study::Access::ReadOnly);
            QCOMPARE(ImageTable(reader).all().size(), std::size_t(1));
        }
        Study study = Study::open(m_folder, Study::Access::ReadWrite);
        QCOMPARE(study.database().execAndGet("PRAGMA user_version").getInt(), Study::schemaVersion);
        QCOMPARE(ImageTable(study).all().size(), std::size_t(1));
        JobHistory(study).begin("label", Json::object());
        QCOMPARE(JobHistory(study).all().size(), std::size_t(1));
    }

    void refusesAStudyFromTheFutureAndLeavesItAlone() {
        Study::create(m_folder).database().exec("PRAGMA user_version = 99");
        const auto before = readFile(m_folder / "study.sqlite");
        for (const auto access : {Study::Access::ReadOnly, Study::Access::ReadWrite})
            QVERIFY(
                messageOf([&] { Study::open(m_folder, access); }).contains(QStringLiteral("newer Limen")));
        QVERIFY(readFile(m_folder / "study.sqlite") == before);
    }

    void refusesForeignAndDamagedDatabases() {
        std::filesystem::create_directory(m_folder);
        {
            SQLite::Database other((m_folder / "study.sqlite").string(),
                                   SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("CREATE TABLE bookmarks (url TEXT)");
        }
        QVERIFY(messageOf([&] {
                    Study::open(m_folder, Study::Access::ReadWrite);
                }).contains(QStringLiteral("belongs to another program")));
        writeFileAtomically(m_folder / "study.sqlite", std::string(5000, 'x'));
        QVERIFY(messageOf([&] {
                    Study::open(m_folder, Study::Access::ReadWrite);
                }).contains(QStringLiteral("no database")));
        QVERIFY(messageOf([&] {
                    Study::open(m_folder / "missing", Study::Access::ReadOnly);
                }).contains(QStringLiteral("no study")));
    }

    void refusesToWriteAReadOnlyStudyButReadsIt() {
        Study::create(m_folder);
        if (::geteuid() == 0)
            QSKIP("permissions do not bind the root user");
        std::filesystem::permissions(m_folder, std::filesystem::perms(0555));
        std::filesystem::permissions(m_folder / "study.sqlite", std::filesystem::perms(0444));
        QVERIFY(messageOf([&] {
                    Study::open(m_folder, Study::Access::ReadWrite);
                }).contains(QStringLiteral("read-only")));
        Study study = Study::open(m_folder, Study::Access::ReadOnly);
        QCOMPARE(ImageTable(study).all().size(), std::size_t(0));
        std::filesystem::permissions(m_folder, std::filesystem::perms(0755));
    }

    void keepsImagesAndTheirOrder() {
        Study study = Study::create(m_folder);
        ImageTable images(study);
        QVERIFY(images.add(newImage("B", "B_1", "hash-b1", Role::Probe)) == ImageTable::Added::New);
        QVERIFY(images.add(newImage("A", "A_2", "h-a2", Role::Probe)) == ImageTable::Added::New);
        QVERIFY(images.add(newImage("A", "A_1", "h-a1x", Role::Probe)) == ImageTable::Added::New);
        QVERIFY(images.add(newImage("Z", "Z_1", "hz", Role::Distractor)) == ImageTable::Added::New);
        const auto all = images.withRole(Role::Probe);
        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(all[0].stem, std::string("A_1"));
        QCOMPARE(all[2].identity, std::string("B"));
        QCOMPARE(all[0].points->at(0).y, 2.25);
        QCOMPARE(all[0].otherFaces, 2);
        QVERIFY(images.face(all[2].id) == face(7).face);
        QCOMPARE(images.counts(Role::Probe).identities, 2);
    }

    void samePhotographIsKeptOnce() {
        Study study = Study::create(m_folder);
        ImageTable images(study);
        images.add(newImage("A", "A_1", "h", Role::Probe));
        QVERIFY(images.add(newImage("B", "B_9", "h", Role::Probe)) == ImageTable::Added::Duplicate);
        QCOMPARE(*images.identityOf("h", "aligned"), std::string("A"));
        images.add(newImage("A", "A_1", "other", Role::Probe));
        QCOMPARE(images.all()[1].stem, std::string("A_1-2"));
        QVERIFY(messageOf([&] {
                    images.add(newImage("A", "A_3", "h3", Role::Distractor));
                }).contains(QStringLiteral("already in the study as probe")));
    }

    void setHashNamesTheImagesAndNotTheirOrder() {
        Study study = Study::create(m_folder);
        ImageTable images(study);
        images.add(newImage("A", "A_1", "h1", Role::Probe));
        images.add(newImage("A", "A_2", "h2", Role::Probe));
        const std::string hash = images.setHash(Role::Probe);
        Study other = Study::create(m_folder.parent_path() / "b.limen");
        ImageTable reversed(other);
        reversed.add(newImage("A", "x", "h2", Role::Probe));
        reversed.add(newImage("A", "y", "h1", Role::Probe));
        QCOMPARE(reversed.setHash(Role::Probe), hash);
        images.add(newImage("A", "A_3", "h3", Role::Probe));
        QVERIFY(images.setHash(Role::Probe) != hash);
    }

    void embeddingsAreKeptPerRecognizerIdentity() {
        Study study = Study::create(m_folder);
        ImageTable(study).add(newImage("A", "A_1", "h1", Role::Probe));
        const ImageId image = ImageTable(study).all().front().id;
        EmbeddingTable table(study);
        const RecognizerId first = table.idOf(NamedRecognizer("weights 1"), "named", {});
        const RecognizerId second = table.idOf(NamedRecognizer("weights 2"), "named", {});
        QVERIFY(first != second);
        QCOMPARE(table.idOf(NamedRecognizer("weights 1"), "elsewhere.json", {}), first);
        QCOMPARE(table.recognizers().front().openedAs, std::string("elsewhere.json"));
        table.addOriginal(first, image, {0.6F, 0.8F});
        table.addOriginal(first, image, {1.0F, 0.0F});  // ignored: decisions are made from the first
        QCOMPARE(table.original(first, image)->at(0), 0.6F);
        QVERIFY(!table.original(second, image));
    }

    void labelsOfChangedSetsAreStale() {
        Study study = Study::create(m_folder);
        ImageTable images(study);
        images.add(newImage("A", "A_1", "h1", Role::Probe));
        const auto codec = createCodec("jpeg");
        const CodecId codecId = EncodingTable(study).idOf(*codec, "jpeg");
        const RecognizerId recognizer = EmbeddingTable(study).idOf(NamedRecognizer("r"), "r", {});
        LabelSet set;
        set.key = {codecId,
                   recognizer,
                   1e-4,
                   Reading::Largest,
                   images.setHash(Role::Probe),
                   images.setHash(Role::Distractor)};
        set.threshold = 0.25;
        LabelTable table(study);
        const LabelSet opened = table.open(set);
        QCOMPARE(table.open(set).id, opened.id);
        Label label;
        label.image = images.all().front().id;
        label.level = 30;
        label.bpp = 1.5;
        QVERIFY(!table.sets().front().complete);
        table.add(opened.id, {label});
        QVERIFY(table.sets().front().complete);
        QCOMPARE(*table.labels(opened.id).front().level, 30);
        images.add(newImage("A", "A_2", "h2", Role::Probe));
        QVERIFY(table.sets().front().stale);
        QVERIFY(!table.sets().front().complete);
    }

    void onlyOneProcessWrites() {
        Study study = Study::create(m_folder);
        const StudyWriteLock lock(study);
        QVERIFY(
            messageOf([&] { const StudyWriteLock second(study); }).contains(QStringLiteral("Another job")));
    }

    void writerKeepsWhatWasHandedOverAndReportsWhatFails() {
        Study study = Study::create(m_folder);
        {
            StudyWriter writer(m_folder);
            for (int i = 0; i < 10; ++i)
                writer.submit([i](Study& target) {
                    ImageTable(target).add(
                        newImage("A", "s" + std::to_string(i), "hash" + std::to_string(i), Role::Probe));
                });
            writer.finish();
            QCOMPARE(ImageTable(study).counts(Role::Probe).images, 10);
            writer.submit([](Study&) { throwFailure("The disk is full."); });
            QCOMPARE(messageOf([&] { writer.finish(); }), QStringLiteral("The disk is full."));
            QCOMPARE(messageOf([&] { writer.submit([](Study&) {}); }), QStringLiteral("The disk is full."));
        }
        QCOMPARE(ImageTable(study).counts(Role::Probe).images, 10);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::filesystem::path m_folder;
};

QTEST_GUILESS_MAIN(TestStudy)
#include "tst_study.moc"
