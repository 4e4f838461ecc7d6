// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/result_source.h"

#include <QStringList>

#include "ui/evaluate/evaluate_view.h"

namespace limen {

namespace {

/// "hevc; x265 3.5; ..." is "hevc" to whoever reads; the rest is in the tooltip.
QString shortName(const QString& identity) {
    return identity.section(QLatin1Char(';'), 0, 0);
}

}  // namespace

QString aboutText(const Json& about, const char* key) {
    return about.is_object() && about.contains(key) && about[key].is_string()
               ? QString::fromStdString(about[key].get<std::string>())
               : QString();
}

QString resultSource(const Json& about) {
    QStringList parts;
    if (const QString measured = aboutText(about, "measured_on"); !measured.isEmpty())
        parts += EvaluateView::tr("measured on: %1").arg(measured);
    const Json data = about.is_object() ? about.value("data", Json::object()) : Json::object();
    if (const QString codec = aboutText(data, "codec"); !codec.isEmpty())
        parts += EvaluateView::tr("codec %1").arg(shortName(codec));
    if (const QString recognizer = aboutText(data, "recognizer"); !recognizer.isEmpty())
        parts += EvaluateView::tr("labels of %1").arg(shortName(recognizer));
    if (about.is_object() && about.contains("seed"))
        parts += EvaluateView::tr("seed %1").arg(QString::fromStdString(about["seed"].dump()));
    if (const QString versions = aboutText(about, "versions"); !versions.isEmpty())
        parts += versions;
    return parts.join(QStringLiteral(" · "));
}

QString resultDetails(const Json& about) {
    return about.is_object() && about.contains("data") ? QString::fromStdString(about["data"].dump(1))
                                                       : QString();
}

}  // namespace limen
