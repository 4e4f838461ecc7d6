// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

namespace limen {

/// What a form offers to choose from. A value of its own, so that forms are tested without codecs and cards.
struct FormChoices {
    struct Codec {
        QString name;
        QString title;
        QString whatToInstall;  ///< not empty: not available on this machine
    };
    std::vector<Codec> codecs;
    QStringList recognizers;

    /// The codecs of this build and the installed recognizers.
    static FormChoices installed();
};

}  // namespace limen
