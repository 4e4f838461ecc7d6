// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/image_pane.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "inspect/tabular_font.h"

namespace limen {

namespace {

constexpr double gridScale = 20.0;  // below, a grid would hide what it separates

QColor inkOn(const QColor& background) {
    return qGray(background.rgb()) > 128 ? QColor(Qt::black) : QColor(Qt::white);
}

/// Whether a button was held over a way long enough to be meant.
bool isDrag(QPointF from, QPointF to) {
    return (to - from).manhattanLength() >= QApplication::startDragDistance();
}

}  // namespace

ImagePane::ImagePane(ViewTransform* view, QWidget* parent) : QWidget(parent), m_view(view) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(view, &ViewTransform::changed, this, qOverload<>(&QWidget::update));
    connect(view, &ViewTransform::cursorChanged, this, qOverload<>(&QWidget::update));
    connect(view, &ViewTransform::regionChanged, this, qOverload<>(&QWidget::update));
    connect(view, &ViewTransform::realigned, this, [this] { setOffset({}); });
}

void ImagePane::setImage(const QImage& image) {
    m_image = image;
    update();
}

void ImagePane::setEmptyText(const QString& text) {
    m_emptyText = text;
    setAccessibleDescription(m_image.isNull() ? text : QString());
    update();
}

void ImagePane::showInstead(const QImage& other) {
    m_instead = other;
    update();
}

QRectF ImagePane::imageRect() const {
    const double scale = m_view->scale();
    const QPointF middle = QPointF(width(), height()) * devicePixelRatioF() / 2.0;
    const QPointF corner = middle - (m_view->centre() + m_offset) * scale;
    // Whole device pixels: at 1:1 nothing may be resampled.
    return {QPointF(std::round(corner.x()), std::round(corner.y())), QSizeF(m_image.size()) * scale};
}

QPointF ImagePane::imagePoint(QPointF position) const {
    return (position * devicePixelRatioF() - imageRect().topLeft()) / m_view->scale();
}

QPoint ImagePane::pixelNear(QPointF position) const {
    const QPointF point = imagePoint(position);
    return {static_cast<int>(std::floor(point.x())), static_cast<int>(std::floor(point.y()))};
}

std::optional<QPoint> ImagePane::pixelAt(QPointF position) const {
    const QPoint pixel = pixelNear(position);
    if (!QRect(QPoint(0, 0), m_view->imageSize()).contains(pixel))
        return std::nullopt;
    return pixel;
}

void ImagePane::setOffset(QPointF offset) {
    if (offset == m_offset)
        return;
    m_offset = offset;
    update();
    Q_EMIT offsetChanged();
}

void ImagePane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    const QImage& shown = m_instead.isNull() ? m_image : m_instead;
    if (shown.isNull()) {
        paintEmpty(painter);
    } else {
        const double ratio = devicePixelRatioF();
        const double scale = m_view->scale();
        const QRectF target(imageRect().topLeft(), QSizeF(shown.size()) * scale);
        painter.save();
        painter.scale(1.0 / ratio, 1.0 / ratio);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 1.0);
        painter.drawImage(target, shown);
        if (scale >= gridScale)
            paintGridAndValues(painter, target, scale);
        paintRegion(painter, target, scale);
        paintCrosshair(painter, target, scale);
        painter.restore();
    }
    painter.setPen(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Mid));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void ImagePane::paintEmpty(QPainter& painter) {
    QColor ink = palette().color(QPalette::Text);
    ink.setAlphaF(0.65F);
    painter.setPen(ink);
    painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void ImagePane::paintGridAndValues(QPainter& painter, const QRectF& target, double scale) {
    const double ratio = devicePixelRatioF();
    const QRectF seen = target & QRectF(QPointF(0, 0), QSizeF(size()) * ratio);
    if (seen.isEmpty())
        return;
    const int left = static_cast<int>((seen.left() - target.left()) / scale);
    const int top = static_cast<int>((seen.top() - target.top()) / scale);
    const int right = std::min(m_image.width(), 1 + static_cast<int>((seen.right() - target.left()) / scale));
    const int bottom =
        std::min(m_image.height(), 1 + static_cast<int>((seen.bottom() - target.top()) / scale));

    painter.setPen(QPen(QColor(128, 128, 128, 90), 0));
    for (int x = left; x <= right; ++x)
        painter.drawLine(QPointF(target.left() + x * scale, seen.top()),
                         QPointF(target.left() + x * scale, seen.bottom()));
    for (int y = top; y <= bottom; ++y)
        painter.drawLine(QPointF(seen.left(), target.top() + y * scale),
                         QPointF(seen.right(), target.top() + y * scale));

    if (scale < valueScale || !m_pixelText || !m_instead.isNull())
        return;
    QFont digits = tabularFont(font());
    digits.setPixelSize(std::clamp(static_cast<int>(scale / 4.2), 9, static_cast<int>(15 * ratio)));
    painter.setFont(digits);
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) {
            painter.setPen(inkOn(m_image.pixelColor(x, y)));
            const QRectF cell(target.left() + x * scale, target.top() + y * scale, scale, scale);
            painter.drawText(cell, Qt::AlignCenter, m_pixelText({x, y}));
        }
}

