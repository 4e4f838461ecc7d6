// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVector>
#include <QWidget>

class QCustomPlot;
class QCPGraph;
class QCPItemText;
class QCPRange;

namespace limen {

/// One number of several trainings as it goes: the raw values faint, the smoothed ones over them. The wheel
/// zooms along x, Ctrl and the wheel along y, dragging moves, a double click follows the data again.
class MetricPlot : public QWidget {
    Q_OBJECT
public:
    struct Curve {
        QString name;
        QColor colour;
        Qt::PenStyle dash = Qt::SolidLine;
        QVector<double> x;         ///< ascending
        QVector<double> raw;       ///< NaN: a gap
        QVector<double> smoothed;  ///< as many; empty: the raw values are drawn in full, with a dot each
    };
    /// Something that happened to a run.
    struct Marker {
        double x = 0.0;
        QColor colour;
        QString text;  ///< of its tooltip
        bool operator==(const Marker&) const = default;
    };
    /// A level to compare with.
    struct Reference {
        double y = 0.0;
        QString text;
        bool operator==(const Reference&) const = default;
    };
    /// The best value of a run.
    struct Best {
        QPointF at;
        QColor colour;
        QString text;  ///< of its tooltip
        bool operator==(const Best&) const = default;
    };
    struct XRange {
        double from = 0.0;
        double to = 1.0;
        bool operator==(const XRange&) const = default;
    };

    explicit MetricPlot(QWidget* parent = nullptr);

    /// `unit` goes into the tooltips; `decimals` of values there, 0: four significant digits.
    void setTitle(const QString& title, const QString& unit, const QString& toolTip, int decimals = 0);
    QString title() const { return m_title; }
    /// What the x axis counts: "step", "epoch".
    void setXName(const QString& name);
    void setCurve(const QString& id, const Curve& curve);
    void removeCurve(const QString& id);
    /// Draws the curve over the others.
    void bringToFront(const QString& id);
    void setMarkers(const QString& id, const QVector<Marker>& markers);
    void setBest(const QString& id, const QVector<Best>& best);
    void setReferences(const QVector<Reference>& references);
    /// Values that are not positive are left out then.
    void setLogarithmic(bool on);
    /// The range all plots share; y follows what is visible in it unless it was moved by hand.
    void setXRange(const XRange& range);
    /// From 0 to the last x of the curves.
    XRange fullRange() const;
    /// y follows the data again.
    void followY();

    QStringList curveIds() const { return m_curves.keys(); }
    int curveCount() const { return static_cast<int>(m_curves.size()); }
    const Curve* curve(const QString& id) const;
    int markerCount() const;
    XRange xRange() const;
    /// What the plot says at a position of its widget; empty far from everything.
    QString textAt(QPointF position) const;
    /// Where a value lies in the plot's widget.
    QPointF positionOf(double x, double y) const;

    QSize sizeHint() const override { return {320, 180}; }
    QSize minimumSizeHint() const override { return {160, 96}; }

Q_SIGNALS:
    /// Zoomed or moved by hand.
    void xRangeChosen(double from, double to);
    void fitRequested();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Drawn {
        QCPGraph* raw = nullptr;
        QCPGraph* smoothed = nullptr;
    };

    void applyPalette();
    void dress();
    void rebuildItems();
    void rescaleY();
    /// With a little air.
    void setYRange(double low, double high);
    void redraw();
    QString valueText(double value) const;
    void onRangeChanged(const QCPRange& range);

    QCustomPlot* m_plot;
    QCPItemText* m_emptyText;
    QString m_title;
    QString m_unit;
    QString m_xName;
    int m_decimals = 0;
    QMap<QString, Curve> m_curves;
    QMap<QString, Drawn> m_drawn;
    QMap<QString, QVector<Marker>> m_markers;
    QMap<QString, QVector<Best>> m_best;
    QVector<Reference> m_references;
    bool m_logarithmic = false;
    bool m_ownY = false;      ///< y was moved by hand
    bool m_settling = false;  ///< the range is set by code
};

}  // namespace limen
