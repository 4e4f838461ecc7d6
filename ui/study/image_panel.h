// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/study/image_filter_proxy.h"
#include "ui/study/image_table_model.h"
#include "ui/study/thumbnail_loader.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace limen {

/// The left side of the window: which labels are in use, the filter, and the table of images.
class ImagePanel : public QWidget {
    Q_OBJECT
public:
    explicit ImagePanel(QWidget* parent = nullptr);

    /// Null: no study.
    void setSnapshot(const std::shared_ptr<const StudySnapshot>& snapshot);
    /// 0: none.
    ImageId currentImage() const { return m_current; }
    /// All that are selected, the current one among them, in the order of the table.
    std::vector<ImageId> selectedImages() const;
    /// Selects and shows the image if the filter lets it through.
    void selectImage(ImageId image);
    void selectNext(int step);
    /// The first probe with a JND point, else the first probe, else the first image.
    void selectFirst();
    void focusFilter();
    QString filterText() const;
    void setFilterText(const QString& text);

    QTableView* table() const { return m_table; }
    ImageTableModel* model() const { return m_model; }
    ImageFilterProxy* proxy() const { return m_proxy; }
    QComboBox* labelSets() const { return m_sets; }
    QString countText() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void imageSelected(qint64 image);
    void labelSetChosen(qint64 labelSet);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeTable();
    void makeCurrent(int row);
    void fillLabelSets();
    void updateCount();
    void requestVisible();

    std::shared_ptr<const StudySnapshot> m_snapshot;
    ImageTableModel* m_model;
    ImageFilterProxy* m_proxy;
    ThumbnailLoader* m_thumbnails;
    QComboBox* m_sets;
    QLineEdit* m_filter;
    QLabel* m_count;
    QTableView* m_table;
    QLabel* m_empty;
    QTimer m_visibleTimer;
    ImageId m_current = 0;
};

/// "hevc · mobilefacenet-ms1m · FAR 1e-4", with what is wrong with the set.
QString labelSetText(const LabelSetInfo& info);

}  // namespace limen
