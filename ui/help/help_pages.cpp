// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_pages.h"

#include <QDir>
#include <QFile>
#include <algorithm>

namespace limen {

namespace {

const QString folder = QStringLiteral(":/help/");
const QString ending = QStringLiteral(".md");
const QString firstPage = QStringLiteral("index");

QString titleOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString line = QString::fromUtf8(file.readLine()).trimmed();
    return line.startsWith(QLatin1String("# ")) ? line.mid(2) : QString();
}

std::vector<HelpPage> readPages() {
    std::vector<HelpPage> pages;
    for (const QString& file : QDir(folder).entryList({u'*' + ending}, QDir::Files))
        pages.push_back({file.chopped(ending.size()), titleOf(folder + file)});
    std::sort(pages.begin(), pages.end(), [](const HelpPage& a, const HelpPage& b) {
        if ((a.name == firstPage) != (b.name == firstPage))
            return a.name == firstPage;
        return a.title.localeAwareCompare(b.title) < 0;
    });
    return pages;
}

}  // namespace

const std::vector<HelpPage>& helpPages() {
    static const std::vector<HelpPage> pages = readPages();
    return pages;
}

const HelpPage* helpPageAt(const QUrl& url) {
    for (const HelpPage& page : helpPages())
        if (url.adjusted(QUrl::RemoveFragment) == helpUrl(page.name))
            return &page;
    return nullptr;
}

QUrl helpUrl(const QString& address) {
    const qsizetype hash = address.indexOf(u'#');
    QUrl url(QStringLiteral("qrc") + folder + (hash < 0 ? address : address.left(hash)) + ending);
    if (hash >= 0)
        url.setFragment(address.mid(hash + 1));
    return url;
}

QString headingAnchor(const QString& heading) {
    QString anchor;
    for (const QChar letter : heading.toLower())
        if (letter.isLetterOrNumber() || letter == u'-')
            anchor += letter;
        else if (letter.isSpace())
            anchor += u'-';
    return anchor;
}

}  // namespace limen