void ImagePane::paintRegion(QPainter& painter, const QRectF& target, double scale) {
    const std::optional<QRect> region = m_view->region();
    if (!region)
        return;
    const QRectF frame(target.topLeft() + QPointF(region->topLeft()) * scale, QSizeF(region->size()) * scale);
    painter.setBrush(Qt::NoBrush);
    // Light dashes over dark ones, so that they are seen on any image.
    painter.setPen(QPen(QColor(0, 0, 0, 160), 1.0));
    painter.drawRect(frame);
    QPen dashes(QColor(255, 255, 255), 1.0);
    dashes.setDashPattern({4.0, 4.0});
    painter.setPen(dashes);
    painter.drawRect(frame);
}

void ImagePane::paintCrosshair(QPainter& painter, const QRectF& target, double scale) {
    const std::optional<QPoint> cursor = m_view->cursor();
    if (!cursor)
        return;
    const QRectF pixel(target.left() + cursor->x() * scale, target.top() + cursor->y() * scale, scale, scale);
    const QPointF c = pixel.center();
    const QSizeF pane = QSizeF(size()) * devicePixelRatioF();
    const double gap = std::max(6.0, scale / 2.0 + 3.0);
    const QLineF arms[] = {{0.0, c.y(), c.x() - gap, c.y()},
                           {c.x() + gap, c.y(), pane.width(), c.y()},
                           {c.x(), 0.0, c.x(), c.y() - gap},
                           {c.x(), c.y() + gap, c.x(), pane.height()}};
    // Light over dark, so that it is seen on any image.
    for (const auto& [colour, width] :
         {std::pair(QColor(0, 0, 0, 70), 3.0), std::pair(QColor(255, 255, 255, 160), 1.0)}) {
        painter.setPen(QPen(colour, width));
        if (scale < valueScale)  // arms would strike through the values
            painter.drawLines(arms, 4);
        if (scale >= 4.0) {
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(pixel);
        }
    }
}

void ImagePane::wheelEvent(QWheelEvent* event) {
    if (m_image.isNull() || event->angleDelta().y() == 0)
        return;
    // Three notches of an ordinary wheel double the scale.
    const double factor = std::exp2(event->angleDelta().y() / 360.0);
    m_view->zoomAbout(imagePoint(event->position()) - m_offset, factor);
    m_view->setCursor(pixelAt(event->position()));
    event->accept();
}

void ImagePane::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::RightButton && !m_image.isNull()) {
        m_regionFrom = event->position();
        Q_EMIT activated();
        return;
    }
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_dragging = true;
    m_dragFrom = event->position();
    Q_EMIT activated();
}

void ImagePane::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragging && !m_image.isNull()) {
        const QPointF moved = (m_dragFrom - event->position()) * devicePixelRatioF() / m_view->scale();
        m_dragFrom = event->position();
        if (event->modifiers() & (Qt::AltModifier | Qt::ControlModifier))
            setOffset(m_offset + moved);
        else
            m_view->panBy(moved);
    }
    if (m_regionFrom && isDrag(*m_regionFrom, event->position())) {
        const QPoint from = pixelNear(*m_regionFrom);
        const QPoint to = pixelNear(event->position());
        m_view->setRegion(QRect(QPoint(std::min(from.x(), to.x()), std::min(from.y(), to.y())),
                                QPoint(std::max(from.x(), to.x()), std::max(from.y(), to.y()))));
    }
    m_view->setCursor(m_image.isNull() ? std::nullopt : pixelAt(event->position()));
}

void ImagePane::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::RightButton && m_regionFrom) {
        if (!isDrag(*m_regionFrom, event->position()))
            m_view->setRegion(std::nullopt);
        m_regionFrom.reset();
        return;
    }
    m_dragging = false;
    QWidget::mouseReleaseEvent(event);
}

void ImagePane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        m_view->fit();
}

void ImagePane::keyPressEvent(QKeyEvent* event) {
    QPoint step;
    switch (event->key()) {
        case Qt::Key_Left:
            step = {-1, 0};
            break;
        case Qt::Key_Right:
            step = {1, 0};
            break;
        case Qt::Key_Up:
            step = {0, -1};
            break;
        case Qt::Key_Down:
            step = {0, 1};
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    if (m_image.isNull())
        return;
    const QSize size = m_view->imageSize();
    const QPoint from = m_view->cursor().value_or(m_view->centre().toPoint());
    m_view->setCursor(QPoint(std::clamp(from.x() + step.x(), 0, size.width() - 1),
                             std::clamp(from.y() + step.y(), 0, size.height() - 1)));
    const QPointF pixel = QPointF(*m_view->cursor()) + QPointF(0.5, 0.5);
    const QRectF pane(QPointF(0, 0), QSizeF(this->size()) * devicePixelRatioF());
    if (!pane.contains(imageRect().topLeft() + pixel * m_view->scale()))
        m_view->panBy(pixel - m_view->centre() - m_offset);
}

void ImagePane::enterEvent(QEnterEvent* event) {
    Q_EMIT activated();
    QWidget::enterEvent(event);
}

void ImagePane::leaveEvent(QEvent* event) {
    m_view->setCursor(std::nullopt);
    QWidget::leaveEvent(event);
}

void ImagePane::focusInEvent(QFocusEvent* event) {
    Q_EMIT activated();
    QWidget::focusInEvent(event);
}

}  // namespace limen
