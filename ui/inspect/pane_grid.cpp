// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/pane_grid.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "inspect/hold_to_flip.h"
#include "inspect/tabular_font.h"

namespace limen {

namespace {

constexpr int columns = 3;
constexpr int headSpacing = 8;
const QString gap = QStringLiteral("   ");

}  // namespace

PaneGrid::PaneGrid(ViewTransform* view, QWidget* parent)
    : QWidget(parent), m_view(view), m_layout(new QGridLayout(this)), m_flip(new HoldToFlip(this)) {
    connect(m_flip, &HoldToFlip::flipped, this, &PaneGrid::setFlipped);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    for (int i = 0; i < paneCount; ++i) {
        Frame& frame = m_frames[static_cast<std::size_t>(i)];
        frame.box = new QWidget(this);
        frame.title = new QLabel(frame.box);
        QFont bold = font();
        bold.setBold(true);
        frame.title->setFont(bold);
        frame.values = new QLabel(frame.box);
        frame.values->setFont(tabularFont(font()));
        frame.values->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        for (QLabel* label : {frame.title, frame.values})
            label->setTextFormat(Qt::PlainText);
        frame.values->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        frame.pane = new ImagePane(view, frame.box);
        frame.title->setBuddy(frame.pane);
        frame.title->setToolTip(
            tr("Wheel: zoom about the cursor. Drag: pan. Alt or Ctrl with drag: move one pane alone. "
               "Double click: fit. Drag with the right button: measure this region, click it away. Hold "
               "Shift: the "
               "original in every pane."));

        auto* head = new QHBoxLayout;
        head->setSpacing(headSpacing);
        head->addWidget(frame.title);
        head->addWidget(frame.values, 1);
        auto* column = new QVBoxLayout(frame.box);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(4);
        column->addLayout(head);
        column->addWidget(frame.pane, 1);
        m_layout->addWidget(frame.box, i / columns, i % columns);
        m_layout->setRowStretch(i / columns, 1);
        m_layout->setColumnStretch(i % columns, 1);

        connect(frame.pane, &ImagePane::activated, this, [this, i] { m_active = static_cast<Pane>(i); });
        connect(frame.pane, &ImagePane::offsetChanged, this, [this, i] {
            showTitle(m_frames[static_cast<std::size_t>(i)]);
        });
        frame.pane->installEventFilter(this);
    }
}

QString PaneGrid::title(Pane which) const {
    const Frame& frame = m_frames[static_cast<std::size_t>(which)];
    return frame.title->text() + QLatin1Char(' ') + frame.allValues.join(gap);
}

void PaneGrid::setTitle(Pane which, const QString& title, const QStringList& values) {
    Frame& frame = m_frames[static_cast<std::size_t>(which)];
    frame.text = title;
    frame.allValues = values;
    frame.values->setToolTip(values.join(gap));
    frame.pane->setAccessibleName(title);
    showTitle(frame);
}

void PaneGrid::showTitle(Frame& frame) {
    QString text = isFlipped() && !frame.pane->image().isNull() ? tr("Original (Shift)") : frame.text;
    if (!frame.pane->offset().isNull())
        text += tr(" (moved alone)");
    frame.title->setText(text);
    showValues(frame);
}

void PaneGrid::showValues(Frame& frame) {
    const int room = frame.pane->width() - frame.title->sizeHint().width() - headSpacing;
    const QFontMetrics metrics(frame.values->font());
    QStringList shown = frame.allValues;
    while (shown.size() > 1 && metrics.horizontalAdvance(shown.join(gap)) > room)
        shown.removeLast();
    frame.values->setText(metrics.elidedText(shown.join(gap), Qt::ElideRight, room));
}

void PaneGrid::setFlipped(bool flipped) {
    for (Frame& frame : m_frames) {
        frame.pane->showInstead(flipped && !frame.pane->image().isNull() ? pane(Original)->image()
                                                                         : QImage());
        showTitle(frame);
    }
}

bool PaneGrid::isFlipped() const {
    return m_flip->isFlipped();
}

bool PaneGrid::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        tellViewport();
        for (Frame& frame : m_frames)
            if (frame.pane == watched)
                showValues(frame);
    }
    return QWidget::eventFilter(watched, event);
}

void PaneGrid::setPredictionsShown(bool shown) {
    for (const Pane which : {Predicted, PredictedDifference})
        m_frames[static_cast<std::size_t>(which)].box->setVisible(shown);
    m_layout->setColumnStretch(columns - 1, shown ? 1 : 0);
    if (!shown && m_frames[static_cast<std::size_t>(m_active)].box->isHidden())
        m_active = Decoded;
}

void PaneGrid::tellViewport() {
    if (isHidden())  // other panes look through the same view
        return;
    QSize smallest = m_frames.front().pane->size();
    for (const Frame& frame : m_frames)
        if (!frame.box->isHidden())
            smallest = smallest.boundedTo(frame.pane->size());
    m_view->setViewport(smallest * devicePixelRatioF());
}

void PaneGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    tellViewport();
}

void PaneGrid::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    tellViewport();
}

}  // namespace limen
