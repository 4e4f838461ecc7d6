// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "base/error.h"
#include "base/safe_file.h"
#include "jobs/job.h"

using namespace limen;

namespace {

ParamSpec spec(const char* name, ParamType type) {
    ParamSpec result;
    result.name = name;
    result.type = type;
    result.help = "help";
    return result;
}

QString refusal(const std::vector<ParamSpec>& specs, const Json& raw) {
    try {
        validateParams(specs, raw);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromUtf8(error.what()) : QString();
    }
    return {};
}

}  // namespace

class TestJobParams : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyJobDescribesItselfWholly() {
        std::set<std::string> ids;
        for (const Job& job : allJobs()) {
            QVERIFY2(ids.insert(job.id).second, job.id.c_str());
            QVERIFY2(!job.title.empty() && job.help.size() > 20 && job.run, job.id.c_str());
            QCOMPARE(findJob(job.id), &job);
            std::set<std::string> names;
            bool hasStudy = false;
            for (const ParamSpec& param : job.params) {
                QVERIFY2(names.insert(param.name).second, param.name.c_str());
                QVERIFY2(!param.help.empty() && param.help.back() != '.', param.name.c_str());
                QVERIFY2(param.type != ParamType::Choice || !param.choices.empty(), param.name.c_str());
                hasStudy = hasStudy || param.type == ParamType::Study;
            }
            QVERIFY2(!job.changesStudy || hasStudy, job.id.c_str());
        }
        for (const char* verb :
             {"demo",     "sample",  "report",   "import",    "compress", "encode", "label",
              "accuracy", "embed",   "evaluate", "select-qp", "export",   "info",   "models",
              "codecs",   "jnd-map", "metrics",  "quality",   "bd-rate",  "bench"})
            QVERIFY2(ids.contains(verb), verb);
        QCOMPARE(findJob("no such job"), nullptr);
    }

    void defaultsOfEveryJobAreValid() {
        for (const Job& job : allJobs())
            for (const ParamSpec& param : job.params)
                if (!param.defaultValue.is_null()) {
                    ParamSpec alone = param;
                    alone.required = false;
                    const Json given = {{param.name, param.defaultValue}};
                    QCOMPARE(refusal({alone}, given), QString());
                }
    }

    void numbersAreReadWithTheirRange() {
        ParamSpec count = spec("count", ParamType::Integer);
        count.minimum = 1;
        count.maximum = 10;
        QCOMPARE(validateParams({count}, {{"count", "7"}}).integer("count"), 7L);
        QCOMPARE(validateParams({count}, {{"count", 7}}).integer("count"), 7L);
        QVERIFY(refusal({count}, {{"count", "0"}}).contains(QStringLiteral("the least is 1")));
        QVERIFY(refusal({count}, {{"count", "11"}}).contains(QStringLiteral("the most is 10")));
        for (const char* text : {"7x", "", "7.5", "x"})
            QVERIFY(refusal({count}, {{"count", text}}).contains(QStringLiteral("whole number")));
        const ParamSpec rate = spec("rate", ParamType::Real);
        QCOMPARE(validateParams({rate}, {{"rate", "1e-4"}}).real("rate"), 1e-4);
        QVERIFY(!refusal({rate}, {{"rate", "nan"}}).isEmpty());
        QVERIFY(!refusal({rate}, {{"rate", "inf"}}).isEmpty());
    }

    void choicesAndUnknownNamesAreRefused() {
        ParamSpec role = spec("role", ParamType::Choice);
        role.choices = {"probe", "distractor"};
        QVERIFY(refusal({role}, {{"role", "gallery"}}).contains(QStringLiteral("probe, distractor")));
        QVERIFY(refusal({role}, {{"rôle", "probe"}}).contains(QStringLiteral("no parameter")));
    }

    void missingOnesAreNamed() {
        ParamSpec study = spec("study", ParamType::Study);
        study.required = true;
        QVERIFY(refusal({study}, Json::object()).contains(QStringLiteral("--study")));
        ParamSpec images = spec("images", ParamType::InputFile);
        images.required = images.positional = images.repeated = true;
        QVERIFY(refusal({images}, {{"images", Json::array()}}).contains(QStringLiteral("images is missing")));
    }

    void inputsMustExist() {
        const QTemporaryDir dir;
        const std::string folder = dir.path().toStdString();
        const ParamSpec file = spec("in", ParamType::InputFile);
        const ParamSpec in = spec("dir", ParamType::InputFolder);
        QVERIFY(!refusal({file}, {{"in", folder}}).isEmpty());
        QVERIFY(!refusal({in}, {{"dir", folder + "/none"}}).isEmpty());
        QCOMPARE(validateParams({in}, {{"dir", folder}}).text("dir"), folder);
    }

    void configurationsGiveWhatIsNotGivenOtherwise() {
        const ScratchFolder scratch;
        const auto file = scratch.path() / "train.json";
        const auto write = [&file](const char* text) { writeFileAtomically(file, std::string_view(text)); };
        ParamSpec epochs = spec("epochs", ParamType::Integer);
        epochs.defaultValue = 100;
        epochs.minimum = 1;
        ParamSpec rate = spec("rate", ParamType::Real);
        rate.required = true;
        const std::vector<ParamSpec> specs = {spec("config", ParamType::ConfigFile), epochs, rate};
        const Json raw = {{"config", file.string()}, {"epochs", "7"}};
        write(R"({"epochs": 20, "rate": 0.5})");
        const Params params = validateParams(specs, raw);
        QCOMPARE(params.integer("epochs"), 7L);
        QCOMPARE(params.real("rate"), 0.5);
        QCOMPARE(validateParams(specs, {{"config", file.string()}}).integer("epochs"), 20L);
        write(R"({"epochs": 0, "rate": 1})");
        QVERIFY(refusal(specs, {{"config", file.string()}}).contains(QStringLiteral("epochs")));
        write(R"({"epoch": 3})");
        QVERIFY(refusal(specs, raw).contains(QStringLiteral("train.json")));
        for (const char* none : {"", "[1]", "{"}) {
            write(none);
            QVERIFY(refusal(specs, raw).contains(QStringLiteral("not a JSON object")));
        }
        QVERIFY(refusal(specs, {{"config", "/none.json"}}).contains(QStringLiteral("/none.json")));
    }

    void levelListsAreChecked() {
        const ParamSpec levels = spec("qp", ParamType::Levels);
        for (const char* good : {"13-51", "22,32,37", "30"})
            QCOMPARE(refusal({levels}, {{"qp", good}}), QString());
        for (const char* bad : {"a", "13-", "13..51", "1-2-3"})
            QVERIFY(!refusal({levels}, {{"qp", bad}}).isEmpty());
    }

    void whateverIsThrownBecomesAnOutcome() {
        JobContext context(silentObserver(), {});
        Job job;
        job.id = "thrower";
        job.run = [](const Params&, JobContext&) -> Outcome { throw std::runtime_error("surprise"); };
        const Outcome outcome = runJob(job, Json::object(), context);
        QCOMPARE(outcome.exitCode(), 1);
        QVERIFY(outcome.message.find("surprise") != std::string::npos);
        QCOMPARE(runJob(job, {{"x", 1}}, context).exitCode(), 2);
    }
};

QTEST_GUILESS_MAIN(TestJobParams)
#include "tst_job_params.moc"
