// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_results.h"

#include <fmt/format.h>
#include <span>

#include "base/base64.h"
#include "evaluation/html_text.h"

namespace limen {

namespace {

std::string captionText(const ReportSource& source) {
    std::string html = escapedHtml(source.title) + ".";
    for (const std::string& note : source.notes)
        html += " " + escapedHtml(note);
    if (!source.origin.empty())
        html += fmt::format(R"( <span class="origin">{}</span>)", escapedHtml(source.origin));
    if (!source.command.empty())
        html += fmt::format(R"( <code data-field="command">{}</code>)", escapedHtml(source.command));
    return html;
}

std::string tableHtml(const ReportTable& table) {
    std::string html =
        fmt::format(R"(<div class="wide"><table data-table="{}"><thead><tr><th class="text"></th>)",
                    escapedHtml(table.source.id));
    for (const std::string& column : table.columns)
        html += "<th>" + escapedHtml(column) + "</th>";
    html += "</tr></thead><tbody>";
    for (const ReportTable::Row& row : table.rows) {
        html += "<tr><td class=\"text\"" +
                (row.note.empty() ? std::string() : fmt::format(R"( title="{}")", escapedHtml(row.note))) +
                ">" + escapedHtml(row.name) + "</td>";
        for (const auto& [text, best] : row.cells)
            html += best ? "<td><b>" + escapedHtml(text) + "</b></td>" : "<td>" + escapedHtml(text) + "</td>";
        html += "</tr>";
    }
    return html + "</tbody></table></div>";
}

/// As an image and not as part of the page: the file is another's, and as an image it can run nothing and
/// refer to nothing. It is made for white paper.
std::string figureHtml(const ReportFigure& figure) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(figure.svg.data());
    return fmt::format(
        R"(<img class="printed" data-figure="{}" alt="{}" src="data:image/svg+xml;base64,{}"/>)",
        escapedHtml(figure.source.id),
        escapedHtml(figure.source.title),
        base64(std::vector<std::uint8_t>(bytes, bytes + figure.svg.size())));
}

}  // namespace

void addResults(const StudyReport& report, PageText& page) {
    if (report.tables.empty() && report.figures.empty())
        return;
    page.add(R"(<section data-section="results"><h2>The comparison</h2>)");
    for (const ReportTable& table : report.tables)
        page.add(fmt::format(R"(<p class="caption">{}{}</p>{})",
                             page.nextTable(),
                             captionText(table.source),
                             tableHtml(table)));
    for (const ReportFigure& figure : report.figures)
        page.addFigure(figureHtml(figure), captionText(figure.source));
    page.add("</section>");
}

}  // namespace limen
