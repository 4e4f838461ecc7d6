// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QImage>
#include <QTextBrowser>

namespace limen {

/// Shows Markdown pages as they are meant to be read: a column of bounded width, pictures that fit into it,
/// tables with rules, headings that links can lead to, all in the colours of the palette.
class HelpBrowser : public QTextBrowser {
    Q_OBJECT
public:
    explicit HelpBrowser(QWidget* parent = nullptr);

    /// Marks every place where `text` is found, in any case, and says how many there are.
    int markAll(const QString& text);
    /// Selects the next of these places after the selection, or the one before it, and goes round at the
    /// ends.
    bool findNext(const QString& text, bool backwards);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void dress(const QUrl& url);
    void dressBlocks();
    void dressTables();
    void fit();
    void fitPicture(QTextCursor cursor, const QTextImageFormat& format, double room);

    QHash<QString, QImage> m_pictures;  ///< of this page, as they are in their files
};

}  // namespace limen
