// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/svg_canvas.h"

#include <QPainter>

#include "comparison/figure_rendering.h"
#include "inspect/error_text.h"
#include "inspect/residual_view.h"

namespace limen {

SvgCanvas::SvgCanvas(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

SvgCanvas::~SvgCanvas() = default;

void SvgCanvas::setSvg(const std::string& svg) {
    if (svg == m_svg)
        return;
    m_svg = svg;
    m_image = {};
    m_problem.clear();
    draw();
    update();
}

void SvgCanvas::draw() {
    const QSize pixels = size() * devicePixelRatioF();
    if (m_svg.empty() || pixels.isEmpty())
        return;
    m_worker.post([this, request = ++m_requests, svg = m_svg, pixels] {
        QImage image;
        QString problem;
        try {
            image = toQImage(svgAsImage(svg, pixels.width(), pixels.height()));
        } catch (const std::exception& error) {
            problem = QString::fromStdString(errorText(error));
        }
        QMetaObject::invokeMethod(
            this, [this, request, image, problem] { take(request, image, problem); }, Qt::QueuedConnection);
    });
}

void SvgCanvas::take(quint64 request, const QImage& image, const QString& problem) {
    if (request != m_requests)
        return;
    m_image = image;
    m_problem = problem;
    update();
    Q_EMIT drawn();
}

QRectF SvgCanvas::paper() const {
    const QSizeF size = QSizeF(m_image.size()).scaled(QSizeF(this->size()), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2.0, 0.0), size};
}

void SvgCanvas::paintEvent(QPaintEvent*) {
    if (m_image.isNull())
        return;
    QPainter painter(this);
    const double ratio = devicePixelRatioF();
    const QPointF corner = paper().topLeft() * ratio;
    const QSizeF whole = paper().size() * ratio;
    painter.scale(1.0 / ratio, 1.0 / ratio);
    // Pixel for pixel where it was drawn for this size; between two sizes the old one is stretched.
    const bool fits = (whole - QSizeF(m_image.size())).toSize() == QSize(0, 0);
    if (fits) {
        painter.drawImage(corner.toPoint(), m_image);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRectF(corner, whole), m_image);
    }
}

void SvgCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    draw();
}

}  // namespace limen
