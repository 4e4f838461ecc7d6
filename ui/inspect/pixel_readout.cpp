// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/pixel_readout.h"

#include <QGridLayout>
#include <QLabel>

#include "inspect/signed_text.h"
#include "inspect/tabular_font.h"

namespace limen {

namespace {

const QChar dash(0x2013);

}  // namespace

PixelReadout::PixelReadout(QWidget* parent) : QWidget(parent), m_position(new QLabel(this)) {
    setAccessibleName(tr("Pixel values"));
    setToolTip(
        tr("Values 0..255 of the pixel under the cursor; residual = original - test in grey levels. "
           "In a pane, the arrow keys move the cursor by one pixel."));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_position, 0, 0);
    grid->setColumnStretch(0, 1);
    const QString channels[] = {tr("R"), tr("G"), tr("B")};
    const std::array<QString, rows> names = {tr("original"),
                                             tr("JND image"),
                                             tr("decoded"),
                                             tr("predicted"),
                                             tr("residual"),
                                             tr("predicted residual")};
    const QFont digits = tabularFont(font());
    for (int c = 0; c < 3; ++c) {
        auto* head = new QLabel(channels[c], this);
        head->setAlignment(Qt::AlignRight);
        grid->addWidget(head, 0, 1 + c);
    }
    for (std::size_t row = 0; row < rows; ++row) {
        const int line = 1 + static_cast<int>(row);
        m_names[row] = new QLabel(names[row], this);
        grid->addWidget(m_names[row], line, 0);
        for (int c = 0; c < 3; ++c) {
            auto* value = new QLabel(this);
            value->setFont(digits);
            value->setAlignment(Qt::AlignRight);
            value->setMinimumWidth(QFontMetrics(digits).horizontalAdvance(QStringLiteral("-255")));
            value->setAccessibleName(tr("%1, %2").arg(names[row], channels[c]));
            grid->addWidget(value, line, 1 + c);
            m_values[row][static_cast<std::size_t>(c)] = value;
        }
    }
    show(std::nullopt, {});
}

void PixelReadout::show(std::optional<QPoint> pixel, const Images& images) {
    m_hasPixel = pixel && images.original != nullptr;
    m_position->setText(m_hasPixel ? tr("pixel (%1, %2)").arg(pixel->x()).arg(pixel->y()) : tr("pixel"));
    const RgbImage* const shown[pictures] = {images.original, images.jnd, images.decoded, images.predicted};
    const Residual* const differences[residuals] = {images.residual, images.predictedResidual};
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t c = 0; c < 3; ++c) {
            QString text(dash);
            if (m_hasPixel && row < pictures && shown[row] != nullptr)
                text = QString::number(shown[row]->at(pixel->x(), pixel->y())[c]);
            else if (m_hasPixel && row >= pictures && differences[row - pictures] != nullptr)
                text = signedText(differences[row - pictures]->at(pixel->x(), pixel->y())[c]);
            m_values[row][c]->setText(text);
        }
}

QString PixelReadout::text() const {
    if (!m_hasPixel)
        return {};
    QString lines = m_position->text() + QStringLiteral("\tR\tG\tB");
    for (std::size_t row = 0; row < rows; ++row) {
        lines += QLatin1Char('\n') + m_names[row]->text();
        for (const QLabel* value : m_values[row])
            lines += QLatin1Char('\t') + value->text();
    }
    return lines;
}

}  // namespace limen
