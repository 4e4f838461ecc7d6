// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTableView>
#include <atomic>

#include "base/error.h"
#include "ui/jobs/job_details.h"
#include "ui/jobs/jobs_model.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/shell_fixture.h"

using namespace limen;

namespace {

Job makeJob(const char* id, std::function<Outcome(const Params&, JobContext&)> run) {
    Job job;
    job.id = id;
    job.title = std::string("Test ") + id;
    job.help = "A job of the tests.";
    job.run = std::move(run);
    return job;
}

/// Counts to `items` as fast as it can.
Job countingJob(std::uint64_t items) {
    return makeJob("count", [items](const Params&, JobContext& context) {
        for (std::uint64_t i = 1; i <= items; ++i) {
            context.throwIfStopped();
            context.progress(i, items, "item");
        }
        context.info("counted");
        return Outcome::succeeded(Json{{"counted", items}});
    });
}

/// Runs until it is stopped.
Job endlessJob(std::atomic<bool>* started = nullptr) {
    return makeJob("endless", [started](const Params&, JobContext& context) -> Outcome {
        for (std::uint64_t i = 0;; ++i) {
            context.progress(i % 1000, 1000, "forever");
            context.info("line");
            if (started != nullptr)
                *started = true;
            context.throwIfStopped();
        }
    });
}

}  // namespace

class TestJobRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void succeedsWithOrderedProgressAndFewDeliveries();
    void cancels();
    void failureIsAValue();
    void floodOfLinesIsCapped();
    void destroyedWhileRunning();
    void queueRunsOneAtATime();
    void waitingJobIsCancelledWithoutRunning();
    void historyComesFirstAndOnce();
    void panelShowsLogResultAndCancels();

private:
    test::ShellEnvironment m_environment;
};

void TestJobRunner::succeedsWithOrderedProgressAndFewDeliveries() {
    constexpr std::uint64_t items = 200'000;
    JobRunner runner(countingJob(items), Json::object(), {});
    std::vector<std::uint64_t> seen;
    QStringList order;
    connect(&runner, &JobRunner::progressed, this, [&](const JobProgress& progress) {
        seen.push_back(progress.progress.done);
        order.append(QStringLiteral("progress"));
    });
    connect(&runner, &JobRunner::finished, this, [&order] { order.append(QStringLiteral("finished")); });
    QSignalSpy finished(&runner, &JobRunner::finished);
    runner.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30'000);
    QVERIFY(!runner.isRunning());
    QCOMPARE(runner.outcome().state, Outcome::State::Succeeded);
    QCOMPARE(runner.outcome().result["counted"].get<std::uint64_t>(), items);
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QCOMPARE(seen.back(), items);
    QVERIFY2(seen.size() < 2000, qPrintable(QString::number(seen.size())));
    QCOMPARE(order.last(), QStringLiteral("finished"));
    QCOMPARE(order.count(QStringLiteral("finished")), 1);
}

void TestJobRunner::cancels() {
    JobRunner runner(endlessJob(), Json::object(), {});
    QSignalSpy progressed(&runner, &JobRunner::progressed);
    QSignalSpy finished(&runner, &JobRunner::finished);
    runner.start();
    QTRY_VERIFY(progressed.count() > 0);
    runner.cancel();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(runner.outcome().state, Outcome::State::Cancelled);
}

void TestJobRunner::failureIsAValue() {
    JobRunner runner(makeJob("fails",
                             [](const Params&, JobContext&) -> Outcome {
                                 throwFailure("The disk is full.", "Free some space.");
                             }),
                     Json::object(),
                     {});
    QSignalSpy finished(&runner, &JobRunner::finished);
    runner.start();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(runner.outcome().state, Outcome::State::Failed);
    QCOMPARE(runner.outcome().message, std::string("The disk is full."));
    QCOMPARE(runner.outcome().hint, std::string("Free some space."));
}

