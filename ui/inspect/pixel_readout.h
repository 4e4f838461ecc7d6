// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QWidget>
#include <array>
#include <optional>
#include <vector>

#include "image/residual.h"

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
QT_END_NAMESPACE

namespace limen {

/// The values of one pixel in every pane, decimal, with the signed residual per channel.
class PixelReadout : public QWidget {
    Q_OBJECT

public:
    /// A model beside the others; null: its image is not there.
    struct Named {
        QString name;
        const RgbImage* image = nullptr;
    };
    /// What the panes hold; null pointers where a pane is empty.
    struct Images {
        const RgbImage* original = nullptr;
        const RgbImage* jnd = nullptr;
        const RgbImage* decoded = nullptr;
        const RgbImage* predicted = nullptr;
        const Residual* residual = nullptr;
        const Residual* predictedResidual = nullptr;
        std::vector<Named> models = {};  ///< have rows of their own, values and residual
    };

    explicit PixelReadout(QWidget* parent = nullptr);

    /// No pixel: dashes, so that the panel does not jump.
    void show(std::optional<QPoint> pixel, const Images& images);
    /// The values as tab-separated text with a header, for the clipboard; empty without a pixel.
    QString text() const;

private:
    struct Row {
        QLabel* name = nullptr;
        std::array<QLabel*, 3> values{};
    };
    static constexpr std::size_t pictures = 4;   // original, JND image, decoded, predicted
    static constexpr std::size_t residuals = 2;  // below them: of what the panes show, of the prediction
    Row addRow();
    void setNames(const QStringList& names);

    QGridLayout* m_grid;
    QLabel* m_position;
    std::vector<Row> m_rows;
    bool m_hasPixel = false;
};

}  // namespace limen
