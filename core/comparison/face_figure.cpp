// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/face_figure.h"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>

#include "comparison/figure_rendering.h"
#include "evaluation/html_text.h"
#include "evaluation/report_faces.h"
#include "evaluation/svg_chart.h"
#include "image/residual.h"
#include "image/residual_picture.h"

namespace limen {

namespace {

constexpr std::size_t mostColumns = 7;
constexpr int gap = 10;
constexpr int margin = 12;
constexpr int lineHeight = 16;
constexpr double letterWidth = 6.6;  // of 12-pixel letters, on average

std::string text(double x, double y, const std::string& content, const std::string& more = "") {
    return fmt::format(
        R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle"{}>{}</text>)", x, y, more, escapedHtml(content));
}

/// Smaller letters where a name is wider than its column.
std::string heading(double x, double y, const std::string& name, int width) {
    const double wide = letterWidth * static_cast<double>(name.size());
    return text(x, y, name, wide > width ? fmt::format(R"( font-size="{:.1f}")", 12.0 * width / wide) : "");
}

/// Each pixel as a square of pixels. librsvg 2.54 smooths what it enlarges, whatever image-rendering says; at
/// the scale of svgAsPng() there is nothing left to enlarge.
RgbImage enlarged(const RgbImage& image, int times) {
    RgbImage result(image.width * times, image.height * times);
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x)
            std::copy_n(image.at(x / times, y / times), 3, result.at(x, y));
    return result;
}

std::string picture(int x, int y, const RgbImage& image) {
    return fmt::format(
        R"(<image x="{}" y="{}" width="{}" height="{}" style="image-rendering:pixelated" xlink:href="{}"/>)",
        x,
        y,
        image.width,
        image.height,
        pngDataUri(enlarged(image, pngScale)));
}

}  // namespace

std::string faceFigureSvg(const std::vector<FacePanel>& panels, int range) {
    const RgbImage& original = panels.front().image;
    const std::size_t blocks = (panels.size() + mostColumns - 1) / mostColumns;
    const std::size_t columns = (panels.size() + blocks - 1) / blocks;
    std::size_t captionLines = 0;
    for (const FacePanel& panel : panels)
        captionLines = std::max(captionLines, panel.caption.size());
    const int blockHeight =
        lineHeight + 2 * original.height + gap / 2 + static_cast<int>(captionLines) * lineHeight + 2 * gap;
    constexpr int scaleWidth = 368, scaleHeight = 40;  // residualScale()
    const int width = std::max(2 * margin + static_cast<int>(columns) * (original.width + gap) - gap,
                               2 * margin + scaleWidth);
    const int scaleTop = margin + static_cast<int>(blocks) * blockHeight + lineHeight;
    const int height = scaleTop + scaleHeight + margin;
    std::string svg = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" )"
        R"(viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="A face, its JND image and )"
        R"(those that models see in it, with residuals" style="font:12px {2};fill:#1b1b1b">)"
        R"(<rect width="{0}" height="{1}" style="fill:#ffffff"/>)",
        width,
        height,
        figureFonts);
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const FacePanel& panel = panels[i];
        const int x = margin + static_cast<int>(i % columns) * (original.width + gap);
        const int top = margin + static_cast<int>(i / columns) * blockHeight + lineHeight;
        const int below = top + original.height + gap / 2;
        const double middle = x + original.width / 2.0;
        svg += heading(middle, top - 5, panel.name, original.width) + picture(x, top, panel.image);
        if (i > 0)
            svg += picture(x, below, residualPicture(original, panel.image, range));
        for (std::size_t line = 0; line < panel.caption.size(); ++line)
            svg += text(middle,
                        below + original.height + lineHeight * static_cast<double>(line + 1) - 2,
                        panel.caption[line],
                        panel.best && line == 0 ? R"( font-weight="bold")" : "");
    }
    const double middle = width / 2.0;
    svg += text(middle, scaleTop - 6, "Residual: original minus image, luma, grey levels");
    return svg + fmt::format(R"svg(<g transform="translate({:.1f} {})">{}</g></svg>)svg",
                             middle - scaleWidth / 2.0,
                             scaleTop,
                             residualScale(range, "#1b1b1b"));
}

int panelRange(const std::vector<FacePanel>& panels) {
    std::vector<float> all;
    for (const FacePanel& panel : panels) {
        const std::vector<float> plane =
            residualPlane(signedResidual(panels.front().image, panel.image), ResidualChannel::Luma);
        if (&panel != &panels.front())
            all.insert(all.end(), plane.begin(), plane.end());
    }
    return commonRange(all);
}

const ComparedRow* bestPredictor(const ComparisonSheet& sheet) {
    const ComparedRow* best = nullptr;
    double highest = 0.0;
    for (const ComparedRow& row : sheet.rows) {
        if (row.kind != kindName(CandidateKind::Predictor) || !row.predictsImages())
            continue;
        const double mean = summarizeScores(sheet.scores(row), 1).psnr.mean;
        if (best == nullptr || mean > highest) {
            best = &row;
            highest = mean;
        }
    }
    return best;
}

std::size_t faceAtShare(const ComparisonSheet& sheet, const ComparedRow& row, double share) {
    const std::vector<double>& errors = row.numbers.at("mse");
    std::vector<std::size_t> order(errors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return errors[a] != errors[b] ? errors[a] > errors[b] : sheet.images[a] < sheet.images[b];
    });
    return order[static_cast<std::size_t>(share * static_cast<double>(order.size() - 1))];
}

}  // namespace limen
