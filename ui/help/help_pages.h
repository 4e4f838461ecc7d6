// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>
#include <vector>

namespace limen {

/// A page of the help: resources/help/NAME.md, compiled into the program.
struct HelpPage {
    QString name;   ///< "codecs"
    QString title;  ///< its first heading
};

/// Every page; `index` first, the others by title.
const std::vector<HelpPage>& helpPages();

/// The page that `url` shows; nullptr: there is none.
const HelpPage* helpPageAt(const QUrl& url);

/// "codecs" or "codecs#levels".
QUrl helpUrl(const QString& address);

/// What a link calls a heading: "Settings and levels" is #settings-and-levels.
QString headingAnchor(const QString& heading);

}  // namespace limen
