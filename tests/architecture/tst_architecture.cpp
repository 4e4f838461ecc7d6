// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>

#include "architecture/source_walls.h"

using namespace limen::test;

namespace {

// In pieces, so that tools which collect licences do not read these as this file's own.
constexpr const char* holderLine =
    "// SPDX-"
    "FileCopyrightText: 2026 The Limen authors\n";
constexpr const char* bsdLine =
    "// SPDX-"
    "License-Identifier: BSD-3-Clause\n";
constexpr const char* gplLine =
    "// SPDX-"
    "License-Identifier: GPL-3.0-or-later\n";
const QString bsd = QString(holderLine) + bsdLine;
const QString gpl = QString(holderLine) + gplLine;

}  // namespace

class TestArchitecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWallIsNoticedWhenBroken_data();
    void everyWallIsNoticedWhenBroken();
    void whatIsAllowedPasses_data();
    void whatIsAllowedPasses();
    void theTreeIsReadWhole();
    void theTreeBreaksNoWall();
};

void TestArchitecture::everyWallIsNoticedWhenBroken_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");

    const auto add = [](const char* row, const char* path, const QString& text, const char* reason) {
        QTest::newRow(row) << QString(path) << text << QString(reason);
    };
    add("Qt class in core", "core/study/a.cpp", bsd + "#include <QString>\n", "know no Qt");
    add("Qt module in models", "models/a.h", bsd + "#include <QtCore/QList>\n", "know no Qt");
    add("Qt's small header in core", "core/base/a.h", bsd + "#  include <qglobal.h>\n", "know no Qt");
    add("torch in core", "core/recognition/a.cpp", bsd + "#include <torch/torch.h>\n", "models alone");
    add("ATen in ui", "ui/a.cpp", gpl + "#include <ATen/ATen.h>\n", "models alone");
    add("c10 in app", "app/a.cpp", gpl + "#include <c10/util/Exception.h>\n", "models alone");
    add("torch in a test", "tests/study/a.cpp", bsd + "#include \"torch/script.h\"\n", "models alone");
    add("QCustomPlot in ui", "ui/inspect/a.cpp", gpl + "#include <qcustomplot.h>\n", "ui/plots alone");
    add("ui in core", "core/jobs/a.cpp", bsd + "#include \"ui/main_window.h\"\n", "nothing of the window");
    add("study in models", "models/a.cpp", bsd + "#include \"study/study.h\"\n", "core/base alone");
    add("codecs in models", "models/a.cpp", bsd + "#include \"codecs/codec.h\"\n", "core/base alone");
    add("recognition in models",
        "models/a.cpp",
        bsd + "#include \"recognition/recognizer.h\"\n",
        "core/base alone");
    add("image in base", "core/base/a.cpp", bsd + "#include \"image/rgb_image.h\"\n", "stands on nothing");
    add("network in core", "core/study/a.cpp", bsd + "#include \"models/iresnet.h\"\n", "models_api.h");
    add("models in ui", "ui/a.cpp", gpl + "#include \"models/models_api.h\"\n", "through core");
    add("app in ui", "ui/a.cpp", gpl + "#include \"app/options.h\"\n", "nothing of the programs");
    add("upward path", "core/study/a.cpp", bsd + "#include \"../image/rgb_image.h\"\n", "named by room");
    add("no licence", "core/a.cpp", "int a;\n", "lacks its SPDX lines");
    add("no licence in a script", "packaging/a.sh", "#!/bin/sh\n", "lacks its SPDX lines");
    add("no holder", "core/a.cpp", bsdLine, "lacks its SPDX lines");
    add("GPL in core", "core/a.cpp", gpl, "core and models are BSD-3-Clause");
    add("BSD in ui", "ui/a.cpp", bsd, "ui and app are GPL-3.0-or-later");
    add("too long", "core/a.cpp", bsd + QString("\n").repeated(longestSourceFile), "more than one concept");
    // In two pieces, so that this file does not name such a path itself.
    add("machine path", "README.md", QString("see ") + "/" + "home/ann/limen", "a path of one machine");
    add("machine path in code", "core/a.cpp", bsd + "f(\"/" + "work/x\");\n", "a path of one machine");
}

void TestArchitecture::everyWallIsNoticedWhenBroken() {
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(QString, reason);
    const std::vector<std::string> breaches = findBreaches({path.toStdString(), text.toStdString()});
    QCOMPARE(breaches.size(), size_t{1});
    const QString breach = QString::fromStdString(breaches.front());
    QVERIFY2(breach.startsWith(path + ":") && breach.contains(reason), qPrintable(breach));
}

void TestArchitecture::whatIsAllowedPasses_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");

    QTest::newRow("torch in models") << "models/a.cpp" << bsd + "#include <torch/torch.h>\n";
    QTest::newRow("networks' interface in core")
        << "core/recognition/a.cpp" << bsd + "#include \"models/models_api.h\"\n";
    QTest::newRow("QCustomPlot in ui/plots") << "ui/plots/a.h" << gpl + "#include <qcustomplot.h>\n";
    QTest::newRow("core in ui") << "ui/a.cpp" << gpl + "#include <QWidget>\n#include \"jobs/job.h\"\n";
    QTest::newRow("own header that begins with q")
        << "core/study/a.cpp" << bsd + "#include \"study/quality_table.h\"\n";
    QTest::newRow("longest file") << "core/a.cpp" << bsd + QString("\n").repeated(longestSourceFile - 2);
    QTest::newRow("licence below a shebang") << "packaging/a.sh"
                                             << "#!/bin/sh\n" + QString(bsd).replace("//", "#");
    QTest::newRow("relative path with such a folder") << "README.md"
                                                      << "docs/home/plan, ~/root/x, $A/home/x";
}

void TestArchitecture::whatIsAllowedPasses() {
    QFETCH(QString, path);
    QFETCH(QString, text);
    const std::vector<std::string> breaches = findBreaches({path.toStdString(), text.toStdString()});
    QVERIFY2(breaches.empty(), breaches.empty() ? "" : breaches.front().c_str());
}

void TestArchitecture::theTreeIsReadWhole() {
    const std::vector<SourceFile> files = readSourceTree(LIMEN_SOURCE_DIR);
    for (const char* path : {".ci/run",
                             "CMakeLists.txt",
                             "README.md",
                             "app/limen.cpp",
                             "core/base/error.h",
                             "models/models_api.h",
                             "packaging/test.sh",
                             "tests/architecture/tst_architecture.cpp",
                             "ui/CMakeLists.txt"})
        QVERIFY2(std::ranges::find(files, path, &SourceFile::path) != files.end(), path);
    for (const SourceFile& file : files)
        QVERIFY2(!file.path.starts_with("build/") && !file.path.starts_with(".git/"), file.path.c_str());
}

void TestArchitecture::theTreeBreaksNoWall() {
    QString breaches;
    for (const SourceFile& file : readSourceTree(LIMEN_SOURCE_DIR))
        for (const std::string& breach : findBreaches(file))
            breaches += "\n  " + QString::fromStdString(breach);
    QVERIFY2(breaches.isEmpty(), qPrintable(breaches));
}

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
