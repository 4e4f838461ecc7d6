// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "base/hash.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "jobs/job.h"

using namespace limen;
namespace fs = std::filesystem;

/// The verb sample: the same seed makes the same people, and what is there is kept.
class TestSamplePeople : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    std::string path(const char* name) const {
        return (fs::path(m_dir.path().toStdString()) / name).string();
    }

    static Outcome sample(const std::string& folder, Json more = Json::object(), std::uint64_t seed = 5) {
        Json parameters = {{"dir", folder}, {"identities", 2}, {"images", 2}, {"distractors", 3}};
        parameters.update(more);
        RunOptions options;
        options.seed = seed;
        JobContext context(silentObserver(), {}, options);
        return runJob(*findJob("sample"), parameters, context);
    }

    /// Relative path -> SHA-256 of every picture.
    static std::map<std::string, std::string> pictures(const std::string& folder) {
        std::map<std::string, std::string> hashes;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file() && entry.path().extension() != ".json")
                hashes[fs::relative(entry.path(), folder).string()] = sha256HexOfFile(entry.path());
        return hashes;
    }

private Q_SLOTS:
    void filesAreNamedAsImportWantsThem() {
        const Outcome outcome = sample(path("a"));
        QCOMPARE(outcome.message, std::string());
        QCOMPARE(outcome.result["written"].get<int>(), 7);
        QCOMPARE(outcome.result["kept"].get<int>(), 0);
        std::set<std::string> names;
        for (const auto& [name, hash] : pictures(path("a")))
            names.insert(name);
        QCOMPARE(names,
                 (std::set<std::string>{"distractors/other_001/other_001.jpg",
                                        "distractors/other_002/other_002.jpg",
                                        "distractors/other_003/other_003.jpg",
                                        "probes/person_01/person_01_01.jpg",
                                        "probes/person_01/person_01_02.jpg",
                                        "probes/person_02/person_02_01.jpg",
                                        "probes/person_02/person_02_02.jpg"}));
        const RgbImage photo = readImage(fs::path(path("a")) / "probes/person_02/person_02_01.jpg");
        QCOMPARE(photo.width, 250);
        QCOMPARE(photo.height, 250);
    }

    void theSameSeedMakesTheSamePictures() {
        QCOMPARE(sample(path("b")).exitCode(), 0);
        const auto all = pictures(path("b"));
        QCOMPARE(all, pictures(path("a")));
        std::set<std::string> distinct;
        for (const auto& [name, hash] : all)
            distinct.insert(hash);
        QCOMPARE(distinct.size(), all.size());
        QCOMPARE(sample(path("c"), Json::object(), 6).exitCode(), 0);
        QVERIFY(pictures(path("c")) != all);
    }

    void whatIsThereIsKept() {
        const auto whole = pictures(path("a"));
        const fs::path one = fs::path(path("a")) / "probes/person_01/person_01_02.jpg";
        fs::remove(one);
        const Outcome outcome = sample(path("a"));
        QCOMPARE(outcome.result["written"].get<int>(), 1);
        QCOMPARE(outcome.result["kept"].get<int>(), 6);
        QCOMPARE(pictures(path("a")), whole);
        // More of them leave the first ones as they are.
        QCOMPARE(sample(path("a"), {{"images", 3}}).result["written"].get<int>(), 2);
        for (const auto& [name, hash] : whole)
            QCOMPARE(pictures(path("a")).at(name), hash);
    }

    void anotherSeedOrKindIsRefused() {
        QCOMPARE(sample(path("b"), Json::object(), 6).exitCode(), 2);
        QCOMPARE(sample(path("b"), {{"aligned", true}}).exitCode(), 2);
    }

    void aFolderOfOtherPicturesIsRefused() {
        fs::create_directories(fs::path(path("own")) / "probes" / "somebody");
        QCOMPARE(sample(path("own")).exitCode(), 2);
        QVERIFY(pictures(path("own")).empty());
    }

    void alignedFacesAreFaces() {
        QCOMPARE(sample(path("faces"), {{"aligned", true}}).exitCode(), 0);
        const RgbImage face = readImage(fs::path(path("faces")) / "probes/person_01/person_01_01.png");
        QCOMPARE(face.width, alignedSize);
        QCOMPARE(face.height, alignedSize);
    }

    void aContactSheetIsWritten() {
        for (const char* name : {"sheet.png", "sheet.jpg"}) {
            const Outcome outcome = sample(path("b"), {{"sheet", path(name)}});
            QCOMPARE(outcome.message, std::string());
            const RgbImage sheet = readImage(path(name));
            QVERIFY(sheet.width > 100 && sheet.height > 100);
        }
        QCOMPARE(sample(path("b"), {{"sheet", path("sheet.gif")}}).exitCode(), 2);
    }

    void stoppedItCanBeTakenUp() {
        std::stop_source stop;
        stop.request_stop();
        JobContext context(silentObserver(), stop.get_token(), {});
        const Json parameters = {
            {"dir", path("stopped")}, {"identities", 1}, {"images", 2}, {"distractors", 0}};
        QCOMPARE(runJob(*findJob("sample"), parameters, context).exitCode(), 130);
        JobContext again(silentObserver(), {}, {});
        QCOMPARE(runJob(*findJob("sample"), parameters, again).exitCode(), 0);
        QCOMPARE(pictures(path("stopped")).size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestSamplePeople)
#include "tst_sample_people.moc"
