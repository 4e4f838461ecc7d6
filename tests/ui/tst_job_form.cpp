// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>

#include "jobs/command_line_text.h"
#include "ui/jobs/job_form.h"
#include "ui/jobs/param_field.h"
#include "ui/shell_fixture.h"

using namespace limen;

namespace {

FormChoices testChoices() {
    FormChoices choices;
    choices.codecs = {{QStringLiteral("hevc"), QStringLiteral("HEVC"), {}},
                      {QStringLiteral("vtm"), QStringLiteral("VTM"), QStringLiteral("install VTM")}};
    choices.recognizers = {QStringLiteral("hog-baseline"), QStringLiteral("mobilefacenet-ms1m")};
    return choices;
}

ParamSpec makeSpec(const char* name, ParamType type, Json fallback = nullptr) {
    ParamSpec spec;
    spec.name = name;
    spec.type = type;
    spec.help = std::string("Help of ") + name;
    spec.defaultValue = std::move(fallback);
    return spec;
}

/// One parameter of every type.
Job everyType() {
    Job job;
    job.id = "everything";
    job.title = "Every type";
    job.help = "A job of the tests.";
    job.params = {makeSpec("text", ParamType::Text),
                  makeSpec("count", ParamType::Integer, 20),
                  makeSpec("far", ParamType::Real, 1e-4),
                  makeSpec("exhaustive", ParamType::Flag, false),
                  makeSpec("reading", ParamType::Choice, "largest"),
                  makeSpec("card", ParamType::InputFile),
                  makeSpec("out", ParamType::OutputFile),
                  makeSpec("photographs", ParamType::InputFolder),
                  makeSpec("to", ParamType::OutputFolder),
                  makeSpec("study", ParamType::Study),
                  makeSpec("codec", ParamType::Codec, "hevc"),
                  makeSpec("recognizer", ParamType::Recognizer),
                  makeSpec("qp", ParamType::Levels, "13-51"),
                  makeSpec("files", ParamType::Text)};
    job.params[1].minimum = 1;
    job.params[1].maximum = 100;
    job.params[1].unit = "images";
    job.params[4].choices = {"largest", "contiguous"};
    job.params[9].required = true;
    job.params[13].repeated = true;
    job.params[13].positional = true;
    return job;
}

/// A value other than the default that the parameter accepts.
Json exampleOf(const ParamSpec& spec, const QString& folder, const QString& file) {
    Json value;
    switch (spec.type) {
        case ParamType::Integer:
            value = static_cast<long>(spec.maximum.value_or(spec.minimum.value_or(0.0) + 7.0));
            break;
        case ParamType::Real:
            value = spec.minimum && spec.maximum ? (*spec.minimum + *spec.maximum) / 2.0 : 0.001;
            break;
        case ParamType::Flag:
            value = spec.defaultValue != Json(true);
            break;
        case ParamType::Choice:
            value = spec.choices.back();
            break;
        case ParamType::InputFile:
        case ParamType::ConfigFile:
            value = file.toStdString();
            break;
        case ParamType::InputFolder:
        case ParamType::OutputFolder:
        case ParamType::OutputFile:
        case ParamType::Study:
            value = folder.toStdString();
            break;
        case ParamType::Levels:
            value = "22,32";
            break;
        case ParamType::Codec:
            value = "hevc:preset=slow";
            break;
        default:
            value = "some text";
    }
    return spec.repeated ? Json::array({value, value}) : value;
}

}  // namespace

class TestJobForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void initTestCase();
    void valuesSurviveTheForm_data();
    void valuesSurviveTheForm();
    void defaultsAreShown();
    void wrongValueIsExplainedBelowItsField();
    void openStudyHidesItsRow();
    void unavailableCodecCannotBeChosen();
    void commandLine_data();
    void commandLine();
    void everyButtonHasAName();

private:
    test::ShellEnvironment m_environment;
    QString m_folder;
    QString m_file;
};

void TestJobForm::initTestCase() {
    m_folder = QString::fromStdString(m_environment.path("folder").string());
    std::filesystem::create_directories(m_folder.toStdString());
    m_file = m_folder + QStringLiteral("/card.json");
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{}");  // also a configuration, of nothing
}

void TestJobForm::valuesSurviveTheForm_data() {
    QTest::addColumn<int>("index");
    QTest::newRow("every type") << -1;
    const std::vector<Job>& jobs = allJobs();
    for (std::size_t i = 0; i < jobs.size(); ++i)
        QTest::newRow(jobs[i].id.c_str()) << static_cast<int>(i);
}

void TestJobForm::valuesSurviveTheForm() {
    QFETCH(int, index);
    const Job job = index < 0 ? everyType() : allJobs()[static_cast<std::size_t>(index)];
    JobForm form(job, testChoices());
    Json given = Json::object();
    for (const ParamSpec& spec : job.params)
        if (spec.inForm)
            given[spec.name] = exampleOf(spec, m_folder, m_file);
    form.setValues(given);
    const Json got = form.values();
    for (const auto& [name, value] : given.items())
        QVERIFY2(got.contains(name) && got[name] == value,
                 (name + ": " + value.dump() + " became " + got.dump()).c_str());
    for (const ParamSpec& spec : job.params)
        if (spec.inForm)
            QVERIFY2(form.field(spec.name)->validate(), qPrintable(form.field(spec.name)->problem()));
}

