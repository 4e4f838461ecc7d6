// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "inspect/image_pane.h"

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace limen {

class HoldToFlip;

/// Models beside each other (as Tian 2022, Figures 6 and 7): a column for each with its JND image, a line of
/// numbers and its residual below. Columns go on below the others where that makes the panes larger. Holding
/// Shift shows the first column's image in every pane.
class ModelGroup : public QWidget {
    Q_OBJECT

public:
    /// One model, or the face itself.
    struct Column {
        std::string key;
        QWidget* box = nullptr;  // of all below
        QLabel* title = nullptr;
        ImagePane* image = nullptr;
        QLabel* value = nullptr;
        ImagePane* residual = nullptr;
    };

    explicit ModelGroup(ViewTransform* view, QWidget* parent = nullptr);

    /// By key, in order; a column that stays keeps its panes. `titles` as they are read, `tips` in full.
    void setColumns(const std::vector<std::string>& keys, const QStringList& titles, const QStringList& tips);
    const std::vector<Column>& columns() const { return m_columns; }
    /// Null: no such column.
    const Column* column(const std::string& key) const;
    /// What stands between image and residual: a number, `best` among the others or not.
    void setValue(const Column& column, const QString& text, const QString& tip = {}, bool best = false);
    /// The pane that commands mean: last entered by mouse or focus. Null without columns.
    ImagePane* activePane() const;
    /// Beside each other, the others follow below.
    int columnsPerRow() const { return m_perRow; }

    QSize minimumSizeHint() const override { return {336, 240}; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    Column makeColumn(const std::string& key);
    void arrange();
    void setFlipped(bool flipped);
    int textHeight() const;

    ViewTransform* m_view;
    std::vector<Column> m_columns;
    ImagePane* m_active = nullptr;
    int m_perRow = 1;
    HoldToFlip* m_flip;
};

}  // namespace limen
