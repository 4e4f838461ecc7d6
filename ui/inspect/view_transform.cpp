// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/view_transform.h"

#include <algorithm>
#include <cmath>

namespace limen {

void ViewTransform::setImageSize(QSize size) {
    if (size == m_imageSize)
        return;
    const bool first = m_imageSize.isEmpty();
    m_imageSize = size;
    setCursor(std::nullopt);
    setRegion(std::nullopt);
    if (m_fitted || !first)
        fit();
}

void ViewTransform::setViewport(QSize devicePixels) {
    if (devicePixels == m_viewport)
        return;
    m_viewport = devicePixels;
    if (m_fitted)
        fit();
}

void ViewTransform::zoomAbout(QPointF imagePoint, double factor) {
    const double scale = std::clamp(m_scale * factor, minScale, maxScale);
    m_fitted = false;
    apply(scale, imagePoint + (m_centre - imagePoint) * (m_scale / scale));
}

void ViewTransform::panBy(QPointF imagePixels) {
    m_fitted = false;
    apply(m_scale, m_centre + imagePixels);
}

void ViewTransform::fit() {
    m_fitted = true;
    if (m_imageSize.isEmpty() || m_viewport.isEmpty())
        return;
    const double scale = std::min(static_cast<double>(m_viewport.width()) / m_imageSize.width(),
                                  static_cast<double>(m_viewport.height()) / m_imageSize.height());
    apply(std::clamp(scale, minScale, maxScale), QPointF(m_imageSize.width(), m_imageSize.height()) / 2.0);
}

void ViewTransform::showActualSize() {
    m_fitted = false;
    apply(1.0, m_centre);
}

void ViewTransform::restore(double scale, QPointF centre, bool fitted) {
    if (fitted || !std::isfinite(scale) || !std::isfinite(centre.x()) || !std::isfinite(centre.y())) {
        fit();
        return;
    }
    m_fitted = false;
    apply(std::clamp(scale, minScale, maxScale), centre);
}

void ViewTransform::setCursor(std::optional<QPoint> pixel) {
    if (pixel && !QRect(QPoint(0, 0), m_imageSize).contains(*pixel))
        pixel.reset();
    if (pixel == m_cursor)
        return;
    m_cursor = pixel;
    Q_EMIT cursorChanged();
}

void ViewTransform::setRegion(std::optional<QRect> region) {
    if (region)
        region = *region & QRect(QPoint(0, 0), m_imageSize);
    if (region && region->isEmpty())
        region.reset();
    if (region == m_region)
        return;
    m_region = region;
    Q_EMIT regionChanged();
}

void ViewTransform::apply(double scale, QPointF centre) {
    // The image never leaves the panes altogether: its nearest edge stops in their middle.
    if (!m_imageSize.isEmpty()) {
        centre.setX(std::clamp(centre.x(), 0.0, static_cast<double>(m_imageSize.width())));
        centre.setY(std::clamp(centre.y(), 0.0, static_cast<double>(m_imageSize.height())));
    }
    if (scale == m_scale && centre == m_centre)
        return;
    m_scale = scale;
    m_centre = centre;
    Q_EMIT changed();
}

}  // namespace limen