void TestJobForm::defaultsAreShown() {
    JobForm form(everyType(), testChoices());
    const Json values = form.values();
    QCOMPARE(values["count"], Json(20));
    QCOMPARE(values["far"], Json(1e-4));
    QCOMPARE(values["exhaustive"], Json(false));
    QCOMPARE(values["reading"], Json("largest"));
    QCOMPARE(values["codec"], Json("hevc"));
    QVERIFY(!values.contains("text"));
    QVERIFY(!values.contains("recognizer"));
}

void TestJobForm::wrongValueIsExplainedBelowItsField() {
    JobForm form(everyType(), testChoices());
    form.setStudy(m_folder);
    QVERIFY(form.validate());
    QSignalSpy run(&form, &JobForm::runRequested);
    form.show();
    form.field("count")->setValue(101);
    QVERIFY(!form.validate());
    QVERIFY(form.field("count")->problem().contains(QLatin1String("100")));
    QVERIFY(form.field("far")->problem().isEmpty());
    form.field("count")->setValue("many");
    QVERIFY(!form.validate());
    form.field("count")->setValue(100);
    form.field("card")->setValue("/no/such/card.json");
    QVERIFY(!form.validate());
    QVERIFY(form.field("card")->problem().contains(QLatin1String("/no/such/card.json")));
    const auto buttons = form.findChildren<QPushButton*>();
    const auto runButton = std::find_if(
        buttons.begin(), buttons.end(), [](const QPushButton* button) { return button->isDefault(); });
    QVERIFY(runButton != buttons.end());
    QTest::mouseClick(*runButton, Qt::LeftButton);
    QCOMPARE(run.count(), 0);
    QVERIFY(form.isVisible());
    form.field("card")->setValue(m_file.toStdString());
    QTest::mouseClick(*runButton, Qt::LeftButton);
    QCOMPARE(run.count(), 1);
    QVERIFY(!form.isVisible());
}

void TestJobForm::openStudyHidesItsRow() {
    JobForm form(everyType(), testChoices());
    form.show();
    QVERIFY(form.field("study")->isVisible());
    QVERIFY(!form.validate());
    form.setStudy(m_folder);
    QVERIFY(!form.field("study")->isVisible());
    QCOMPARE(form.values()["study"], Json(m_folder.toStdString()));
    QVERIFY(form.validate());
    form.setStudy({});
    QVERIFY(form.field("study")->isVisible());
}

void TestJobForm::unavailableCodecCannotBeChosen() {
    JobForm form(everyType(), testChoices());
    const auto* box = qobject_cast<QComboBox*>(form.field("codec")->editor());
    QVERIFY(box != nullptr);
    const QModelIndex vtm = box->model()->index(box->findText(QStringLiteral("vtm")), 0);
    QVERIFY(!(vtm.flags() & Qt::ItemIsEnabled));
    QCOMPARE(vtm.data(Qt::ToolTipRole).toString(), QStringLiteral("install VTM"));
}

void TestJobForm::commandLine_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("line");
    QTest::newRow("defaults are left out")
        << QStringLiteral(R"({"count":20,"far":0.0001,"exhaustive":false})")
        << QStringLiteral("limen everything");
    QTest::newRow("values and flags")
        << QStringLiteral(R"({"count":5,"exhaustive":true,"codec":"av1"})")
        << QStringLiteral("limen everything --count 5 --exhaustive --codec av1");
    QTest::newRow("quoting") << QStringLiteral("{\"study\":\"my study's.limen\"}")
                             << QStringLiteral("limen everything --study 'my study'\\''s.limen'");
    QTest::newRow("positional first") << QStringLiteral(R"({"text":"a","files":["x.png","y z.png"]})")
                                      << QStringLiteral("limen everything x.png 'y z.png' --text a");
}

void TestJobForm::commandLine() {
    QFETCH(QString, json);
    QFETCH(QString, line);
    QCOMPARE(QString::fromStdString(commandLineText(everyType(), Json::parse(json.toStdString()), {})), line);
    RunOptions options;
    options.threads = 2;
    QCOMPARE(QString::fromStdString(commandLineText(everyType(), Json::parse(json.toStdString()), options)),
             line + QStringLiteral(" --threads 2"));
}

void TestJobForm::everyButtonHasAName() {
    JobForm form(everyType(), testChoices());
    for (const QAbstractButton* button : form.findChildren<QAbstractButton*>())
        // A line edit's clear button and a completer's parts are Qt's own.
        if (qobject_cast<const QLineEdit*>(button->parentWidget()) == nullptr)
            QVERIFY(!button->text().isEmpty() || !button->accessibleName().isEmpty());
}

QTEST_MAIN(TestJobForm)
#include "tst_job_form.moc"
