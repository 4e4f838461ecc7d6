// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <unistd.h>
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <cmath>
#include <filesystem>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/outcome.h"
#include "base/progress_rate.h"
#include "base/safe_file.h"
#include "base/threads.h"

using namespace limen;

namespace {

class LastProgress final : public JobObserver {
public:
    void onProgress(const Progress& progress) override { last = progress; }
    void onLog(LogLevel, const std::string&) override {}
    Progress last;
};

}  // namespace

class TestBase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sha256IsTheStandards() {
        // FIPS 180-2, appendix B.1
        QCOMPARE(sha256Hex(std::string_view("abc")),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        Sha256 pieces;
        pieces.add(std::string_view("a"));
        pieces.add(std::string_view("bc"));
        QCOMPARE(pieces.hexDigest(), sha256Hex(std::string_view("abc")));
    }

    void filesAreWholeOrNotThere() {
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        writeFileAtomically(folder / "a", std::string_view("first"));
        writeFileAtomically(folder / "a", std::string_view("second"));
        QCOMPARE(readTextFile(folder / "a"), std::string("second"));
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(folder / "no" / "b", std::string_view("x")), Error);
        // A folder cannot be replaced by a file: the rename fails, and the part file must go.
        std::filesystem::create_directory(folder / "c");
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(folder / "c", std::string_view("x")), Error);
        std::size_t entries = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder))
            ++entries;
        QCOMPARE(entries, std::size_t(2));
    }

    void readingRefusesWhatIsNoFileOrTooLarge() {
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        QVERIFY_EXCEPTION_THROWN(readFile(folder / "missing"), Error);
        QVERIFY_EXCEPTION_THROWN(readFile(folder), Error);
        writeFileAtomically(folder / "a", std::string_view("12345"));
        QVERIFY_EXCEPTION_THROWN(readFile(folder / "a", 4), Error);
        QCOMPARE(readFile(folder / "a", 5).size(), std::size_t(5));
    }

    void scratchFoldersDisappear() {
        std::filesystem::path path;
        {
            const ScratchFolder scratch;
            path = scratch.path();
            writeFileAtomically(path / "x", std::string_view("x"));
            QVERIFY((std::filesystem::status(path).permissions() & std::filesystem::perms(0077)) ==
                    std::filesystem::perms::none);
        }
        QVERIFY(!std::filesystem::exists(path));
    }

    void exitCodesAreTheContracts() {
        QCOMPARE(Outcome::succeeded({}).exitCode(), 0);
        QCOMPARE(Outcome::failed("x").exitCode(), 1);
        QCOMPARE(Outcome::failed(Error(ErrorKind::BadInput, "x")).exitCode(), 2);
        QCOMPARE(Outcome::finished({}, {{"a.jpg", "unreadable"}}).exitCode(), 3);
        QCOMPARE(Outcome::finished({}, {}).exitCode(), 0);
        QCOMPARE(Outcome::cancelled().exitCode(), 130);
    }

    void nestedProgressCoversItsPart() {
        LastProgress observer;
        const JobContext whole(observer, {});
        const JobContext second = whole.part(0.5, 1.0);
        const JobContext inner = second.part(0.0, 0.5);
        inner.progress(5, 10, "inner");
        QCOMPARE(observer.last.fraction, 0.5 + 0.25 * 0.5);
        QCOMPARE(observer.last.done, std::uint64_t(5));
        inner.progress(3, 0, "unknown total");
        QCOMPARE(observer.last.fraction, 0.5);
    }

    void rateAndTimeLeftComeFromTheLastHalfMinute() {
        ProgressRate rate;
        const auto start = ProgressRate::Clock::time_point();
        QVERIFY(!rate.itemsPerSecond());
        // 100 s at one item a second, then ten a second: after 30 s only the new pace counts.
        for (int second = 0; second <= 100; ++second)
            rate.add({"x", static_cast<std::uint64_t>(second), 1000, second / 1000.0},
                     start + std::chrono::seconds(second));
        QVERIFY(std::abs(*rate.itemsPerSecond() - 1.0) < 0.01);
        for (int second = 1; second <= 40; ++second)
            rate.add({"x", static_cast<std::uint64_t>(100 + 10 * second), 1000, (100 + 10 * second) / 1000.0},
                     start + std::chrono::seconds(100 + second));
        QVERIFY(std::abs(*rate.itemsPerSecond() - 10.0) < 0.01);
        QVERIFY(std::abs(*rate.secondsLeft() - 50.0) < 0.1);
        rate.add({"another step", 0, 10, 0.5}, start + std::chrono::seconds(141));
        QVERIFY(!rate.itemsPerSecond());
    }

    void durationsReadAsClocks() {
        QCOMPARE(formatDuration(172.0), std::string("2:52"));
        QCOMPARE(formatDuration(3727.4), std::string("1:02:07"));
        QCOMPARE(formatDuration(-1.0), std::string("0:00"));
    }

    void parallelForVisitsEverythingOnce() {
        for (const int workers : {1, 2, 7}) {
            std::vector<std::atomic<int>> visits(100);
            parallelFor(workers, visits.size(), {}, [&](std::size_t i) { ++visits[i]; });
            for (const auto& count : visits)
                QCOMPARE(count.load(), 1);
        }
        parallelFor(4, 0, {}, [](std::size_t) { QFAIL("nothing to visit"); });
    }

    void theFirstExceptionStopsTheOthers() {
        std::atomic<int> done = 0;
        try {
            parallelFor(2, 100000, {}, [&](std::size_t i) {
                if (i == 10)
                    throwFailure("ten");
                ++done;
            });
            QFAIL("must throw");
        } catch (const Error& error) {
            QCOMPARE(error.what(), "ten");
        }
        QVERIFY(done < 100000);
    }

    void aStopRequestCancels() {
        std::stop_source source;
        std::atomic<int> done = 0;
        QVERIFY_EXCEPTION_THROWN(parallelFor(2,
                                             100000,
                                             source.get_token(),
                                             [&](std::size_t) {
                                                 if (++done == 5)
                                                     source.request_stop();
                                             }),
                                 Cancelled);
        QVERIFY(done < 100000);
        QVERIFY(usableCores() >= 1);
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
