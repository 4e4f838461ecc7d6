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

PixelReadout::PixelReadout(QWidget* parent)
    : QWidget(parent), m_grid(new QGridLayout(this)), m_position(new QLabel(this)) {
    setAccessibleName(tr("Pixel values"));
    setToolTip(
        tr("Values 0..255 of the pixel under the cursor; residual = original - test in grey levels. "
           "In a pane, the arrow keys move the cursor by one pixel."));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(2);
    m_grid->addWidget(m_position, 0, 0);
    m_grid->setColumnStretch(0, 1);
    int column = 1;
    for (const QString& channel : {tr("R"), tr("G"), tr("B")}) {
        auto* head = new QLabel(channel, this);
        head->setAlignment(Qt::AlignRight);
        m_grid->addWidget(head, 0, column++);
    }
    show(std::nullopt, {});
}

PixelReadout::Row PixelReadout::addRow() {
    Row row;
    const int line = 1 + static_cast<int>(m_rows.size());
    const QFont digits = tabularFont(font());
    row.name = new QLabel(this);
    m_grid->addWidget(row.name, line, 0);
    int column = 1;
    for (QLabel*& value : row.values) {
        value = new QLabel(this);
        value->setFont(digits);
        value->setAlignment(Qt::AlignRight);
        value->setMinimumWidth(QFontMetrics(digits).horizontalAdvance(QStringLiteral("-255")));
        m_grid->addWidget(value, line, column++);
    }
    return row;
}

void PixelReadout::setNames(const QStringList& names) {
    while (m_rows.size() < static_cast<std::size_t>(names.size()))
        m_rows.push_back(addRow());
    for (; m_rows.size() > static_cast<std::size_t>(names.size()); m_rows.pop_back()) {
        delete m_rows.back().name;
        for (QLabel* value : m_rows.back().values)
            delete value;
    }
    const QString channels[] = {tr("R"), tr("G"), tr("B")};
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const QString& name = names[static_cast<qsizetype>(row)];
        if (m_rows[row].name->text() == name)
            continue;
        m_rows[row].name->setText(name);
        for (std::size_t c = 0; c < 3; ++c)
            m_rows[row].values[c]->setAccessibleName(tr("%1, %2").arg(name, channels[c]));
    }
}

void PixelReadout::show(std::optional<QPoint> pixel, const Images& images) {
    m_hasPixel = pixel && images.original != nullptr;
    m_position->setText(m_hasPixel ? tr("pixel (%1, %2)").arg(pixel->x()).arg(pixel->y()) : tr("pixel"));
    QStringList names = {tr("original"),
                         tr("JND image"),
                         tr("decoded"),
                         tr("predicted"),
                         tr("residual"),
                         tr("predicted residual")};
    for (const Named& model : images.models)
        names << model.name << tr("%1 residual").arg(model.name);
    setNames(names);

    const RgbImage* const shown[pictures] = {images.original, images.jnd, images.decoded, images.predicted};
    const Residual* const differences[residuals] = {images.residual, images.predictedResidual};
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        for (std::size_t c = 0; c < 3; ++c) {
            const auto valueOf = [&](const RgbImage& image) {
                return int{image.at(pixel->x(), pixel->y())[c]};
            };
            QString text(dash);
            if (m_hasPixel && row < pictures) {
                if (shown[row] != nullptr)
                    text = QString::number(valueOf(*shown[row]));
            } else if (m_hasPixel && row < pictures + residuals) {
                if (differences[row - pictures] != nullptr)
                    text = signedText(differences[row - pictures]->at(pixel->x(), pixel->y())[c]);
            } else if (m_hasPixel) {
                const std::size_t place = row - pictures - residuals;
                if (const RgbImage* image = images.models[place / 2].image)
                    text = place % 2 == 0 ? QString::number(valueOf(*image))
                                          : signedText(valueOf(*images.original) - valueOf(*image));
            }
            m_rows[row].values[c]->setText(text);
        }
}

QString PixelReadout::text() const {
    if (!m_hasPixel)
        return {};
    QString lines = m_position->text() + QStringLiteral("\tR\tG\tB");
    for (const Row& row : m_rows) {
        lines += QLatin1Char('\n') + row.name->text();
        for (const QLabel* value : row.values)
            lines += QLatin1Char('\t') + value->text();
    }
    return lines;
}

}  // namespace limen
