// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/image_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/study/thumbnail_delegate.h"

namespace limen {

namespace {
constexpr int rowHeight = 48;
constexpr int visibleDelayMilliseconds = 30;
}  // namespace

QString labelSetText(const LabelSetInfo& info) {
    QString text =
        ImagePanel::tr("%1 · %2 · FAR %3")
            .arg(QString::fromStdString(info.codecSetting), QString::fromStdString(info.recognizer))
            .arg(info.set.key.farRequested, 0, 'g', 3);
    if (info.set.key.reading == Reading::Contiguous)
        text += ImagePanel::tr(" · contiguous");
    if (info.set.stale)
        text += ImagePanel::tr(" — stale");
    else if (!info.set.complete)
        text += ImagePanel::tr(" — incomplete");
    return text;
}

ImagePanel::ImagePanel(QWidget* parent) : QWidget(parent) {
    m_model = new ImageTableModel(this);
    m_proxy = new ImageFilterProxy(m_model, this);
    m_thumbnails = new ThumbnailLoader(this);

    m_sets = new QComboBox;
    m_sets->setAccessibleName(tr("Labels in use"));
    m_sets->setToolTip(
        tr("Whose JND points the table and the panes show: codec, recognizer, false accept rate"));
    m_sets->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_sets->setMinimumContentsLength(16);
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter: name, flag:ok, qp>=35"));
    m_filter->setToolTip(ImageFilter::explanation());
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_count = new QLabel;
    m_count->setAccessibleName(tr("Images shown"));
    makeTable();
    m_empty = new QLabel(m_table->viewport());
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_sets);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_count);

    m_visibleTimer.setSingleShot(true);
    m_visibleTimer.setInterval(visibleDelayMilliseconds);
    connect(&m_visibleTimer, &QTimer::timeout, this, &ImagePanel::requestVisible);
    const auto later = [this] { m_visibleTimer.start(); };
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, later);
    connect(m_proxy, &QAbstractItemModel::layoutChanged, this, later);
    const auto countLater = [this] {
        m_visibleTimer.start();
        updateCount();
    };
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, countLater);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, countLater);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, countLater);
    connect(m_thumbnails, &ThumbnailLoader::ready, m_model, &ImageTableModel::setThumbnail);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilter(ImageFilter::parse(text));
        updateCount();
        selectImage(m_current);
    });
    connect(m_sets, &QComboBox::activated, this, [this](int index) {
        Q_EMIT labelSetChosen(m_sets->itemData(index).toLongLong());
    });
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& row) {
                if (!row.isValid())
                    return;
                const ImageId image = m_proxy->imageAt(row.row());
                if (image == m_current)
                    return;
                m_current = image;
                Q_EMIT imageSelected(image);
            });
    setSnapshot(nullptr);
}

QSize ImagePanel::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 50, 480};
}

