// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/svg_chart.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>

#include "evaluation/html_text.h"

namespace limen {

namespace {

constexpr double left = 58.0;
constexpr double bottomWithoutTexts = 8.0;
constexpr double letterWidth = 6.9;  // of the label font, on average: SVG cannot measure its text
constexpr double sampleWidth = 22.0;
constexpr double labelHeight = 15.0;

double textWidth(const std::string& text) {
    const auto letters = std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return letterWidth * static_cast<double>(letters);
}

const char* dashArray(ChartDash dash) {
    switch (dash) {
        case ChartDash::Solid:
            return "";
        case ChartDash::Dashed:
            return ";stroke-dasharray:6 4";
        case ChartDash::Dotted:
            return ";stroke-dasharray:1.5 3.5";
    }
    return "";
}

std::string text(double x,
                 double y,
                 const char* anchor,
                 const std::string& colour,
                 const std::string& content,
                 const std::string& more = "") {
    return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}" style="fill:{}"{}>{}</text>)",
                       x,
                       y,
                       anchor,
                       colour,
                       more,
                       escapedHtml(content));
}

std::string line(double x1, double y1, double x2, double y2, const std::string& style) {
    return fmt::format(
        R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" style="{}"/>)", x1, y1, x2, y2, style);
}

std::string tipOf(const ChartPoint& point) {
    return point.tip.empty() ? "" : "<title>" + escapedHtml(point.tip) + "</title>";
}

}  // namespace

SvgChart::SvgChart(ChartAxis x, ChartAxis y, ChartColours colours, int width, int height)
    : m_x(std::move(x)), m_y(std::move(y)), m_colours(std::move(colours)), m_width(width), m_height(height) {}

double SvgChart::px(double x) const {
    return left + m_x.share(x) * (m_width - left - m_right);
}

double SvgChart::py(double y) const {
    return m_height - m_bottom - m_y.share(y) * (m_height - m_bottom - m_top);
}

const std::string& SvgChart::colourOf(int index) const {
    return m_colours.series[static_cast<std::size_t>(index) % m_colours.series.size()];
}

void SvgChart::addEdgeLabel(const EdgeLabel& label) {
    if (label.text.empty())
        return;
    m_edge.push_back(label);
    m_right = std::max(m_right, textWidth(label.text) + sampleWidth + 14.0);
}

void SvgChart::addLine(const std::vector<ChartPoint>& points,
                       int colour,
                       const std::string& label,
                       ChartDash dash,
                       bool markers) {
    if (points.empty())
        return;
    m_lines.push_back({points, colourOf(colour), dash, markers});
    addEdgeLabel({points.back().y, label, colourOf(colour), dash});
}

void SvgChart::addBars(const std::vector<ChartPoint>& points, double width, int colour) {
    m_bars.push_back({points, std::abs(width), colourOf(colour)});
}

void SvgChart::addCloud(const std::vector<ChartPoint>& points, int colour) {
    m_clouds.push_back({points, colourOf(colour)});
}

void SvgChart::addHorizontal(double y, const std::string& label) {
    m_horizontals.push_back(y);
    addEdgeLabel({y, label, m_colours.muted, ChartDash::Dotted});
}

void SvgChart::addVertical(double x, const std::string& label) {
    m_verticals.push_back({x, label});
    m_top = std::max(m_top, label.empty() ? 0.0 : 26.0);
}

void SvgChart::addBand(double fromX, double toX) {
    m_bands.push_back({fromX, toX});
}

void SvgChart::addMark(const ChartPoint& point, int colour, const std::vector<std::string>& label) {
    m_marks.push_back({point, colourOf(colour), label});
}

void SvgChart::addEdgeMark(const ChartPoint& point, int colour, const std::string& label) {
    m_marks.push_back({point, colourOf(colour), {}, m_edgeMarks});
    addEdgeLabel({point.y, label, colourOf(colour), ChartDash::Solid, m_edgeMarks});
    ++m_edgeMarks;
}

void SvgChart::addNote(const ChartPoint& point, const std::string& note) {
    m_notes.push_back({point.x, point.y, note});
}

void SvgChart::leaveOutXTexts() {
    m_xTexts = false;
    m_bottom = bottomWithoutTexts;
}

void SvgChart::reserveRight(double pixels) {
    m_right = std::max(m_right, pixels);
}

