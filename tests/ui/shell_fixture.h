// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <filesystem>
#include <random>

#include "study/image_table.h"
#include "study/study.h"

namespace limen::test {

/// Settings and user folders of a test lie in a temporary folder; connection and painter warnings fail it.
class ShellEnvironment {
public:
    ShellEnvironment() {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    static void failOnQtWarnings() {
        QTest::failOnWarning(
            QRegularExpression(QStringLiteral("^(QObject::connect|QPainter|QSocketNotifier)")));
    }

private:
    QTemporaryDir m_folder;
};

/// A pattern of the person, a little different in each of its images.
inline RgbImage makeFace(int person, int image) {
    RgbImage face(alignedSize, alignedSize);
    std::mt19937 random(static_cast<unsigned>(image));
    for (int y = 0; y < alignedSize; ++y)
        for (int x = 0; x < alignedSize; ++x) {
            const double wave = std::sin(x * (0.1 + 0.02 * person)) + std::cos(y * (0.3 - 0.005 * person));
            const double value = 128.0 + 50.0 * wave + static_cast<double>(random() % 16);
            for (int channel = 0; channel < 3; ++channel)
                face.at(x, y)[channel] = static_cast<std::uint8_t>(value);
        }
    return face;
}

/// A study with patterns instead of faces, two probes per identity.
inline void makeStudy(const std::filesystem::path& folder, int probes, int distractors) {
    Study study = Study::create(folder);
    ImageTable images(study);
    for (int i = 0; i < probes + distractors; ++i) {
        const bool probe = i < probes;
        NewImage image;
        image.identity = (probe ? "person_" + std::to_string(i / 2) : "other_" + std::to_string(i));
        image.role = probe ? Role::Probe : Role::Distractor;
        image.stem = "image_" + std::to_string(i);
        image.sourcePath = "/photographs/" + image.stem + ".jpg";
        image.fileHash = "hash" + std::to_string(i);
        image.alignment = "test";
        image.face.face = makeFace(probe ? i / 2 : i, i);
        images.add(image);
    }
}

}  // namespace limen::test