void ImagePanel::makeTable() {
    m_table = new QTableView;
    m_table->setModel(m_proxy);
    m_table->setItemDelegateForColumn(ImageTableModel::Stem, new ThumbnailDelegate(m_table));
    m_table->setAccessibleName(tr("Images"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->setSortingEnabled(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->viewport()->installEventFilter(this);
    QHeaderView* rows = m_table->verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setDefaultSectionSize(rowHeight);
    QHeaderView* columns = m_table->horizontalHeader();
    columns->setHighlightSections(false);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    columns->setSortIndicator(-1, Qt::AscendingOrder);
    const int letter = fontMetrics().averageCharWidth();
    const int widths[] = {26, 16, 8, 9, 8, 13};
    for (int column = 0; column < ImageTableModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, letter * widths[column]);
    columns->setSectionsMovable(true);
    columns->moveSection(columns->visualIndex(ImageTableModel::JndLevel), 1);
    columns->moveSection(columns->visualIndex(ImageTableModel::Bpp), 2);
    columns->moveSection(columns->visualIndex(ImageTableModel::Flag), 3);
}

void ImagePanel::setSnapshot(const std::shared_ptr<const StudySnapshot>& snapshot) {
    const bool otherStudy = !snapshot || !m_snapshot || snapshot->folder != m_snapshot->folder;
    m_snapshot = snapshot;
    if (otherStudy) {
        m_current = 0;
        m_thumbnails->setStudy(snapshot ? snapshot->folder : std::filesystem::path());
    }
    const ImageId selected = m_current;
    m_model->setSnapshot(snapshot);
    m_current = selected;
    fillLabelSets();
    selectImage(m_current);
    updateCount();
    m_visibleTimer.start();
    m_filter->setEnabled(snapshot != nullptr);
    const bool noImages = snapshot && snapshot->rows.empty();
    m_empty->setText(noImages ? tr("No images yet.\nJobs › Import photographs puts faces into this study.")
                              : QString());
    m_empty->setVisible(noImages);
}

void ImagePanel::fillLabelSets() {
    const QSignalBlocker blocker(m_sets);
    m_sets->clear();
    if (m_snapshot)
        for (const LabelSetInfo& info : m_snapshot->labelSets) {
            m_sets->addItem(labelSetText(info), QVariant::fromValue<qlonglong>(info.set.id));
            QString tip = tr("Threshold %1 (cosine), TAR %2, FAR %3 of %4 impostor pairs")
                              .arg(info.set.threshold, 0, 'f', 4)
                              .arg(info.set.tar, 0, 'f', 4)
                              .arg(info.set.far, 0, 'g', 3)
                              .arg(QLocale().toString(static_cast<qlonglong>(info.set.impostorPairs)));
            if (info.set.stale)
                tip += tr("\nStale: images were imported since. Run Jobs › Find JND points again.");
            else if (!info.set.complete)
                tip += tr("\nIncomplete: not every probe has a label. Run Jobs › Find JND points again.");
            m_sets->setItemData(m_sets->count() - 1, tip, Qt::ToolTipRole);
        }
    m_sets->setEnabled(m_sets->count() > 0);
    if (m_sets->count() == 0)
        m_sets->addItem(m_snapshot ? tr("No JND points yet: Jobs › Find JND points") : tr("No study"));
    if (m_snapshot && m_snapshot->labelSet)
        m_sets->setCurrentIndex(m_sets->findData(QVariant::fromValue<qlonglong>(*m_snapshot->labelSet)));
}

void ImagePanel::selectImage(ImageId image) {
    const int row = image == 0 ? -1 : m_proxy->rowOf(image);
    if (row < 0 || m_table->currentIndex().row() == row)
        return;
    makeCurrent(row);
}

std::vector<ImageId> ImagePanel::selectedImages() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    std::vector<ImageId> images;
    for (const int row : rows)
        images.push_back(m_proxy->imageAt(row));
    return images;
}

void ImagePanel::makeCurrent(int row) {
    m_table->setCurrentIndex(m_proxy->index(row, 0));
    // Once more when the layout has settled: a table that has just been filled cannot scroll yet.
    QTimer::singleShot(0, m_table, [this] { m_table->scrollTo(m_table->currentIndex()); });
}

void ImagePanel::selectNext(int step) {
    const int rows = m_proxy->rowCount();
    if (rows == 0)
        return;
    const int row = m_table->currentIndex().isValid() ? m_table->currentIndex().row() + step : 0;
    makeCurrent(std::clamp(row, 0, rows - 1));
}

void ImagePanel::selectFirst() {
    const auto find = [this](const auto& wanted) {
        for (int row = 0; row < m_proxy->rowCount(); ++row)
            if (wanted(m_model->row(m_proxy->mapToSource(m_proxy->index(row, 0)).row())))
                return row;
        return -1;
    };
    int row = find([](const ImageRow& image) { return image.level.has_value(); });
    if (row < 0)
        row = find([](const ImageRow& image) { return image.role == Role::Probe; });
    if (m_proxy->rowCount() > 0)
        makeCurrent(std::max(0, row));
}

void ImagePanel::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QString ImagePanel::filterText() const {
    return m_filter->text();
}

void ImagePanel::setFilterText(const QString& text) {
    m_filter->setText(text);
}

QString ImagePanel::countText() const {
    return m_count->text();
}

void ImagePanel::updateCount() {
    const QLocale locale;
    const int all = m_model->rowCount();
    const int shown = m_proxy->rowCount();
    m_count->setText(all == 0       ? QString()
                     : all == shown ? tr("%1 images").arg(locale.toString(all))
                                    : tr("%1 of %2").arg(locale.toString(shown), locale.toString(all)));
}

void ImagePanel::requestVisible() {
    std::vector<ImageId> wanted;
    const int height = m_table->viewport()->height();
    const int first = m_table->rowAt(0);
    if (first >= 0 && m_table->isVisible()) {
        const int below = m_table->rowAt(height - 1);
        const int last = below < 0 ? m_proxy->rowCount() - 1 : below;
        for (int row = first; row <= last; ++row) {
            const ImageId image = m_proxy->imageAt(row);
            if (!m_model->hasThumbnail(image))
                wanted.push_back(image);
        }
    }
    m_thumbnails->want(std::move(wanted));
}

bool ImagePanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table->viewport() &&
        (event->type() == QEvent::Resize || event->type() == QEvent::Show)) {
        m_empty->setGeometry(m_table->viewport()->rect());
        m_visibleTimer.start();
    }
    // From the filter one goes through its matches without leaving the box.
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            selectNext(key->key() == Qt::Key_Down ? 1 : -1);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            m_filter->clear();
            m_table->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace limen
