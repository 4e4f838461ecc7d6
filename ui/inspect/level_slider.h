// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <map>
#include <optional>

#include "codecs/codec.h"
#include "inspect/verdict_style.h"

QT_BEGIN_NAMESPACE
class QSlider;
QT_END_NAMESPACE

namespace limen {

/// The codec's levels, finest left, with a mark under each level whose verdict is known and a pointer at the
/// JND point.
class LevelSlider : public QWidget {
    Q_OBJECT

public:
    explicit LevelSlider(QWidget* parent = nullptr);

    /// Levels without a unit disable the slider.
    void setLevels(const CodecLevels& levels);
    const CodecLevels& levels() const { return m_levels; }
    int level() const;
    /// Moves the handle without levelChosen().
    void setLevel(int level);
    /// Moves by steps towards coarse (positive) or fine; false at the end.
    bool step(int steps);
    void setJndLevel(std::optional<int> level);
    void setVerdicts(std::map<int, Verdict> verdicts);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the user, or by step().
    void levelChosen(int level);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    double positionOf(int index) const;
    QString describe(int level) const;

    QSlider* m_slider;
    CodecLevels m_levels;
    std::optional<int> m_jnd;
    std::map<int, Verdict> m_verdicts;
};

}  // namespace limen
