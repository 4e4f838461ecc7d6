// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <QProcess>
#include <QStringList>
#include <filesystem>
#include <string>

#include "base/json.h"
#include "faces/drawn_faces.h"
#include "image/image_file.h"

namespace limen::test {

struct Run {
    int exitCode = -1;
    Json result;  ///< of standard output; discarded value if that is not one JSON object
    QString error;
};

/// `limen --json ARGUMENTS`, to its end.
inline Run runLimen(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(LIMEN_PROGRAM), QStringList{QStringLiteral("--json")} + arguments);
    const bool ended = process.waitForFinished(110000);
    Run run;
    run.exitCode = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.result = Json::parse(process.readAllStandardOutput().toStdString(), nullptr, false);
    run.error = QString::fromUtf8(process.readAllStandardError());
    return run;
}

/// Aligned photographs of drawn people: FOLDER/probes/NAME/*.png and FOLDER/distractors/NAME/*.png.
inline void drawPeople(const std::filesystem::path& folder, int identities, int images, int distractors) {
    namespace fs = std::filesystem;
    for (int person = 0; person < identities; ++person) {
        const std::string name = "p" + std::to_string(person);
        fs::create_directories(folder / "probes" / name);
        for (int image = 0; image < images; ++image)
            writePng(folder / "probes" / name / (name + "_" + std::to_string(image) + ".png"),
                     drawFace(static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(image)));
    }
    for (int person = 0; person < distractors; ++person) {
        const std::string name = "d" + std::to_string(person);
        fs::create_directories(folder / "distractors" / name);
        writePng(folder / "distractors" / name / (name + ".png"),
                 drawFace(static_cast<std::uint64_t>(5000 + person), 0));
    }
}

inline QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

}  // namespace limen::test
