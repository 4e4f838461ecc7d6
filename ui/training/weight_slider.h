// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

class QLabel;
class QLineEdit;
class QSlider;

namespace limen {

/// A number of a run that may be changed while it is going: a logarithmic slider, an entry for the exact
/// value, and a line that says what is waited for. Nothing is asked before the slider rests or the entry is
/// left.
class WeightSlider : public QWidget {
    Q_OBJECT
public:
    struct Range {
        double lowest = 1e-3;
        double highest = 1e2;
        bool mayBeZero = true;  ///< the left end of the slider
    };

    WeightSlider(const QString& title, const QString& toolTip, const Range& range, QWidget* parent = nullptr);

    /// The value in force; nothing: there is no run. `pending` is what was asked for and is waited for.
    void setValue(std::optional<double> inForce, std::optional<double> pending);
    /// Said below the slider while nothing is waited for.
    void setNote(const QString& note);
    void setEditable(bool editable);

    /// What slider and entry show.
    double shown() const { return m_shown; }
    QString note() const;
    QSlider* slider() const { return m_slider; }
    QLineEdit* entry() const { return m_entry; }

Q_SIGNALS:
    void chosen(double value);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    double valueAt(int position) const;
    int positionOf(double value) const;
    void show(double value);
    void choose(double value);
    void readEntry();
    void showState();
    bool isBeingMoved() const;

    Range m_range;
    QSlider* m_slider;
    QLineEdit* m_entry;
    QLabel* m_state;
    std::optional<double> m_inForce;
    std::optional<double> m_pending;
    QString m_note;
    double m_shown = 0.0;
    bool m_settling = false;
    QTimer m_rest;  ///< after a key or a click beside the handle: more may come
};

}  // namespace limen