std::string SvgChart::axes() const {
    std::string out;
    const double x0 = left;
    const double x1 = m_width - m_right;
    const double y0 = m_height - m_bottom;
    const double y1 = m_top;
    const std::string grid = fmt::format("stroke:{};stroke-width:1", m_colours.grid);
    const std::string frame = fmt::format("stroke:{};stroke-width:1", m_colours.ink);
    for (const double tick : m_y.ticks) {
        out += line(x0, py(tick), x1, py(tick), grid);
        out += line(x0 - 4, py(tick), x0, py(tick), frame);
        out += text(x0 - 8, py(tick) + 4, "end", m_colours.ink, m_y.textAt(tick));
    }
    for (const double tick : m_x.ticks) {
        out += line(px(tick), y0, px(tick), y1, grid);
        out += line(px(tick), y0, px(tick), y0 + 4, frame);
        if (m_xTexts)
            out += text(px(tick), y0 + 18, "middle", m_colours.ink, m_x.textAt(tick));
    }
    out += line(x0, y0, x1, y0, frame) + line(x0, y0, x0, y1, frame);
    if (m_xTexts)
        out += text((x0 + x1) / 2, m_height - 8, "middle", m_colours.ink, m_x.title);
    out += text(0,
                0,
                "middle",
                m_colours.ink,
                m_y.title,
                fmt::format(R"svg( transform="translate(14 {:.1f}) rotate(-90)")svg", (y0 + y1) / 2));
    return out;
}

std::string SvgChart::edgeLabels() const {
    struct Placed {
        double y;
        const EdgeLabel* label;
    };
    std::vector<Placed> placed;
    for (const EdgeLabel& label : m_edge)
        placed.push_back({py(label.y), &label});
    std::stable_sort(
        placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.y < b.y; });
    // Pushed apart downwards, then back up where the last ones would leave the plot.
    for (std::size_t i = 1; i < placed.size(); ++i)
        placed[i].y = std::max(placed[i].y, placed[i - 1].y + labelHeight);
    double limit = m_height - m_bottom + 4.0;
    for (std::size_t i = placed.size(); i-- > 0;) {
        placed[i].y = std::min(placed[i].y, limit);
        limit = placed[i].y - labelHeight;
    }
    std::string out;
    const double x = m_width - m_right + 8.0;
    for (const auto& [y, label] : placed) {
        out += label->shape
                   ? shape(*label->shape, x + sampleWidth / 2 - 2.5, y, label->colour, "")
                   : line(x,
                          y,
                          x + sampleWidth - 5.0,
                          y,
                          fmt::format("stroke:{};stroke-width:2{}", label->colour, dashArray(label->dash)));
        out += text(x + sampleWidth, y + 4.0, "start", label->colour, label->text);
    }
    return out;
}

std::string SvgChart::band(const Band& band) const {
    return fmt::format(
        R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" style="fill:{};opacity:0.55"/>)",
        std::min(px(band.from), px(band.to)),
        m_top,
        std::abs(px(band.to) - px(band.from)),
        m_height - m_bottom - m_top,
        m_colours.grid);
}

std::string SvgChart::bars(const Bars& bars) const {
    const double half = std::abs(px(m_x.from + bars.width / 2) - px(m_x.from));  // on a linear axis
    std::string out;
    for (const ChartPoint& bar : bars.points)
        out += fmt::format(
            R"(<rect x="{:.2f}" y="{:.1f}" width="{:.2f}" height="{:.1f}" style="fill:{}">{}</rect>)",
            px(bar.x) - half,
            py(bar.y),
            2 * half,
            py(m_y.from) - py(bar.y),
            bars.colour,
            tipOf(bar));
    return out;
}

std::string SvgChart::cloud(const Cloud& cloud) const {
    // One path of zero-length strokes: a tenth of the size of as many circles. Fewer dots need more ink.
    const double opacity = cloud.points.size() < 300 ? 0.7 : 0.35;
    std::string out =
        fmt::format(R"(<path style="stroke:{};stroke-width:4.5;stroke-linecap:round;opacity:{}" d=")",
                    cloud.colour,
                    opacity);
    for (const ChartPoint& point : cloud.points)
        out += fmt::format("M{:.1f} {:.1f}h0", px(point.x), py(point.y));
    return out + R"("/>)";
}

bool SvgChart::isInside(const ChartPoint& point) const {
    const double x = m_x.share(point.x);
    const double y = m_y.share(point.y);
    return x >= 0.0 && x <= 1.0 && y >= 0.0 && y <= 1.0;
}

std::string SvgChart::polyline(const Line& series) const {
    // An inner <svg> cuts off what lies outside of the plot.
    std::string out = fmt::format(
        R"(<svg x="{0:.1f}" y="{1:.1f}" width="{2:.1f}" height="{3:.1f}" viewBox="{0:.1f} {1:.1f} {2:.1f} {3:.1f}">)"
        R"(<polyline points=")",
        left,
        m_top - 2.0,
        m_width - left - m_right + 2.0,
        m_height - m_bottom - m_top + 3.0);
    for (const ChartPoint& point : series.points)
        out += fmt::format("{:.1f},{:.1f} ", px(point.x), py(point.y));
    out += fmt::format(R"(" style="fill:none;stroke:{};stroke-width:2;stroke-linejoin:round{}"/></svg>)",
                       series.colour,
                       dashArray(series.dash));
    if (series.markers)
        for (const ChartPoint& point : series.points)
            if (isInside(point))
                out += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="2.6" style="fill:{}">{}</circle>)",
                                   px(point.x),
                                   py(point.y),
                                   series.colour,
                                   tipOf(point));
    return out;
}

