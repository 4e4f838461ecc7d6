// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/bd_rate.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/error.h"

namespace limen {

namespace {

struct Point {
    double x = 0.0;
    double y = 0.0;
};

/// A cubic from one point to the next: y + t (c1 + t (c2 + t c3)), t = x - from.
struct Piece {
    double from = 0.0;
    double to = 0.0;
    std::array<double, 4> c{};

    double integralTo(double x) const {
        const double t = x - from;
        return t * (c[0] + t * (c[1] / 2 + t * (c[2] / 3 + t * c[3] / 4)));
    }
};

using Curve = std::vector<Piece>;

double integral(const Curve& curve, double from, double to) {
    double sum = 0.0;
    for (const Piece& piece : curve) {
        const double a = std::max(from, piece.from);
        const double b = std::min(to, piece.to);
        if (a < b)
            sum += piece.integralTo(b) - piece.integralTo(a);
    }
    return sum;
}

std::vector<double> secants(const std::vector<Point>& points) {
    std::vector<double> m;
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        m.push_back((points[i + 1].y - points[i].y) / (points[i + 1].x - points[i].x));
    return m;
}

/// Hermite pieces through the points with these slopes.
Curve hermite(const std::vector<Point>& points, const std::vector<double>& slopes) {
    const std::vector<double> m = secants(points);
    Curve curve;
    for (std::size_t i = 0; i < m.size(); ++i) {
        const double h = points[i + 1].x - points[i].x;
        curve.push_back({points[i].x,
                         points[i + 1].x,
                         {points[i].y,
                          slopes[i],
                          (3 * m[i] - 2 * slopes[i] - slopes[i + 1]) / h,
                          (slopes[i] + slopes[i + 1] - 2 * m[i]) / (h * h)}});
    }
    return curve;
}

/// H. Akima, J. ACM 17 (1970) 589. A slope is the mean of the outer pair of secants where the weights vanish.
std::vector<double> akimaSlopes(const std::vector<Point>& points) {
    std::vector<double> m = secants(points);
    const std::size_t count = points.size();
    if (count == 2)
        return {m[0], m[0]};
    for (int i = 0; i < 2; ++i) {
        m.insert(m.begin(), 2 * m[0] - m[1]);
        m.push_back(2 * m[m.size() - 1] - m[m.size() - 2]);
    }
    std::vector<double> left;  // weight of the secant on the left: how much the right ones differ
    std::vector<double> right;
    double largest = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        left.push_back(std::abs(m[i + 3] - m[i + 2]));
        right.push_back(std::abs(m[i + 1] - m[i]));
        largest = std::max(largest, left[i] + right[i]);
    }
    std::vector<double> slopes;
    for (std::size_t i = 0; i < count; ++i) {
        const double sum = left[i] + right[i];
        slopes.push_back(sum > 1e-9 * largest ? (left[i] * m[i + 1] + right[i] * m[i + 2]) / sum
                                              : (m[i] + m[i + 3]) / 2);
    }
    return slopes;
}

/// The end of a monotone curve: three-point formula, kept from overshooting.
double pchipEnd(double h0, double h1, double m0, double m1) {
    const double d = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1);
    if (d * m0 <= 0)
        return 0.0;
    if (m0 * m1 <= 0 && std::abs(d) > 3 * std::abs(m0))
        return 3 * m0;
    return d;
}

/// F. N. Fritsch and J. Butland, SIAM J. Sci. Stat. Comput. 5 (1984) 300: weighted harmonic means.
std::vector<double> pchipSlopes(const std::vector<Point>& points) {
    const std::vector<double> m = secants(points);
    const std::size_t count = points.size();
    if (count == 2)
        return {m[0], m[0]};
    const auto width = [&](std::size_t i) { return points[i + 1].x - points[i].x; };
    std::vector<double> slopes(count, 0.0);
    for (std::size_t i = 1; i + 1 < count; ++i) {
        if (m[i - 1] * m[i] <= 0)
            continue;
        const double w1 = 2 * width(i) + width(i - 1);
        const double w2 = width(i) + 2 * width(i - 1);
        slopes[i] = (w1 + w2) / (w1 / m[i - 1] + w2 / m[i]);
    }
    slopes.front() = pchipEnd(width(0), width(1), m[0], m[1]);
    slopes.back() = pchipEnd(width(count - 2), width(count - 3), m[count - 2], m[count - 3]);
    return slopes;
}

