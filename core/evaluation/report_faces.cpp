// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_faces.h"

#include <fmt/format.h>
#include <array>
#include <cmath>

#include "evaluation/html_text.h"
#include "evaluation/report_axes.h"
#include "evaluation/svg_chart.h"
#include "image/residual.h"
#include "image/residual_picture.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

std::vector<float> lumaResidual(const ReportFace& face) {
    return residualPlane(signedResidual(face.original, face.jnd), ResidualChannel::Luma);
}

std::string picture(const RgbImage& image, const char* kind, const std::string& alt) {
    return fmt::format(R"(<img class="{}" width="{}" height="{}" src="{}" alt="{}"/>)",
                       kind,
                       image.width,
                       image.height,
                       pngDataUri(image),
                       escapedHtml(alt));
}

std::string predictionText(const ReportFace& face) {
    const double quality = psnr(face.jnd, *face.predicted);
    return fmt::format("prediction to JND image {} · ",
                       std::isfinite(quality) ? fmt::format("{:.1f} dB", quality) : "equal");
}

}  // namespace

int residualRange(const std::vector<ReportFace>& faces) {
    std::vector<float> all;
    for (const ReportFace& face : faces) {
        const std::vector<float> plane = lumaResidual(face);
        all.insert(all.end(), plane.begin(), plane.end());
    }
    return commonRange(all);
}

std::string faceColumn(const std::vector<ReportFace>& faces, const CodecLevels& levels, int range) {
    std::string html;
    for (const ReportFace& face : faces) {
        const std::string name = face.image.identity + "/" + face.image.stem;
        const std::string level = levelText(levels, *face.label.level);
        const char* const row = face.predicted ? "row four" : "row";
        html += fmt::format(R"(<div class="face"><div class="{0} heads"><span>original</span>)"
                            R"(<span>JND image</span><span>residual</span>{1}</div><div class="{0}">)",
                            row,
                            face.predicted ? "<span>predicted</span>" : "");
        html += picture(face.original, "original", name + ", original");
        html += picture(face.jnd, "jnd", name + ", JND image at " + level);
        html += picture(
            residualPicture(face.original, face.jnd, range), "residual", name + ", original minus JND image");
        if (face.predicted)
            html += picture(*face.predicted, "predicted", name + ", predicted JND image");
        html += fmt::format(
            R"(</div><div class="numbers"><b>{}</b> · {:.3f} bpp · PSNR {} · {} of {} mates accepted<br/>)"
            R"({}<bdi>{}</bdi></div></div>)",
            escapedHtml(level),
            *face.label.bpp,
            std::isfinite(face.encoding.psnr) ? fmt::format("{:.1f} dB", face.encoding.psnr) : "infinite",
            face.label.genuineAccepted,
            face.label.genuinePairs,
            face.predicted ? predictionText(face) : "",
            escapedHtml(name));
    }
    return html;
}

std::string residualScale(int range, const std::string& ink) {
    constexpr int steps = 64;
    constexpr double width = 320.0;
    constexpr double start = 24.0;
    const DivergingMap map(DivergingMap::Centre::Light);
    std::string svg =
        R"(<svg viewBox="0 0 368 40" width="368" height="40" role="img" aria-label="Scale of the residual maps" )"
        R"(style="font:12px )" +
        std::string(figureFonts) + R"(">)";
    for (int i = 0; i < steps; ++i) {
        const Rgb8 colour = map(2.0 * (i + 0.5) / steps - 1.0);
        svg +=
            fmt::format(R"(<rect x="{:.2f}" y="0" width="{:.2f}" height="14" fill="#{:02x}{:02x}{:02x}"/>)",
                        start + i * width / steps,
                        width / steps + 0.3,
                        colour.red,
                        colour.green,
                        colour.blue);
    }
    for (const double share : std::array{-1.0, -0.5, 0.0, 0.5, 1.0}) {
        const double x = start + (share + 1.0) / 2.0 * width;
        const double value = share * range;
        const std::string sign = value > 0 ? "+" : value < 0 ? "−" : "";
        svg += fmt::format(
            R"svg(<line x1="{0:.1f}" y1="14" x2="{0:.1f}" y2="19" style="stroke:{3}"/>)svg"
            R"svg(<text x="{0:.1f}" y="33" text-anchor="middle" style="fill:{3}">{1}{2:.6g}</text>)svg",
            x,
            sign,
            std::abs(value),
            ink);
    }
    return svg + "</svg>";
}

}  // namespace limen
