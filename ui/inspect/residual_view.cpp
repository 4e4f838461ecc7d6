// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/residual_view.h"

#include <QColor>
#include <cstring>

namespace limen {

double residualRange(int gain) {
    return 255.0 / gain;
}

int gainThatShows(const std::vector<float>& plane) {
    // One pixel in 200: a single eyelash must not flatten the rest.
    const double magnitude = magnitudeExceededBy(plane, 0.005);
    int gain = ResidualSetting::maxGain;
    while (gain > 1 && residualRange(gain) < magnitude)
        gain /= 2;
    return gain;
}

QImage paintResidual(const std::vector<float>& plane, int width, double range, const DivergingMap& map) {
    if (plane.empty() || width <= 0)
        return {};
    QImage image(width, static_cast<int>(plane.size()) / width, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const float* values = plane.data() + static_cast<std::ptrdiff_t>(y) * width;
        for (int x = 0; x < width; ++x) {
            const Rgb8 colour = map(values[x] / range);
            line[x] = qRgb(colour.red, colour.green, colour.blue);
        }
    }
    return image;
}

DivergingMap::Centre centreFor(const QColor& background) {
    return background.lightness() < 128 ? DivergingMap::Centre::Dark : DivergingMap::Centre::Light;
}

QImage toQImage(const RgbImage& image) {
    QImage copy(image.width, image.height, QImage::Format_RGB888);
    const std::size_t row = static_cast<std::size_t>(image.width) * 3;
    for (int y = 0; y < image.height; ++y)
        std::memcpy(copy.scanLine(y), image.pixels.data() + static_cast<std::size_t>(y) * row, row);
    return copy;
}

}  // namespace limen
