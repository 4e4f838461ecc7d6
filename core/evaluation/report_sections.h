// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "evaluation/report_data.h"

namespace limen {

/// Builds the page's text and numbers its figures and tables.
class PageText {
public:
    void add(const std::string& html) { m_html += html; }
    /// <figure> with a numbered caption; both are HTML.
    void addFigure(const std::string& content, const std::string& caption);
    /// "<b>Table 3.</b> ".
    std::string nextTable();
    const std::string& html() const { return m_html; }

private:
    std::string m_html;
    int m_figures = 0;
    int m_tables = 0;
};

/// <dt> and <dd>; `value` is HTML, `field` names it for programs.
std::string fact(const std::string& name, const std::string& field, const std::string& value);

/// "hevc · mobilefacenet-ms1m", with FAR and reading where they are not the usual ones. Plain text.
std::string setName(const ReportSet& set);

/// "limen label --study S.limen --codec hevc ...": the line that makes or completes a set. HTML.
std::string commandText(const char* verb, const StudyReport& report, const ReportSet& set);
/// "33 to 41".
std::string rangeText(const Quartiles& quartiles);

/// One label set: facts, charts, faces, table.
void addSet(const StudyReport& report, const ReportSet& set, PageText& page);

}  // namespace limen
