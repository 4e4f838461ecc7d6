// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_history.h"

#include <fmt/format.h>
#include <fstream>
#include <system_error>

#include "base/error.h"
#include "base/safe_file.h"
#include "base/utc_time.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

/// The text up to its last line end: a process killed while writing leaves half a line.
std::string wholeLines(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return {};
    std::string text = readTextFile(file);
    text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
    return text;
}

}  // namespace

std::vector<RunEvent> RunHistory::read() const {
    std::vector<RunEvent> events;
    const std::string text = wholeLines(m_file);
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
        const std::string line = text.substr(begin, text.find('\n', begin) - begin);
        try {
            const Json json = Json::parse(line);
            events.push_back({json.at("time").get<std::string>(),
                              json.at("step").get<std::int64_t>(),
                              json.at("what").get<std::string>(),
                              json.at("details")});
        } catch (const Json::exception&) {
            throwBadInput(
                fmt::format(
                    "{} is not the history of a training run (line {}).", m_file.string(), events.size() + 1),
                "Put the file back as it was, or begin the run anew under another name.");
        }
    }
    return events;
}

void RunHistory::add(std::int64_t step, const std::string& what, const Json& details) const {
    const Json event = {{"time", utcNow()}, {"step", step}, {"what", what}, {"details", details}};
    writeFileAtomically(m_file, wholeLines(m_file) + event.dump() + "\n");
}

}  // namespace limen
