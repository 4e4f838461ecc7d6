// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_browser.h"

#include <QAbstractTextDocumentLayout>
#include <QEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>
#include <algorithm>

#include "ui/help/help_pages.h"

namespace limen {

namespace {

constexpr double widestColumn = 720.0;  // logical pixels; longer lines are hard to follow
constexpr double smallestMargin = 24.0;

QTextCursor selection(QTextDocument* document, const QTextFragment& fragment) {
    QTextCursor cursor(document);
    cursor.setPosition(fragment.position());
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
    return cursor;
}

}  // namespace

HelpBrowser::HelpBrowser(QWidget* parent) : QTextBrowser(parent) {
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);  // who owns this browser knows which links lead to pages
    connect(this, &QTextBrowser::sourceChanged, this, &HelpBrowser::dress);
}

void HelpBrowser::dress(const QUrl& url) {
    m_pictures.clear();
    QTextCursor changes(document());
    changes.beginEditBlock();  // laid out once, not after every change: a page of tables would take seconds
    dressBlocks();
    dressTables();
    fit();
    changes.endEditBlock();
    // The base class looked for the heading before it had a name. source() is still the page before.
    if (const QString anchor = url.fragment(); !anchor.isEmpty()) {
        document()->documentLayout()->documentSize();  // lays all of it out: else there is nothing to scroll
        scrollToAnchor(anchor);
    }
}

void HelpBrowser::dressBlocks() {
    QTextCharFormat code;
    code.setBackground(palette().color(QPalette::AlternateBase));
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        const int heading = block.blockFormat().headingLevel();
        const bool inTable = cursor.currentTable() != nullptr;
        const bool inList = block.textList() != nullptr;
        QTextBlockFormat shape;
        if (!block.text().startsWith(QChar::ObjectReplacementCharacter))  // a picture, which is high enough
            shape.setLineHeight(inTable ? 110.0 : 125.0, QTextBlockFormat::ProportionalHeight);
        shape.setTopMargin(heading == 1 ? 8.0 : heading > 1 ? 20.0 : 0.0);
        shape.setBottomMargin(inTable ? 0.0 : inList || heading > 0 ? 6.0 : 10.0);
        cursor.mergeBlockFormat(shape);
        if (heading > 0) {
            QTextCharFormat anchor;
            anchor.setAnchor(true);
            anchor.setAnchorNames({headingAnchor(block.text())});
            cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(anchor);
        }
        std::vector<QTextFragment> codes;  // changing a format while walking over them would end the walk
        for (auto at = block.begin(); !at.atEnd(); ++at)
            if (at.fragment().charFormat().fontFixedPitch())
                codes.push_back(at.fragment());
        for (const QTextFragment& fragment : codes)
            selection(document(), fragment).mergeCharFormat(code);
    }
}

void HelpBrowser::dressTables() {
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(1.0);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(palette().color(QPalette::Mid));
        format.setBorderCollapse(true);
        format.setCellSpacing(0.0);
        format.setCellPadding(5.0);
        format.setTopMargin(4.0);
        format.setBottomMargin(12.0);
        table->setFormat(format);
        for (int column = 0; column < table->columns(); ++column) {
            QTextTableCell head = table->cellAt(0, column);
            QTextCharFormat shade = head.format();
            shade.setBackground(palette().color(QPalette::AlternateBase));
            head.setFormat(shade);
        }
    }
}

void HelpBrowser::fit() {
    const double width = viewport()->width();
    const double side = std::max(smallestMargin, (width - widestColumn) / 2.0);
    QTextFrameFormat frame = document()->rootFrame()->frameFormat();
    frame.setMargin(smallestMargin);
    frame.setLeftMargin(side);
    frame.setRightMargin(side);
    document()->rootFrame()->setFrameFormat(frame);
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        std::vector<QTextFragment> pictures;
        for (auto at = block.begin(); !at.atEnd(); ++at)
            if (at.fragment().charFormat().isImageFormat())
                pictures.push_back(at.fragment());
        for (const QTextFragment& picture : pictures)
            fitPicture(
                selection(document(), picture), picture.charFormat().toImageFormat(), width - 2.0 * side);
    }
}

void HelpBrowser::fitPicture(QTextCursor cursor, const QTextImageFormat& format, double room) {
    const QString name = format.name();
    auto found = m_pictures.find(name);
    if (found == m_pictures.end())
        // Pictures with a palette would be scaled to that palette, in dots.
        found = m_pictures.insert(
            name,
            QImage::fromData(loadResource(QTextDocument::ImageResource, QUrl(name)).toByteArray())
                .convertToFormat(QImage::Format_ARGB32_Premultiplied));
    const QImage& picture = *found;
    if (picture.isNull() || room < 1.0)
        return;
    const double width = std::min(room, static_cast<double>(picture.width()));
    const double height = width * picture.height() / picture.width();
    // A document scales without smoothing; so it gets the pixels it will show.
    QImage shown = picture.scaled((QSizeF(width, height) * devicePixelRatioF()).toSize(),
                                  Qt::IgnoreAspectRatio,
                                  Qt::SmoothTransformation);
    shown.setDevicePixelRatio(devicePixelRatioF());
    document()->addResource(QTextDocument::ImageResource, document()->baseUrl().resolved(QUrl(name)), shown);
    QTextImageFormat fitted = format;
    fitted.setWidth(width);
    fitted.setHeight(height);
    cursor.setCharFormat(fitted);
}

int HelpBrowser::markAll(const QString& text) {
    QList<QTextEdit::ExtraSelection> marks;
    QColor ground = palette().color(QPalette::Highlight);
    ground.setAlphaF(0.3F);
    for (QTextCursor at = document()->find(text, 0); !text.isEmpty() && !at.isNull();
         at = document()->find(text, at)) {
        QTextCharFormat mark;
        mark.setBackground(ground);
        marks.append({at, mark});
    }
    setExtraSelections(marks);
    return static_cast<int>(marks.size());
}

bool HelpBrowser::findNext(const QString& text, bool backwards) {
    const QTextDocument::FindFlags flags =
        backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (text.isEmpty() || find(text, flags))
        return !text.isEmpty();
    const QTextCursor before = textCursor();
    moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
    if (find(text, flags))
        return true;
    setTextCursor(before);
    return false;
}

void HelpBrowser::resizeEvent(QResizeEvent* event) {
    QTextBrowser::resizeEvent(event);
    fit();
}

void HelpBrowser::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || source().isEmpty())
        return;
    // Colours of links, rules and code are part of the document.
    const int position = verticalScrollBar()->value();
    reload();
    verticalScrollBar()->setValue(position);
}

}  // namespace limen
