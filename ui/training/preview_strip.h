// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <array>
#include <memory>
#include <vector>

#include "ui/training/run_values.h"

namespace limen {

/// Faces of a preview, a row each: original, ground truth, predicted, residual, and how close it is. Fits its
/// width; as high as it needs.
class PreviewStrip : public QWidget {
    Q_OBJECT
public:
    enum Column { Original, GroundTruth, Predicted, Difference, ColumnCount };
    /// What the last column shows.
    enum class Shown {
        Change,  ///< original - predicted: the residual map the network gives
        Error,   ///< ground truth - predicted
    };

    explicit PreviewStrip(QWidget* parent = nullptr);

    /// Null: nothing.
    void setPictures(const std::shared_ptr<const PreviewPictures>& pictures);
    void setResidual(Shown shown, int gain);

    int faceCount() const { return static_cast<int>(m_rows.size()); }
    const QImage& image(int face, Column column) const;
    /// "predicted 33.12 dB, original 30.61 dB, +2.51 dB".
    QString caption(int face) const;
    /// -1: none there.
    int faceAt(QPoint position) const;

    QSize sizeHint() const override { return {400, heightForWidth(400)}; }
    QSize minimumSizeHint() const override { return {240, 64}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    /// IDENTITY/STEM of a face that was double clicked.
    void faceActivated(const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Row {
        QString name;
        double psnr = 0.0;
        double originalPsnr = 0.0;
        std::array<QImage, ColumnCount> images;
    };

    void paintResiduals();
    int side(int width) const;
    int rowHeight(int width) const;
    int headHeight() const;

    std::shared_ptr<const PreviewPictures> m_pictures;
    std::vector<Row> m_rows;
    Shown m_shown = Shown::Change;
    int m_gain = 8;
};

}  // namespace limen
