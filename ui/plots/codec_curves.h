// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <QVector>
#include <QWidget>
#include <optional>

class QCustomPlot;
class QCPAxisRect;
class QCPLayoutGrid;

namespace limen {

/// Codec settings beside one another: accuracy over bits per pixel in one plot, and the JND points in one
/// histogram for each unit, because levels of different units share no axis. One legend.
class CodecCurves : public QWidget {
    Q_OBJECT
public:
    struct Point {
        int level = 0;
        double bpp = 0.0;
        double accuracy = 0.0;  ///< TAR at t0
    };
    struct Setting {
        QString name;    ///< "hevc:preset=slow"
        int series = 0;  ///< seriesOf(): its colour and dashes
        QString unit;    ///< "QP"
        int finest = 0;
        int coarsest = 0;
        int step = 1;
        QVector<int> images;  ///< JND points at each level, fine to coarse
        std::optional<double> median;
        QVector<Point> curve;        ///< fine to coarse; may be empty
        std::optional<QPointF> jnd;  ///< BPP and accuracy with each image at its JND point
        double uncompressed = 0.0;   ///< TAR
    };

    explicit CodecCurves(QWidget* parent = nullptr);

    void setSettings(const QVector<Setting>& settings);

    /// What the legend says, from above.
    QStringList legend() const;
    /// The colours beside it.
    QVector<QColor> legendColours() const;
    /// Units of the histograms, in their order.
    QStringList histogramUnits() const;
    /// The number of curves over rate.
    int curveCount() const;
    QSize sizeHint() const override { return {800, 260}; }
    QSize minimumSizeHint() const override { return {320, 200}; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuild();
    void addRatePlot();
    void addHistogram(const QString& unit, QCPLayoutGrid* grid);
    void dress(QCPAxisRect* rect, const QString& x, const QString& y) const;
    QColor colourOf(const Setting& setting) const;
    bool isWide() const { return width() > 2 * height(); }

    QCustomPlot* m_plot;
    QCPAxisRect* m_rate = nullptr;
    QVector<Setting> m_settings;
    bool m_builtWide = false;
};

}  // namespace limen