std::string SvgChart::horizontal(double y) const {
    return line(left,
                py(y),
                m_width - m_right,
                py(y),
                fmt::format("stroke:{};stroke-width:1.5{}", m_colours.muted, dashArray(ChartDash::Dotted)));
}

std::string SvgChart::vertical(const Vertical& vertical) const {
    const double half = textWidth(vertical.label) / 2;
    const double x = std::clamp(px(vertical.x), half, std::max(half, m_width - half));
    return line(px(vertical.x),
                m_height - m_bottom,
                px(vertical.x),
                m_top - 4,
                fmt::format("stroke:{};stroke-width:1.5{}", m_colours.ink, dashArray(ChartDash::Dashed))) +
           text(x, m_top - 10, "middle", m_colours.ink, vertical.label);
}

std::string SvgChart::shape(
    std::size_t which, double x, double y, const std::string& colour, const std::string& tip) const {
    // From the centre, of about equal area: diamond, square, triangle, triangle on its tip, hexagon, cross.
    static constexpr std::array<const char*, 6> outlines = {"m0 -6l6 6l-6 6l-6 -6z",
                                                            "m-4.5 -4.5h9v9h-9z",
                                                            "m0 -6l6 10h-12z",
                                                            "m0 6l6 -10h-12z",
                                                            "m-2.8 -5h5.6l2.8 5l-2.8 5h-5.6l-2.8 -5z",
                                                            "m-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z"};
    return fmt::format(R"(<path d="M{:.1f} {:.1f}{}" style="fill:{};stroke:{};stroke-width:1.5">{}</path>)",
                       x,
                       y,
                       outlines[which % outlines.size()],
                       colour,
                       m_colours.paper,
                       tip);
}

std::string SvgChart::mark(const Mark& mark) const {
    const double x = px(mark.point.x);
    const double y = py(mark.point.y);
    std::string out = shape(mark.shape, x, y, mark.colour, tipOf(mark.point));
    // Two lines to the upper left, where rising curves leave room, else to the lower right.
    double width = 0.0;
    for (const std::string& one : mark.label)
        width = std::max(width, 1.1 * textWidth(one));
    const bool fitsLeft = x - 12.0 - width > left;
    for (std::size_t i = 0; i < mark.label.size(); ++i)
        out += text(fitsLeft ? x - 11.0 : x + 11.0,
                    y + (fitsLeft ? -3.0 : 18.0) + labelHeight * static_cast<double>(i),
                    fitsLeft ? "end" : "start",
                    mark.colour + halo(),
                    mark.label[i],
                    R"( font-weight="bold")");
    return out;
}

std::string SvgChart::halo() const {
    return fmt::format(";paint-order:stroke;stroke:{};stroke-width:4px;stroke-linejoin:round",
                       m_colours.paper);
}

std::string SvgChart::svg(const std::string& title, bool standAlone) const {
    std::string out =
        fmt::format(R"(<svg{} viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}" )"
                    R"(style="font:12px {}">)",
                    standAlone ? R"( xmlns="http://www.w3.org/2000/svg")" : "",
                    m_width,
                    m_height,
                    m_width,
                    m_height,
                    escapedHtml(title),
                    figureFonts);
    if (standAlone)
        out +=
            fmt::format(R"(<path d="M0 0h{}v{}H0z" style="fill:{}"/>)", m_width, m_height, m_colours.paper);
    for (const Band& one : m_bands)
        out += band(one);
    out += axes();
    for (const Bars& one : m_bars)
        out += bars(one);
    for (const Cloud& one : m_clouds)
        out += cloud(one);
    for (const double y : m_horizontals)
        out += horizontal(y);
    for (const Vertical& one : m_verticals)
        out += vertical(one);
    for (const Line& one : m_lines)
        out += polyline(one);
    for (const ChartPoint& note : m_notes)
        if (isInside(note) && py(note.y) + 20 < m_height - m_bottom)
            out += text(px(note.x) + 6, py(note.y) + 15, "start", m_colours.muted + halo(), note.tip);
    for (const Mark& one : m_marks)
        out += mark(one);
    return out + edgeLabels() + "</svg>";
}

}  // namespace limen
