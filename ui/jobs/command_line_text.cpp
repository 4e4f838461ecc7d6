// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/command_line_text.h"

#include <QRegularExpression>
#include <QStringList>

namespace limen {

namespace {

QString quoted(const QString& word) {
    static const QRegularExpression harmless(QStringLiteral("^[A-Za-z0-9_./:=,@%+-]+$"));
    if (harmless.match(word).hasMatch())
        return word;
    QString escaped = word;
    escaped.replace(u'\'', QStringLiteral("'\\''"));
    return QStringLiteral("'") + escaped + QStringLiteral("'");
}

QString plain(const Json& value) {
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
}

void addGlobal(QStringList& words, const RunOptions& options) {
    const RunOptions standard;
    if (options.threads != standard.threads)
        words << QStringLiteral("--threads") << QString::number(options.threads);
    if (options.device != standard.device)
        words << QStringLiteral("--device") << QString::fromStdString(options.device);
    if (options.precision != standard.precision)
        words << QStringLiteral("--precision") << QString::fromStdString(options.precision);
    if (options.seed != standard.seed)
        words << QStringLiteral("--seed") << QString::number(options.seed);
}

}  // namespace

QString commandLineText(const Job& job, const Json& params, const RunOptions& options) {
    QStringList words{QStringLiteral("limen"), QString::fromStdString(job.id)};
    QStringList named;
    for (const ParamSpec& spec : job.params) {
        const auto value = params.find(spec.name);
        if (value == params.end() || value->is_null() || (!spec.positional && *value == spec.defaultValue))
            continue;
        const QString option = QStringLiteral("--") + QString::fromStdString(spec.name);
        if (spec.type == ParamType::Flag) {
            // Only a flag that is on by default can get here switched off.
            named << (*value == Json(false) ? option + QStringLiteral("=false") : option);
            continue;
        }
        QStringList& target = spec.positional ? words : named;
        if (!spec.positional)
            named << option;
        if (value->is_array())
            for (const Json& item : *value)
                target << quoted(plain(item));
        else
            target << quoted(plain(*value));
    }
    if (job.params.empty())  // a job of the history whose verb this program does not know
        for (const auto& [name, value] : params.items())
            if (!value.is_null())
                named << QStringLiteral("--") + QString::fromStdString(name) << quoted(plain(value));
    addGlobal(named, options);
    return (words + named).join(u' ');
}

}  // namespace limen