/// The polynomial of degree 3 (less for fewer points) nearest to the points.
Curve polynomial(const std::vector<Point>& points) {
    const std::size_t terms = std::min<std::size_t>(4, points.size());
    const double from = points.front().x;
    const double scale = points.back().x - from;
    // Normal equations in t = 0..1, solved by elimination with pivoting.
    std::array<std::array<double, 5>, 4> rows{};
    for (const Point& point : points) {
        const double t = (point.x - from) / scale;
        std::array<double, 4> powers{1.0, t, t * t, t * t * t};
        for (std::size_t i = 0; i < terms; ++i) {
            for (std::size_t j = 0; j < terms; ++j)
                rows[i][j] += powers[i] * powers[j];
            rows[i][4] += powers[i] * point.y;
        }
    }
    for (std::size_t i = 0; i < terms; ++i) {
        std::size_t pivot = i;
        for (std::size_t k = i + 1; k < terms; ++k)
            if (std::abs(rows[k][i]) > std::abs(rows[pivot][i]))
                pivot = k;
        std::swap(rows[i], rows[pivot]);
        for (std::size_t k = 0; k < terms; ++k) {
            if (k == i)
                continue;
            const double factor = rows[k][i] / rows[i][i];
            for (std::size_t j = i; j < 5; ++j)
                rows[k][j] -= factor * rows[i][j];
        }
    }
    Piece piece{from, points.back().x, {}};
    for (std::size_t i = 0; i < terms; ++i)
        piece.c[i] = rows[i][4] / rows[i][i] / std::pow(scale, static_cast<double>(i));
    return {piece};
}

Curve curveThrough(const std::vector<Point>& points, BdMethod method) {
    switch (method) {
        case BdMethod::Akima:
            return hermite(points, akimaSlopes(points));
        case BdMethod::Pchip:
            return hermite(points, pchipSlopes(points));
        case BdMethod::Cubic:
            break;
    }
    return polynomial(points);
}

/// In the order of x, which must differ from point to point.
std::vector<Point> prepared(const std::vector<RatePoint>& curve, bool rateOverQuality) {
    if (curve.size() < 2)
        throwBadInput("A rate-distortion curve needs at least two points.", "Encode at more levels.");
    std::vector<Point> points;
    for (const RatePoint& point : curve) {
        if (!(point.rate > 0.0) || !std::isfinite(point.rate) || !std::isfinite(point.quality))
            throwBadInput(
                fmt::format("The point of rate {} and quality {} cannot lie on a rate-distortion curve.",
                            point.rate,
                            point.quality),
                "Rates are positive and qualities finite.");
        const double rate = std::log10(point.rate);
        points.push_back(rateOverQuality ? Point{point.quality, rate} : Point{rate, point.quality});
    }
    std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        if (!(points[i].x < points[i + 1].x))
            throwBadInput(fmt::format("Two points of a rate-distortion curve have the same {}.",
                                      rateOverQuality ? "quality" : "rate"),
                          "Leave one of them out.");
    return points;
}

/// Mean difference of y, test less anchor, over the x that both curves reach.
std::optional<double> meanDifference(const std::vector<Point>& anchor,
                                     const std::vector<Point>& test,
                                     BdMethod method) {
    const double from = std::max(anchor.front().x, test.front().x);
    const double to = std::min(anchor.back().x, test.back().x);
    if (!(from < to))
        return std::nullopt;
    const double difference =
        integral(curveThrough(test, method), from, to) - integral(curveThrough(anchor, method), from, to);
    return difference / (to - from);
}

}  // namespace

std::optional<double> bdRate(const std::vector<RatePoint>& anchor,
                             const std::vector<RatePoint>& test,
                             BdMethod method) {
    const auto difference = meanDifference(prepared(anchor, true), prepared(test, true), method);
    if (!difference)
        return std::nullopt;
    return (std::pow(10.0, *difference) - 1.0) * 100.0;
}

std::optional<double> bdPsnr(const std::vector<RatePoint>& anchor,
                             const std::vector<RatePoint>& test,
                             BdMethod method) {
    return meanDifference(prepared(anchor, false), prepared(test, false), method);
}

double qualityOverlap(const std::vector<RatePoint>& anchor, const std::vector<RatePoint>& test) {
    const std::vector<Point> a = prepared(anchor, true);
    const std::vector<Point> b = prepared(test, true);
    const double common = std::min(a.back().x, b.back().x) - std::max(a.front().x, b.front().x);
    const double all = std::max(a.back().x, b.back().x) - std::min(a.front().x, b.front().x);
    return std::max(0.0, common / all);
}

}  // namespace limen
