// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QSize>
#include <optional>

namespace limen {

/// How the panes look at their images: scale, centre, the pixel pointed at and the region marked. One object,
/// observed by every pane, so that panes cannot drift apart. Positions are in image pixels, (0, 0) being the
/// corner of the first pixel.
class ViewTransform : public QObject {
    Q_OBJECT

public:
    static constexpr double minScale = 1.0 / 16.0;
    static constexpr double maxScale = 256.0;

    explicit ViewTransform(QObject* parent = nullptr) : QObject(parent) {}

    /// Device pixels per image pixel.
    double scale() const { return m_scale; }
    /// The point of the image in the middle of a pane.
    QPointF centre() const { return m_centre; }
    /// Whether the scale follows the size of the panes.
    bool isFitted() const { return m_fitted; }
    QSize imageSize() const { return m_imageSize; }

    /// Keeps scale and centre when an image of the same size follows, so that places can be compared across
    /// images.
    void setImageSize(QSize size);
    /// Size of the smallest pane in device pixels.
    void setViewport(QSize devicePixels);

    /// Scales by `factor`, the given point staying where it is on screen.
    void zoomAbout(QPointF imagePoint, double factor);
    void zoomAboutCentre(double factor) { zoomAbout(m_centre, factor); }
    void panBy(QPointF imagePixels);
    /// The whole image, as large as it goes.
    void fit();
    /// One image pixel on one device pixel.
    void showActualSize();
    /// For restoring a session; both are brought into their ranges.
    void restore(double scale, QPointF centre, bool fitted);

    /// Panes that were moved alone return to the common place.
    void realign() { Q_EMIT realigned(); }

    std::optional<QPoint> cursor() const { return m_cursor; }
    /// None, or a pixel outside the image, hides the cursor.
    void setCursor(std::optional<QPoint> pixel);

    /// The part of the image that is measured by itself, in pixels of the image.
    std::optional<QRect> region() const { return m_region; }
    /// Its part inside the image; none, or a region outside, takes it away.
    void setRegion(std::optional<QRect> region);

Q_SIGNALS:
    void changed();
    void cursorChanged();
    void regionChanged();
    void realigned();

private:
    void apply(double scale, QPointF centre);

    QSize m_imageSize;
    QSize m_viewport;
    double m_scale = 1.0;
    QPointF m_centre;
    bool m_fitted = true;
    std::optional<QPoint> m_cursor;
    std::optional<QRect> m_region;
};

}  // namespace limen
