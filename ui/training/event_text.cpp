// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/event_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <algorithm>

#include "ui/training/metric_info.h"
#include "ui/training/run_text.h"

namespace limen {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("limen::EventText", text);
}

QString title(const std::string& what) {
    struct Named {
        const char* what;
        QString title;
    };
    static const std::vector<Named> known = {
        {"started", tr("Started")},
        {"branched", tr("Branched")},
        {"resumed", tr("Taken up again")},
        {"changed", tr("Changed")},
        {"paused", tr("Paused")},
        {"continued", tr("Continued")},
        {"best", tr("Best so far")},
        {"stopped", tr("Stopped, the best kept")},
        {"ended early", tr("Ended early")},
        {"finished", tr("Finished")},
        {"cancelled", tr("Cancelled")},
        {"failed", tr("Failed")},
    };
    for (const Named& named : known)
        if (what == named.what)
            return named.title;
    return QString::fromStdString(what);
}

QString valueText(const Json& value) {
    if (value.is_number_float())
        return numberText(value.get<double>(), 6);
    if (!value.is_string())
        return QString::fromStdString(value.dump());
    // Of a file the run and its name say which; the folders before are those of the study.
    const QString text = QString::fromStdString(value.get<std::string>());
    return text.startsWith(QLatin1Char('/')) ? text.section(QLatin1Char('/'), -2) : text;
}

/// Each detail in a text; those of a detail beside the others.
void tell(const Json& details, const Json& before, QStringList& into) {
    for (const auto& [name, value] : details.items()) {
        const auto old = before.find(name);
        if (value.is_object())
            tell(value, before, into);
        else if (old != before.end())
            into.append(
                QStringLiteral("%1 %2 → %3").arg(settingTitle(name), valueText(*old), valueText(value)));
        else
            into.append(QStringLiteral("%1 %2").arg(settingTitle(name), valueText(value)));
    }
}

bool beginsTraining(const std::string& what) {
    return what == "started" || what == "branched" || what == "resumed" || what == "continued";
}

bool endsTraining(const std::string& what) {
    return what == "paused" || what == "stopped" || what == "ended early" || what == "finished" ||
           what == "cancelled" || what == "failed";
}

}  // namespace

QString eventText(const RunEvent& event, const Json& before) {
    QStringList details;
    if (event.details.is_object())
        tell(event.details, before, details);
    const QString what = title(event.what);
    return details.isEmpty() ? what : what + QStringLiteral(": ") + details.join(QStringLiteral(", "));
}

std::vector<QString> eventTexts(const std::vector<RunEvent>& events, const Json& initial) {
    Json settings = initial.is_object() ? initial : Json::object();
    std::vector<QString> texts;
    for (const RunEvent& event : events) {
        const bool changed = event.what == "changed" && event.details.is_object();
        texts.push_back(eventText(event, changed ? settings : Json::object()));
        if (changed)
            settings.update(event.details);
    }
    return texts;
}

std::optional<double> trainingSeconds(const std::vector<RunEvent>& events, const QDateTime& until) {
    double seconds = 0.0;
    bool known = false;
    std::optional<QDateTime> since;
    for (const RunEvent& event : events) {
        const QDateTime time = QDateTime::fromString(QString::fromStdString(event.time), Qt::ISODate);
        if (!time.isValid())
            continue;
        if (beginsTraining(event.what)) {
            since = time;  // of one that was killed nobody knows the end
        } else if (endsTraining(event.what) && since) {
            seconds += static_cast<double>(since->secsTo(time));
            since.reset();
            known = true;
        }
    }
    if (since && until.isValid()) {
        seconds += std::max(0.0, static_cast<double>(since->secsTo(until)));
        known = true;
    }
    return known ? std::optional(seconds) : std::nullopt;
}

}  // namespace limen
