// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <string>

#include "inspect/latest_worker.h"

namespace limen {

/// A drawing on white paper, as large as its proportions allow: drawn anew at every size, on a thread of its
/// own, by what writes figures as files (comparison/figure_rendering.h; Qt knows SVG Tiny alone).
class SvgCanvas : public QWidget {
    Q_OBJECT
public:
    explicit SvgCanvas(QWidget* parent = nullptr);
    /// Waits for what is being drawn.
    ~SvgCanvas() override;

    void setSvg(const std::string& svg);
    /// Why it cannot be drawn; empty: it can, as far as is known.
    const QString& problem() const { return m_problem; }
    /// Where the drawing lies, in the widget; empty until there is one.
    QRectF paper() const;

    QSize sizeHint() const override { return {640, 420}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

Q_SIGNALS:
    void drawn();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw();
    void take(quint64 request, const QImage& image, const QString& problem);

    std::string m_svg;
    QImage m_image;
    QString m_problem;
    quint64 m_requests = 0;
    LatestWorker m_worker;  // last: its work refers to the members above
};

}  // namespace limen
