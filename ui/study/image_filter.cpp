// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/image_filter.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

namespace limen {

namespace {

bool anyStartsWith(const QStringList& wanted, const QString& value) {
    return wanted.isEmpty() || std::any_of(wanted.begin(), wanted.end(), [&value](const QString& start) {
               return value.startsWith(start, Qt::CaseInsensitive);
           });
}

}  // namespace

QString ImageFilter::explanation() {
    return QCoreApplication::translate(
        "limen::ImageFilter",
        "<p>Words are searched in image and identity. Further conditions, all of which must hold:</p>"
        "<table cellspacing='4'>"
        "<tr><td><code>role:probe</code></td><td>or <code>role:distractor</code></td></tr>"
        "<tr><td><code>flag:ok</code></td><td>or <code>no_mates</code>, <code>unrecognised</code>, "
        "<code>no_level</code>, <code>none</code> (not labelled)</td></tr>"
        "<tr><td><code>identity:NAME</code></td><td>identity begins with NAME</td></tr>"
        "<tr><td><code>qp&gt;=35</code></td><td>JND point; also &lt; &lt;= = &gt;</td></tr>"
        "<tr><td><code>bpp&lt;0.3</code></td><td>bits per pixel at the JND point</td></tr></table>");
}

ImageFilter ImageFilter::parse(const QString& text) {
    static const QRegularExpression spaces(QStringLiteral("\\s+"));
    ImageFilter filter;
    for (const QString& token : text.split(spaces, Qt::SkipEmptyParts))
        if (!filter.addToken(token) && !filter.addComparison(token))
            filter.m_words.append(token);
    return filter;
}

bool ImageFilter::addToken(const QString& token) {
    const qsizetype colon = token.indexOf(u':');
    if (colon < 0)
        return false;
    const QString key = token.left(colon).toLower();
    const QString value = token.mid(colon + 1);
    QStringList* list = nullptr;
    if (key == QLatin1String("flag"))
        list = &m_flags;
    else if (key == QLatin1String("role"))
        list = &m_roles;
    else if (key == QLatin1String("identity") || key == QLatin1String("id"))
        list = &m_identities;
    if (list == nullptr)
        return false;
    if (!value.isEmpty())
        list->append(value);
    return true;
}

bool ImageFilter::addComparison(const QString& token) {
    static const QRegularExpression form(QStringLiteral("^(qp|jnd|crf|quality|bpp)(<=|>=|=|<|>)(.*)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(token);
    if (!match.hasMatch())
        return false;
    bool isNumber = false;
    const double value = match.captured(3).toDouble(&isNumber);
    if (!isNumber)
        return true;
    const Field field = match.captured(1).toLower() == QLatin1String("bpp") ? Field::Bpp : Field::Level;
    const QString sign = match.captured(2);
    Comparison comparison = Comparison::Equal;
    if (sign == QLatin1String("<"))
        comparison = Comparison::Less;
    else if (sign == QLatin1String("<="))
        comparison = Comparison::LessEqual;
    else if (sign == QLatin1String(">="))
        comparison = Comparison::GreaterEqual;
    else if (sign == QLatin1String(">"))
        comparison = Comparison::Greater;
    m_conditions.push_back({field, comparison, value});
    return true;
}

bool ImageFilter::Condition::holds(const ImageRow& row) const {
    std::optional<double> actual;
    if (field == Field::Bpp)
        actual = row.bpp;
    else if (row.level)
        actual = *row.level;
    if (!actual)
        return false;
    switch (comparison) {
        case Comparison::Less:
            return *actual < value;
        case Comparison::LessEqual:
            return *actual <= value;
        case Comparison::Equal:
            return *actual == value;
        case Comparison::GreaterEqual:
            return *actual >= value;
        case Comparison::Greater:
            return *actual > value;
    }
    return false;
}

bool ImageFilter::matches(const ImageRow& row) const {
    if (!anyStartsWith(m_roles, QString::fromLatin1(roleName(row.role))) ||
        !anyStartsWith(m_identities, row.identity))
        return false;
    if (!m_flags.isEmpty() &&
        !anyStartsWith(m_flags, row.flag ? QString::fromLatin1(flagName(*row.flag)) : QStringLiteral("none")))
        return false;
    for (const QString& word : m_words)
        if (!row.stem.contains(word, Qt::CaseInsensitive) &&
            !row.identity.contains(word, Qt::CaseInsensitive))
            return false;
    return std::all_of(m_conditions.begin(), m_conditions.end(), [&row](const Condition& condition) {
        return condition.holds(row);
    });
}

}  // namespace limen
