// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <QByteArray>
#include <QString>
#include <QtTest>
#include <filesystem>

namespace limen::test {

/// Folder with reference data that is not part of the project (README, "Tests").
inline std::filesystem::path sharedFolder() {
    const QByteArray chosen = qgetenv("LIMEN_SHARED_DIR");
    return chosen.isEmpty() ? std::filesystem::path(LIMEN_SHARED_DIR)
                            : std::filesystem::path(chosen.constData());
}

inline bool hasShared(const char* what) {
    return std::filesystem::exists(sharedFolder() / what);
}

}  // namespace limen::test

/// Skips the test function, by name, where the reference data is not there.
#define LIMEN_NEEDS_SHARED(what)                                                                          \
    do {                                                                                                  \
        if (!limen::test::hasShared(what))                                                                \
            QSKIP(qPrintable(                                                                             \
                QStringLiteral("needs %1 in the folder LIMEN_SHARED_DIR").arg(QString::fromUtf8(what)))); \
    } while (false)
