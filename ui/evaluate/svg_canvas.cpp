// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/svg_canvas.h"

#include <QPainter>

namespace limen {

SvgCanvas::SvgCanvas(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_renderer.setAspectRatioMode(Qt::KeepAspectRatio);
}

void SvgCanvas::setSvg(const std::string& svg) {
    QByteArray bytes = QByteArray::fromStdString(svg);
    // Qt knows SVG Tiny 1.2, whose word for it this is: pixels of faces stay squares.
    bytes.replace("image-rendering:pixelated", "image-rendering:optimizeSpeed");
    m_renderer.load(bytes);
    update();
}

QRectF SvgCanvas::paper() const {
    const QSizeF size = QSizeF(m_renderer.defaultSize()).scaled(QSizeF(this->size()), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2.0, 0.0), size};
}

QImage SvgCanvas::image(double scale) {
    QImage image((QSizeF(m_renderer.defaultSize()) * scale).toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    m_renderer.render(&painter);
    return image;
}

void SvgCanvas::paintEvent(QPaintEvent*) {
    if (!isValid())
        return;
    QPainter painter(this);
    const QRectF where = paper();
    painter.fillRect(where, Qt::white);
    m_renderer.render(&painter, where);
}

}  // namespace limen
