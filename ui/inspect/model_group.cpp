// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/model_group.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "inspect/hold_to_flip.h"
#include "inspect/tabular_font.h"

namespace limen {

namespace {

constexpr int gap = 8;
constexpr int textGap = 4;

/// Of panes in a room for `count` columns of two panes, `perRow` beside each other.
int paneSide(QSize room, int count, int perRow, int textHeight) {
    const int rows = (count + perRow - 1) / perRow;
    const int width = (room.width() + gap) / perRow - gap;
    const int height = ((room.height() + gap) / rows - gap - textHeight) / 2;
    return std::min(width, height);
}

}  // namespace

ModelGroup::ModelGroup(ViewTransform* view, QWidget* parent)
    : QWidget(parent), m_view(view), m_flip(new HoldToFlip(this)) {
    connect(m_flip, &HoldToFlip::flipped, this, &ModelGroup::setFlipped);
}

ModelGroup::Column ModelGroup::makeColumn(const std::string& key) {
    Column column;
    column.key = key;
    column.box = new QWidget(this);
    column.title = new QLabel(column.box);
    QFont bold = font();
    bold.setBold(true);
    column.title->setFont(bold);
    column.value = new QLabel(column.box);
    column.value->setFont(tabularFont(font()));
    column.image = new ImagePane(m_view, column.box);
    column.residual = new ImagePane(m_view, column.box);
    column.title->setBuddy(column.image);
    auto* layout = new QVBoxLayout(column.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(textGap);
    for (QLabel* label : {column.title, column.value}) {
        label->setTextFormat(Qt::PlainText);
        // A long word must not widen its column.
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    layout->addWidget(column.title);
    layout->addWidget(column.image, 1);
    layout->addWidget(column.value);
    layout->addWidget(column.residual, 1);
    for (ImagePane* pane : {column.image, column.residual}) {
        pane->setMinimumSize(48, 48);
        connect(pane, &ImagePane::activated, this, [this, pane] { m_active = pane; });
    }
    column.box->show();
    return column;
}

void ModelGroup::setColumns(const std::vector<std::string>& keys,
                            const QStringList& titles,
                            const QStringList& tips) {
    std::vector<Column> columns;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto found = std::find_if(
            m_columns.begin(), m_columns.end(), [&](const Column& column) { return column.key == keys[i]; });
        if (found == m_columns.end()) {
            columns.push_back(makeColumn(keys[i]));
        } else {
            columns.push_back(*found);
            m_columns.erase(found);
        }
        const Column& column = columns.back();
        const QString& title = titles[static_cast<qsizetype>(i)];
        column.title->setText(title);
        column.title->setToolTip(tips[static_cast<qsizetype>(i)]);
        column.image->setAccessibleName(tr("JND image, %1").arg(title));
        column.residual->setAccessibleName(tr("Residual, %1").arg(title));
        column.box->raise();  // the order of the tab key
        if (i > 0)
            setTabOrder(columns[i - 1].residual, column.image);
        setTabOrder(column.image, column.residual);
    }
    for (const Column& gone : m_columns) {
        if (m_active == gone.image || m_active == gone.residual)
            m_active = nullptr;
        delete gone.box;
    }
    m_columns = std::move(columns);
    arrange();
}

const ModelGroup::Column* ModelGroup::column(const std::string& key) const {
    const auto found = std::find_if(
        m_columns.begin(), m_columns.end(), [&key](const Column& column) { return column.key == key; });
    return found == m_columns.end() ? nullptr : &*found;
}

void ModelGroup::setValue(const Column& column, const QString& text, const QString& tip, bool best) {
    QFont font = tabularFont(this->font());
    font.setBold(best);
    column.value->setFont(font);
    column.value->setText(text);
    column.value->setToolTip(tip);
    column.image->setAccessibleDescription(text);
}

ImagePane* ModelGroup::activePane() const {
    return m_active != nullptr || m_columns.empty() ? m_active : m_columns.front().image;
}

int ModelGroup::textHeight() const {
    return 2 * fontMetrics().height() + 3 * textGap;
}

void ModelGroup::arrange() {
    const int count = static_cast<int>(m_columns.size());
    if (count == 0)
        return;
    m_perRow = count;
    // Of equal ones that with rows of equal length.
    for (int perRow = count - 1; perRow >= 1; --perRow)
        if (paneSide(size(), count, perRow, textHeight()) >= paneSide(size(), count, m_perRow, textHeight()))
            m_perRow = perRow;
    const int rows = (count + m_perRow - 1) / m_perRow;
    const int width = (this->width() + gap) / m_perRow - gap;
    // No higher than the panes are wide: residuals stay close to their images.
    const int height = std::min((this->height() + gap) / rows - gap, 2 * width + textHeight());
    const int top = (this->height() + gap - rows * (height + gap)) / 2;
    for (int i = 0; i < count; ++i)
        m_columns[static_cast<std::size_t>(i)].box->setGeometry(
            (i % m_perRow) * (width + gap), top + (i / m_perRow) * (height + gap), width, height);
    if (isHidden())  // other panes look through the same view
        return;
    const int side = std::max(1, (height - textHeight()) / 2);
    m_view->setViewport(QSize(std::max(1, width), side) * devicePixelRatioF());
}

void ModelGroup::setFlipped(bool flipped) {
    if (m_columns.empty())
        return;
    const QImage original = flipped ? m_columns.front().image->image() : QImage();
    for (const Column& column : m_columns)
        for (ImagePane* pane : {column.image, column.residual})
            pane->showInstead(pane->image().isNull() ? QImage() : original);
}

void ModelGroup::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void ModelGroup::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    arrange();
}

}  // namespace limen
