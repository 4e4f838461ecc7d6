// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QVector>
#include <QWidget>
#include <optional>

class QCustomPlot;
class QCPGraph;
class QCPItemLine;
class QCPItemStraightLine;
class QCPItemText;

namespace limen {

/// Similarity to the closest genuine image over the levels of a codec, with the threshold and the JND point.
class SimilarityCurve : public QWidget {
    Q_OBJECT

public:
    struct Point {
        double level = 0.0;
        double similarity = 0.0;  ///< cosine
        bool accepted = false;
    };
    struct Axis {
        QString unit;  ///< "QP"
        double finest = 0.0;
        double coarsest = 0.0;  ///< less than finest for qualities: the axis then runs downwards
    };

    explicit SimilarityCurve(QWidget* parent = nullptr);

    void setAxis(const Axis& axis);
    void setColours(const QColor& accepted, const QColor& rejected);
    /// Points in any order. None: a plot that says so.
    void setPoints(const QVector<Point>& points);
    /// Cosine from which pairs are accepted, and the similarity of the uncompressed image.
    void setReference(std::optional<double> threshold, std::optional<double> uncompressed);
    void setJndLevel(std::optional<double> level);
    /// The level looked at.
    void setCurrentLevel(std::optional<double> level);

    QSize sizeHint() const override { return {264, 216}; }

Q_SIGNALS:
    /// A point was clicked.
    void levelChosen(int level);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void applyPalette();
    void rescale();
    const Point* nearest(const QPointF& position) const;

    QCustomPlot* m_plot;
    QCPGraph* m_line;
    QCPGraph* m_accepted;
    QCPGraph* m_rejected;
    QCPGraph* m_currentDot;
    QCPItemStraightLine* m_threshold;
    QCPItemStraightLine* m_uncompressed;
    QCPItemStraightLine* m_jnd;
    QCPItemText* m_thresholdText;
    QCPItemText* m_jndText;
    QCPItemText* m_emptyText;
    Axis m_axis;
    QVector<Point> m_points;
    std::optional<double> m_thresholdValue;
    std::optional<double> m_uncompressedValue;
    std::optional<double> m_currentLevel;
    QColor m_acceptedColour = Qt::darkGreen;
    QColor m_rejectedColour = Qt::darkRed;
};

}  // namespace limen
