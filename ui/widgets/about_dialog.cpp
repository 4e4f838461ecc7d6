// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/about_dialog.h"

#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "base/version.h"
#include "codecs/codec.h"

namespace limen {

namespace {

struct Part {
    const char* name;
    const char* licence;
    const char* purpose;
};

// What is linked or loaded into the program, with the licence it is used under.
constexpr Part parts[] = {
    {"Qt", "LGPL-3.0-only", QT_TRANSLATE_NOOP("limen::AboutDialog", "windows")},
    {"QCustomPlot", "GPL-3.0-or-later", QT_TRANSLATE_NOOP("limen::AboutDialog", "curves")},
    {"LibTorch", "BSD-3-Clause", QT_TRANSLATE_NOOP("limen::AboutDialog", "networks")},
    {"OpenCV", "Apache-2.0", QT_TRANSLATE_NOOP("limen::AboutDialog", "reading images, detecting faces")},
    {"FFmpeg (libavcodec)", "GPL-2.0-or-later", QT_TRANSLATE_NOOP("limen::AboutDialog", "codecs")},
    {"x265", "GPL-2.0-or-later", QT_TRANSLATE_NOOP("limen::AboutDialog", "HEVC")},
    {"libaom", "BSD-2-Clause", QT_TRANSLATE_NOOP("limen::AboutDialog", "AV1")},
    {"SQLite, SQLiteCpp", "public domain, MIT", QT_TRANSLATE_NOOP("limen::AboutDialog", "studies")},
    {"OpenSSL", "Apache-2.0", QT_TRANSLATE_NOOP("limen::AboutDialog", "SHA-256")},
    {"fmt, nlohmann-json, CLI11", "MIT, MIT, BSD-3-Clause", QT_TRANSLATE_NOOP("limen::AboutDialog", "text")},
};

}  // namespace

QString aboutText() {
    QString text = AboutDialog::tr(
                       "<h2>Limen %1</h2>"
                       "<p>How far can a face image be compressed before a face-recognition system "
                       "notices?</p>"
                       "<p>© 2026 The Limen authors. The program is free software under the "
                       "GNU General Public License, version 3 or later (GPL-3.0-or-later); its "
                       "libraries limen_core and limen_models are under BSD-3-Clause. It comes "
                       "without any warranty.</p>")
                       .arg(QString::fromStdString(limenVersion()));
    text += AboutDialog::tr("<h3>Made with</h3>") + QStringLiteral("<table cellspacing='4'>");
    for (const Part& part : parts)
        text += QStringLiteral("<tr><td>%1</td><td>%2</td><td>%3</td></tr>")
                    .arg(QString::fromLatin1(part.name),
                         AboutDialog::tr(part.purpose),
                         QString::fromLatin1(part.licence));
    text += QStringLiteral("</table>") + AboutDialog::tr("<h3>Versions on this machine</h3>") +
            QStringLiteral("<table cellspacing='4'><tr><td>Qt</td><td>%1</td></tr>")
                .arg(QString::fromLatin1(qVersion()));
    for (const CodecInfo& codec : knownCodecs())
        text +=
            QStringLiteral("<tr><td>%1</td><td>%2</td></tr>")
                .arg(QString::fromStdString(codec.title).toHtmlEscaped(),
                     codec.available ? QString::fromStdString(codec.version).toHtmlEscaped()
                                     : AboutDialog::tr("not available: %1")
                                           .arg(QString::fromStdString(codec.whatToInstall).toHtmlEscaped()));
    return text + QStringLiteral("</table>");
}

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Limen"));
    auto* page = new QTextBrowser;
    page->setFrameShape(QFrame::NoFrame);
    page->setHtml(aboutText());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(page);
    layout->addWidget(buttons);
    resize(560, 640);
}

}  // namespace limen