void TestJobRunner::floodOfLinesIsCapped() {
    JobRunner runner(makeJob("talks",
                             [](const Params&, JobContext& context) {
                                 for (int i = 0; i < 50'000; ++i)
                                     context.info("line " + std::to_string(i));
                                 return Outcome::succeeded(Json::object());
                             }),
                     Json::object(),
                     {});
    int shown = 0;
    int dropped = 0;
    QString last;
    connect(&runner, &JobRunner::logged, this, [&](const std::vector<JobLogLine>& lines, int lost) {
        shown += static_cast<int>(lines.size());
        dropped += lost;
        last = lines.back().text;
    });
    QSignalSpy finished(&runner, &JobRunner::finished);
    runner.start();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(shown + dropped, 50'000);
    QVERIFY(dropped > 0);
    QCOMPARE(last, QStringLiteral("line 49999"));
}

void TestJobRunner::destroyedWhileRunning() {
    for (int i = 0; i < 50; ++i) {
        std::atomic<bool> started = false;
        {
            JobRunner runner(endlessJob(&started), Json::object(), {});
            runner.start();
            if (i % 2 == 0)
                QTRY_VERIFY(started.load());
        }
        QCoreApplication::processEvents();
    }
}

void TestJobRunner::queueRunsOneAtATime() {
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    const Job job = makeJob("alone", [&](const Params&, JobContext& context) {
        const int now = ++running;
        most = std::max(most.load(), now);
        for (int i = 0; i < 1000; ++i)
            context.progress(static_cast<std::uint64_t>(i), 1000, "step");
        --running;
        return Outcome::succeeded(Json::object());
    });
    JobQueue queue;
    JobsModel model(&queue);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy finished(&queue, &JobQueue::finished);
    for (int i = 0; i < 5; ++i)
        queue.enqueue(job, Json::object());
    QVERIFY(queue.hasActiveJobs());
    QTRY_COMPARE(finished.count(), 5);
    QCOMPARE(most.load(), 1);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(finished.at(i).first().toInt(), i + 1);
    QVERIFY(!queue.hasActiveJobs());
    QCOMPARE(model.idAt(0), 5);
    queue.clearFinished();
    QCOMPARE(model.rowCount(), 0);
}

void TestJobRunner::waitingJobIsCancelledWithoutRunning() {
    std::atomic<bool> ran = false;
    JobQueue queue;
    const int first = queue.enqueue(endlessJob(), Json::object());
    const int second = queue.enqueue(makeJob("second",
                                             [&ran](const Params&, JobContext&) {
                                                 ran = true;
                                                 return Outcome::succeeded(Json::object());
                                             }),
                                     Json::object());
    QCOMPARE(queue.find(second)->state, JobState::Queued);
    queue.cancelAll();
    QCOMPARE(queue.find(first)->state, JobState::Cancelling);
    QTRY_COMPARE(queue.find(first)->state, JobState::Cancelled);
    QCOMPARE(queue.find(second)->state, JobState::Cancelled);
    QVERIFY(!queue.hasActiveJobs());
    QVERIFY(!ran.load());
}

void TestJobRunner::historyComesFirstAndOnce() {
    JobQueue queue;
    QSignalSpy finished(&queue, &JobQueue::finished);
    queue.enqueue(countingJob(1), Json::object());
    QTRY_COMPARE(finished.count(), 1);
    JobRecord past;
    past.verb = "label";
    past.started = "2026-01-02T03:04:05Z";
    past.finished = "2026-01-02T03:05:10Z";
    past.outcome = "failed: no space";
    JobRecord killed = past;
    killed.finished.clear();
    killed.outcome.clear();
    JobRecord own = past;
    own.verb = "count";
    own.started = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    queue.setHistory({past, killed, own});
    queue.setHistory({past, killed, own});
    QCOMPARE(queue.entries().size(), std::size_t(3));
    QCOMPARE(queue.entries()[0]->state, JobState::Failed);
    QCOMPARE(queue.entries()[0]->progress.elapsedSeconds, 65.0);
    QCOMPARE(queue.entries()[1]->state, JobState::Unfinished);
    QVERIFY(!queue.entries()[2]->fromHistory);
    queue.setHistory({});
    QCOMPARE(queue.entries().size(), std::size_t(1));
}

void TestJobRunner::panelShowsLogResultAndCancels() {
    JobQueue queue;
    JobsPanel panel(&queue);
    panel.resize(900, 240);
    panel.show();
    const int first = queue.enqueue(countingJob(1000), Json::object());
    QCOMPARE(panel.selected(), first);
    QTRY_COMPARE(queue.find(first)->state, JobState::Succeeded);
    QCOMPARE(panel.details()->logText(), QStringLiteral("counted"));
    const int second = queue.enqueue(endlessJob(), Json::object());
    QCOMPARE(panel.selected(), second);
    QTRY_VERIFY(queue.find(second)->progress.progress.total == 1000);
    panel.grab();
    queue.cancel(panel.selected());
    QTRY_COMPARE(queue.find(second)->state, JobState::Cancelled);
    panel.select(first);
    QCOMPARE(panel.details()->logText(), QStringLiteral("counted"));
}

QTEST_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
