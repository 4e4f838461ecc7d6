// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSvgRenderer>
#include <QWidget>
#include <string>

namespace limen {

/// A drawing on white paper, as large as its proportions allow and drawn anew at every size.
class SvgCanvas : public QWidget {
    Q_OBJECT
public:
    explicit SvgCanvas(QWidget* parent = nullptr);

    void setSvg(const std::string& svg);
    bool isValid() const { return m_renderer.isValid(); }
    /// Where the drawing lies, in the widget.
    QRectF paper() const;
    /// At `scale` pixels a CSS pixel.
    QImage image(double scale);

    QSize sizeHint() const override { return {640, 420}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QSvgRenderer m_renderer;
};

}  // namespace limen
