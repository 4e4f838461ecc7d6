// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/window_settings.h"

#include <array>

namespace limen {

namespace {

constexpr int recentCount = 10;

struct Row {
    WindowSettings::Key key;
    const char* name;
    QVariant fallback;
};

const std::array<Row, WindowSettings::keyCount>& table() {
    using Key = WindowSettings::Key;
    static const std::array<Row, WindowSettings::keyCount> rows = {{
        {Key::Geometry, "window/geometry", {}},
        {Key::DockState, "window/docks", {}},
        {Key::JobsSplitter, "window/jobsSplitter", {}},
        {Key::TableHeader, "window/tableHeader", {}},
        {Key::ViewState, "window/view", {}},
        {Key::LastStudy, "session/study", QString()},
        {Key::LastImage, "session/image", 0},
        {Key::LastLabelSet, "session/labelSet", 0},
        {Key::LastFolder, "session/folder", QString()},
        {Key::RecentStudies, "session/recent", QStringList()},
        {Key::Threads, "run/threads", 0},
        {Key::Device, "run/device", QStringLiteral("cpu")},
        {Key::Precision, "run/precision", QStringLiteral("fp32")},
        {Key::HelpGeometry, "help/geometry", {}},
        {Key::TrainingState, "window/training", {}},
    }};
    return rows;
}

const Row& rowOf(WindowSettings::Key key) {
    return table()[static_cast<std::size_t>(key)];
}

QString jobKey(const std::string& job) {
    return QStringLiteral("jobs/") + QString::fromStdString(job);
}

}  // namespace

// An INI file on every system: it can be read, copied and deleted by the user.
WindowSettings::WindowSettings()
    : m_settings(
          QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Limen"), QStringLiteral("limen-gui")) {}

QVariant WindowSettings::value(Key key) const {
    return m_settings.value(nameOf(key), rowOf(key).fallback);
}

void WindowSettings::setValue(Key key, const QVariant& value) {
    m_settings.setValue(nameOf(key), value);
}

QString WindowSettings::nameOf(Key key) {
    return QString::fromLatin1(rowOf(key).name);
}

QStringList WindowSettings::recentStudies() const {
    return value(Key::RecentStudies).toStringList();
}

void WindowSettings::addRecentStudy(const QString& folder) {
    QStringList recent = recentStudies();
    recent.removeAll(folder);
    recent.prepend(folder);
    setValue(Key::RecentStudies, recent.mid(0, recentCount));
}

Json WindowSettings::jobValues(const std::string& job) const {
    const Json values = Json::parse(
        m_settings.value(jobKey(job)).toString().toStdString(), nullptr, /*allow_exceptions=*/false);
    return values.is_object() ? values : Json::object();
}

void WindowSettings::setJobValues(const std::string& job, const Json& values) {
    m_settings.setValue(jobKey(job), QString::fromStdString(values.dump()));
}

RunOptions WindowSettings::runOptions() const {
    RunOptions options;
    options.threads = value(Key::Threads).toInt();
    options.device = value(Key::Device).toString().toStdString();
    options.precision = value(Key::Precision).toString().toStdString();
    return options;
}

void WindowSettings::setRunOptions(const RunOptions& options) {
    setValue(Key::Threads, options.threads);
    setValue(Key::Device, QString::fromStdString(options.device));
    setValue(Key::Precision, QString::fromStdString(options.precision));
}

}  // namespace limen
