// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/figure_page.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/evaluate/result_source.h"
#include "ui/evaluate/svg_canvas.h"
#include "ui/inspect/error_text.h"

namespace limen {

namespace {
constexpr int gap = 8;
}  // namespace

FigurePage::FigurePage(QWidget* parent)
    : QWidget(parent),
      m_copy(new QAction(tr("&Copy"), this)),
      m_title(new QLabel),
      m_source(new QLabel),
      m_canvas(new SvgCanvas),
      m_notes(new QLabel) {
    QFont large = m_title->font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_title->setFont(large);
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QLabel* label : {m_source, m_notes}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_copy->setToolTip(tr("As a picture and as SVG"));
    addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, &FigurePage::copy);
    connect(m_canvas, &SvgCanvas::drawn, this, &FigurePage::showCaption);
    auto* copy = new QPushButton(tr("Copy"));
    copy->setToolTip(m_copy->toolTip());
    connect(copy, &QPushButton::clicked, m_copy, &QAction::trigger);
    auto* save = new QPushButton(tr("Export…"));
    save->setToolTip(tr("This figure as SVG, PDF and PNG, and its numbers as CSV"));
    connect(save, &QPushButton::clicked, this, &FigurePage::askWhereToExport);

    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(copy);
    buttons->addWidget(save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(m_title);
    layout->addWidget(m_source);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_notes);
    layout->addLayout(buttons);
}

void FigurePage::setFigure(const StoredFigure& figure) {
    m_figure = figure;
    const QString title = QString::fromStdString(figure.title);
    m_title->setText(title);
    m_source->setText(resultSource(figure.about));
    m_source->setToolTip(resultDetails(figure.about));
    m_canvas->setSvg(figure.svg);
    m_canvas->setAccessibleName(title);
    showCaption();
}

void FigurePage::showCaption() {
    QStringList notes;
    for (const std::string& note : m_figure.notes)
        notes += QString::fromStdString(note);
    if (!m_canvas->problem().isEmpty())
        notes.prepend(tr("This figure is damaged, make it again with Evaluate: %1").arg(m_canvas->problem()));
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
    m_copy->setEnabled(m_canvas->problem().isEmpty());
}

void FigurePage::copy() {
    try {
        const std::vector<std::uint8_t> png = svgAsPng(m_figure.svg, figureMetadata(m_figure));
        auto* copied = new QMimeData;
        copied->setImageData(QImage::fromData(png.data(), static_cast<int>(png.size())));
        copied->setData(QStringLiteral("image/svg+xml"), QByteArray::fromStdString(m_figure.svg));
        QGuiApplication::clipboard()->setMimeData(copied);
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromStdString(errorText(error)));
    }
}

QString FigurePage::caption() const {
    return m_notes->text();
}

void FigurePage::askWhereToExport() {
    auto* dialog = new QFileDialog(this, tr("Export figure to a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &FigurePage::exportTo);
    dialog->open();
}

bool FigurePage::exportTo(const QString& folder) {
    try {
        const auto files = writeFigureFiles(m_figure, folder.toStdString());
        QStringList names;
        for (const std::filesystem::path& file : files)
            names += QString::fromStdString(file.filename().string());
        Q_EMIT done(tr("Wrote %1 to %2.").arg(names.join(QStringLiteral(", ")), folder));
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromStdString(errorText(error)));
        return false;
    }
    return true;
}

}  // namespace limen
