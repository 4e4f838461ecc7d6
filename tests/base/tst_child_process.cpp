// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <sys/wait.h>
#include <QtTest>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "base/cancellation.h"
#include "base/child_process.h"
#include "base/error.h"
#include "base/safe_file.h"

using limen::ChildCommand;
using limen::ChildResult;
using namespace std::chrono_literals;

namespace {

ChildCommand shell(const std::string& script) {
    ChildCommand command;
    command.arguments = {"sh", "-c", script};
    return command;
}

ChildResult run(const ChildCommand& command) {
    return limen::runChild(command, {});
}

std::string text(const ChildResult& result) {
    return {result.output.begin(), result.output.end()};
}

/// No child of this process is left, running or dead.
bool hasNoChildren() {
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

/// Whether the process whose number the file holds is gone or only waits to be reaped by init.
bool isGone(const std::filesystem::path& pidFile) {
    std::ifstream in(pidFile);
    int pid = 0;
    if (!(in >> pid))
        return false;
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    return !(stat >> number >> name >> state) || state == "Z" || state == "X";
}

}  // namespace

class TestChildProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(hasNoChildren()); }

    void exitCodeAndOutputsComeBack() {
        const ChildResult result = run(shell("echo out; echo err >&2; exit 7"));
        QCOMPARE(result.exitCode, 7);
        QCOMPARE(result.signal, 0);
        QVERIFY(!result.succeeded());
        QCOMPARE(text(result), std::string("out\n"));
        QCOMPARE(result.errors, std::string("err\n"));
        QCOMPARE(result.ending(), std::string("exit code 7"));
        QVERIFY(run(shell("true")).succeeded());
    }

    void aSignalIsToldFromAnExitCode() {
        const ChildResult result = run(shell("kill -SEGV $$"));
        QCOMPARE(result.signal, SIGSEGV);
        QVERIFY(!result.succeeded());
        QCOMPARE(result.ending(), std::string("signal 11"));
    }

    void argumentsReachTheProgramUntouched() {
        ChildCommand command;
        command.arguments = {"printf", "%s|", "a b", "$HOME", "; exit 1", "*", "'\"", ""};
        QCOMPARE(text(run(command)), std::string("a b|$HOME|; exit 1|*|'\"||"));
    }

    void aMissingProgramIsNamed() {
        for (const char* name : {"limen-no-such-program", "/no/such/program"}) {
            ChildCommand command;
            command.arguments = {name};
            try {
                run(command);
                QFAIL("started");
            } catch (const limen::Error& error) {
                QCOMPARE(error.kind(), limen::ErrorKind::BadInput);
                QVERIFY(std::string(error.what()).find(name) != std::string::npos);
                QVERIFY(!error.hint().empty());
            }
        }
        QVERIFY_EXCEPTION_THROWN(run(ChildCommand{}), limen::Error);
    }

    void inputIsWrittenAndEnds() {
        // Far more than a pipe or socket holds, read and written at once.
        std::vector<std::uint8_t> input(3'000'000);
        for (std::size_t i = 0; i < input.size(); ++i)
            input[i] = static_cast<std::uint8_t>(i * 7 % 251);
        ChildCommand command;
        command.arguments = {"cat"};
        command.input = input;
        const ChildResult result = run(command);
        QVERIFY(result.succeeded());
        QVERIFY(result.output == input);
        QVERIFY(!result.truncated);
    }

    void withoutInputTheProgramReadsAnEnd() {
        ChildCommand command;
        command.arguments = {"cat"};
        const ChildResult result = run(command);
        QVERIFY(result.succeeded());
        QVERIFY(result.output.empty());
    }

    void aProgramThatDoesNotReadItsInputDoesNoHarm() {
        const std::vector<std::uint8_t> input(2'000'000, 1);
        ChildCommand command = shell("exec <&-; echo done");
        command.input = input;
        QCOMPARE(text(run(command)), std::string("done\n"));
    }

    void muchOutputOnBothChannelsDoesNotBlock() {
        const ChildResult result =
            run(shell("head -c 2000000 /dev/zero >&2 & head -c 3000000 /dev/zero; wait; echo end >&2"));
        QVERIFY(result.succeeded());
        QCOMPARE(result.output.size(), std::size_t{3'000'000});
        QCOMPARE(result.errors.size(), std::size_t{2'000'004});
    }

    void keptOutputIsBounded() {
        ChildCommand command = shell("echo 0123456789; head -c 1000000 /dev/zero; exit 3");
        command.keptBytes = 6;
        const ChildResult result = run(command);
        QCOMPARE(result.exitCode, 3);
        QCOMPARE(text(result), std::string("012345"));
        QVERIFY(result.truncated);
    }

    void aTimeoutEndsTheWholeGroup() {
        const limen::ScratchFolder folder;
        const std::filesystem::path pidFile = folder.path() / "pid";
        ChildCommand command = shell("sleep 1000 & echo $! > '" + pidFile.string() + "'; wait");
        command.timeout = 500ms;
        try {
            run(command);
            QFAIL("finished");
        } catch (const limen::Error& error) {
            QCOMPARE(error.kind(), limen::ErrorKind::Failure);
            QVERIFY(std::string(error.what()).find("did not finish within 0.5 seconds") != std::string::npos);
        }
        QTRY_VERIFY(isGone(pidFile));
    }

    void aStopEndsTheWholeGroup() {
        const limen::ScratchFolder folder;
        const std::filesystem::path pidFile = folder.path() / "pid";
        std::stop_source source;
        std::jthread stopper([&] {
            while (!std::filesystem::exists(pidFile) || std::filesystem::file_size(pidFile) == 0)
                std::this_thread::yield();
            source.request_stop();
        });
        const ChildCommand command = shell("sleep 1000 & echo $! > '" + pidFile.string() + "'; wait");
        QVERIFY_EXCEPTION_THROWN(limen::runChild(command, source.get_token()), limen::Cancelled);
        QTRY_VERIFY(isGone(pidFile));
        // And one that was stopped before does not start.
        QVERIFY_EXCEPTION_THROWN(
            limen::runChild(shell("touch " + (folder.path() / "started").string()), source.get_token()),
            limen::Cancelled);
        QVERIFY(!std::filesystem::exists(folder.path() / "started"));
    }

    void whatAProgramLeavesBehindIsEnded() {
        const limen::ScratchFolder folder;
        const std::filesystem::path pidFile = folder.path() / "pid";
        // The grandchild holds the output open: waiting for its end would take 1000 seconds.
        const ChildResult result = run(shell("sleep 1000 & echo $! > '" + pidFile.string() + "'; echo done"));
        QVERIFY(result.succeeded());
        QCOMPARE(text(result), std::string("done\n"));
        QTRY_VERIFY(isGone(pidFile));
    }

    void childrenOfSeveralThreadsDoNotHoldEachOthersPipes() {
        std::vector<int> codes(8, -1);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < codes.size(); ++i)
                threads.emplace_back([&codes, i] {
                    const std::vector<std::uint8_t> input(100'000, 5);
                    ChildCommand command = shell("wc -c; exit " + std::to_string(i));
                    command.input = input;
                    const ChildResult result = run(command);
                    codes[i] = text(result) == "100000\n" ? result.exitCode : -2;
                });
        }
        for (std::size_t i = 0; i < codes.size(); ++i)
            QCOMPARE(codes[i], static_cast<int>(i));
    }
};

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_child_process.moc"
