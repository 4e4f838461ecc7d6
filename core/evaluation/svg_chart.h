// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/chart_axis.h"
#include "evaluation/series_style.h"

namespace limen {

/// Fonts of all figures, those that readers have first.
inline constexpr const char* figureFonts =
    "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

struct ChartPoint {
    double x = 0.0;
    double y = 0.0;
    std::string tip = {};  ///< shown by browsers when the pointer rests on it
};

/// Colours as CSS values; a page may give variables, so that light and dark follow it.
struct ChartColours {
    std::string ink = "#1b1b1b";
    std::string muted = "#5a5a5a";
    std::string grid = "#e4e4e4";
    std::string paper = "#ffffff";
    std::vector<std::string> series = {seriesOnLight.begin(), seriesOnLight.end()};
};

/// A figure for print and screen: two axes with titles and units, light grid lines, and labels at the lines
/// themselves instead of a legend. Texts are escaped. Nothing in the result refers to anything outside of it.
class SvgChart {
public:
    SvgChart(ChartAxis x, ChartAxis y, ChartColours colours = {}, int width = 560, int height = 340);

    /// A line in the order of its points, labelled at the right edge.
    void addLine(const std::vector<ChartPoint>& points,
                 int colour,
                 const std::string& label,
                 ChartDash dash = ChartDash::Solid,
                 bool markers = false);
    /// Bars of `width` (in units of x) standing on the x axis.
    void addBars(const std::vector<ChartPoint>& points, double width, int colour);
    /// Small dots, for many points.
    void addCloud(const std::vector<ChartPoint>& points, int colour);
    /// Across the plot at a value of y, labelled at the right edge.
    void addHorizontal(double y, const std::string& label);
    /// Over the height of the plot at a value of x, labelled above it.
    void addVertical(double x, const std::string& label);
    /// Shades a range of x.
    void addBand(double fromX, double toX);
    /// A diamond with the lines of its label beside it.
    void addMark(const ChartPoint& point, int colour, const std::vector<std::string>& label);

    /// A mark that is named at the right edge, where labels of several cannot lie on one another. The first
    /// is a diamond; others have shapes of their own, so that they are told apart without colours as well.
    void addEdgeMark(const ChartPoint& point, int colour, const std::string& label);

    /// A small word below and to the right of a point.
    void addNote(const ChartPoint& point, const std::string& note);
    /// Leaves out numbers and title of the x axis, where a chart below has the same.
    void leaveOutXTexts();
    /// Makes the margin at the right at least that wide.
    void reserveRight(double pixels);

    /// The <svg> element. `title` says for those who cannot see it what it shows. A stand-alone one carries
    /// its namespace and its paper, as a file of its own needs them.
    std::string svg(const std::string& title, bool standAlone = false) const;

private:
    /// A label at the right edge and the line it belongs to.
    struct EdgeLabel {
        double y = 0.0;  // in units of the axis
        std::string text;
        std::string colour;
        ChartDash dash = ChartDash::Solid;
        std::optional<std::size_t> shape = {};  // in place of a piece of line
    };

    // Drawn in svg(), when the margins are known.
    struct Line {
        std::vector<ChartPoint> points;
        std::string colour;
        ChartDash dash = ChartDash::Solid;
        bool markers = false;
    };
    struct Bars {
        std::vector<ChartPoint> points;
        double width = 1.0;
        std::string colour;
    };
    struct Cloud {
        std::vector<ChartPoint> points;
        std::string colour;
    };
    struct Vertical {
        double x = 0.0;
        std::string label;
    };
    struct Band {
        double from = 0.0;
        double to = 0.0;
    };
    struct Mark {
        ChartPoint point;
        std::string colour;
        std::vector<std::string> label;
        std::size_t shape = 0;
    };

    double px(double x) const;
    double py(double y) const;
    const std::string& colourOf(int index) const;
    std::string axes() const;
    std::string edgeLabels() const;
    std::string band(const Band& band) const;
    std::string bars(const Bars& bars) const;
    std::string cloud(const Cloud& cloud) const;
    std::string polyline(const Line& series) const;
    std::string horizontal(double y) const;
    std::string vertical(const Vertical& vertical) const;
    std::string mark(const Mark& mark) const;
    std::string shape(
        std::size_t which, double x, double y, const std::string& colour, const std::string& tip) const;
    std::string halo() const;
    bool isInside(const ChartPoint& point) const;
    void addEdgeLabel(const EdgeLabel& label);

    ChartAxis m_x;
    ChartAxis m_y;
    ChartColours m_colours;
    int m_width;
    int m_height;
    double m_right = 16.0;  // margin; grows with the labels at the edge
    double m_top = 12.0;    // margin; grows where a vertical line is labelled
    double m_bottom = 46.0;
    bool m_xTexts = true;
    std::vector<EdgeLabel> m_edge;
    std::vector<Band> m_bands;
    std::vector<Bars> m_bars;
    std::vector<Cloud> m_clouds;
    std::vector<Line> m_lines;
    std::vector<double> m_horizontals;
    std::vector<Vertical> m_verticals;
    std::vector<Mark> m_marks;
    std::size_t m_edgeMarks = 0;
    std::vector<ChartPoint> m_notes;  // the word is the tip
};

}  // namespace limen
