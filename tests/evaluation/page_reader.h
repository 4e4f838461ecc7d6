// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <QFile>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QXmlStreamReader>
#include <filesystem>
#include <vector>

namespace limen::test {

/// What a report says to a program: the values named by `data-field`, the rows of the tables named by
/// `data-table`, and everything that could lead out of the page.
struct Page {
    QByteArray bytes;
    QString error;  ///< empty if the page is well-formed XML
    QMap<QString, QStringList> fields;
    QMap<QString, std::vector<QStringList>> tables;
    QStringList elements;
    QStringList sources;  ///< every src and href
    QString text;         ///< all character data

    QString field(const char* name) const { return fields.value(QString::fromUtf8(name)).value(0); }
};

inline Page readPage(const std::filesystem::path& file) {
    Page page;
    QFile in(QString::fromStdString(file.string()));
    if (!in.open(QIODevice::ReadOnly)) {
        page.error = QStringLiteral("not there");
        return page;
    }
    page.bytes = in.readAll();
    QXmlStreamReader xml(page.bytes);
    QString table;
    std::vector<std::pair<int, QString>> open;  // depth and name of the fields around
    int depth = 0;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            ++depth;
            const QXmlStreamAttributes attributes = xml.attributes();
            page.elements << xml.name().toString();
            for (const char* source : {"src", "href"})
                if (attributes.hasAttribute(QLatin1String(source)))
                    page.sources << attributes.value(QLatin1String(source)).toString();
            if (attributes.hasAttribute(QLatin1String("data-field"))) {
                open.emplace_back(depth, attributes.value(QLatin1String("data-field")).toString());
                page.fields[open.back().second] << QString();
            }
            if (attributes.hasAttribute(QLatin1String("data-table")))
                table = attributes.value(QLatin1String("data-table")).toString();
            if (!table.isEmpty() && xml.name() == QLatin1String("tr"))
                page.tables[table].emplace_back();
            if (!table.isEmpty() && xml.name() == QLatin1String("td"))
                page.tables[table].back() << QString();
        } else if (xml.isCharacters()) {
            page.text += xml.text();
            for (const auto& [level, name] : open)
                page.fields[name].back() += xml.text();
            if (!table.isEmpty() && !page.tables[table].empty() && !page.tables[table].back().isEmpty())
                page.tables[table].back().back() += xml.text();
        } else if (xml.isEndElement()) {
            if (!open.empty() && open.back().first == depth)
                open.pop_back();
            if (xml.name() == QLatin1String("table"))
                table.clear();
            --depth;
        }
    }
    for (auto& rows : page.tables)
        std::erase_if(rows, [](const QStringList& row) { return row.isEmpty(); });  // the heads
    if (xml.hasError())
        page.error = QStringLiteral("line %1: %2").arg(xml.lineNumber()).arg(xml.errorString());
    return page;
}

}  // namespace limen::test
