// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>
#include <functional>
#include <optional>

#include "inspect/view_transform.h"

namespace limen {

/// Shows one image through the shared ViewTransform: pixels as squares above 1:1, crosshair at the common
/// cursor, the values inside the pixels when they are large enough to be read. Dragging with the right button
/// marks the region.
class ImagePane : public QWidget {
    Q_OBJECT

public:
    /// Device pixels per image pixel from which values are written into the pixels.
    static constexpr double valueScale = 48.0;

    explicit ImagePane(ViewTransform* view, QWidget* parent = nullptr);

    /// A null image shows the empty text.
    void setImage(const QImage& image);
    const QImage& image() const { return m_image; }
    /// Said where there is no image: why, and what to do next.
    void setEmptyText(const QString& text);
    const QString& emptyText() const { return m_emptyText; }
    /// Values of a pixel, one line per channel, for the text inside the pixel.
    void setPixelText(std::function<QString(QPoint)> text) { m_pixelText = std::move(text); }
    /// Shown in place of the image until called with a null image (hold-to-flip).
    void showInstead(const QImage& other);

    /// Where a position of the widget lies in the image, in image pixels.
    QPointF imagePoint(QPointF position) const;
    /// The pixel under a position; none outside the image.
    std::optional<QPoint> pixelAt(QPointF position) const;
    /// Where the image lies, in device pixels of this widget. Its corner is a whole device pixel.
    QRectF imageRect() const;
    /// How far this pane was moved alone, in image pixels.
    QPointF offset() const { return m_offset; }

    QSize sizeHint() const override { return {352, 352}; }
    QSize minimumSizeHint() const override { return {112, 112}; }

Q_SIGNALS:
    void offsetChanged();
    /// The mouse or the focus entered: commands on "this pane" mean this one.
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void setOffset(QPointF offset);
    void paintEmpty(QPainter& painter);
    void paintGridAndValues(QPainter& painter, const QRectF& target, double scale);
    void paintRegion(QPainter& painter, const QRectF& target, double scale);
    void paintCrosshair(QPainter& painter, const QRectF& target, double scale);
    /// The pixel at a position, also where it lies outside the image.
    QPoint pixelNear(QPointF position) const;

    ViewTransform* m_view;
    QImage m_image;
    QImage m_instead;
    QString m_emptyText;
    std::function<QString(QPoint)> m_pixelText;
    QPointF m_offset;
    QPointF m_dragFrom;
    bool m_dragging = false;
    std::optional<QPointF> m_regionFrom;  // position where the right button went down
};

}  // namespace limen
