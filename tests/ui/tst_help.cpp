// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocumentFragment>

#include "ui/commands/command_registry.h"
#include "ui/help/help_browser.h"
#include "ui/help/help_pages.h"
#include "ui/help/help_window.h"
#include "ui/jobs/field_help.h"
#include "ui/jobs/param_field.h"
#include "ui/main_window/main_window.h"
#include "ui/shell_fixture.h"

using namespace limen;

namespace {

/// Takes what would have gone to the browser.
class UrlCatcher : public QObject {
    Q_OBJECT
public:
    UrlCatcher() { QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "open"); }
    ~UrlCatcher() override { QDesktopServices::unsetUrlHandler(QStringLiteral("https")); }
    QUrl opened;
public Q_SLOTS:
    void open(const QUrl& url) { opened = url; }
};

/// Calls `visit` with the format of every piece of text of the page that is shown.
template <typename Visit>
void visitFormats(const HelpBrowser& browser, const Visit& visit) {
    for (QTextBlock block = browser.document()->begin(); block.isValid(); block = block.next())
        for (auto at = block.begin(); !at.atEnd(); ++at)
            visit(at.fragment().charFormat());
}

QStringList linksOf(const HelpBrowser& browser) {
    QStringList links;
    visitFormats(browser, [&links](const QTextCharFormat& format) {
        if (!format.anchorHref().isEmpty())
            links.append(format.anchorHref());
    });
    return links;
}

QStringList anchorsOf(const HelpBrowser& browser) {
    QStringList anchors;
    visitFormats(browser,
                 [&anchors](const QTextCharFormat& format) { anchors.append(format.anchorNames()); });
    return anchors;
}

QAction* actionOf(const QWidget& window, const QKeySequence& keys) {
    for (QAction* action : window.findChildren<QAction*>())
        if (action->shortcuts().contains(keys))
            return action;
    return nullptr;
}

}  // namespace

/// The help can be reached, read and found one's way in.
class TestHelp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }

    void everyPageIsListedAndShown();
    void everyPageOfTheSourcesIsCompiledIn();
    void everyLinkLeadsSomewhere();
    void everyPictureIsThere();
    void picturesFitTheColumn();
    void linksCanBeFollowedAndGoneBack();
    void anUnknownPageIsSaidToBeMissing();
    void webPagesOpenInTheBrowser();
    void textIsFoundAndTheSearchGoesRound();
    void coloursFollowThePalette();
    void f1OpensItAndItsSizeIsRemembered();
    void everyPageIsACommand();
    void fieldsLeadToTheirPages();

private:
    test::ShellEnvironment m_environment;
};

void TestHelp::everyPageIsListedAndShown() {
    HelpWindow help;
    QVERIFY(helpPages().size() >= 4);
    QCOMPARE(helpPages().front().name, QStringLiteral("index"));
    QCOMPARE(help.pages()->count(), static_cast<int>(helpPages().size()));
    for (int row = 0; row < help.pages()->count(); ++row) {
        help.pages()->setCurrentRow(row);
        const HelpPage& page = helpPages()[static_cast<std::size_t>(row)];
        QCOMPARE(help.browser()->source(), helpUrl(page.name));
        QVERIFY2(!page.title.isEmpty(), qPrintable(page.name));
        QVERIFY(help.browser()->toPlainText().startsWith(page.title));
        QVERIFY2(help.browser()->toPlainText().size() > 500, qPrintable(page.name));
        QVERIFY(help.windowTitle().startsWith(page.title));
    }
}

void TestHelp::everyPageOfTheSourcesIsCompiledIn() {
    const QStringList files =
        QDir(QStringLiteral(LIMEN_HELP_DIR)).entryList({QStringLiteral("*.md")}, QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QString& file : files)
        QVERIFY2(helpPageAt(helpUrl(file.chopped(3))) != nullptr, qPrintable(file));
}

void TestHelp::everyLinkLeadsSomewhere() {
    HelpWindow help;
    std::map<QUrl, QString> targets;  // and a page that names each
    for (const HelpPage& page : helpPages()) {
        help.showPage(page.name);
        for (const QString& link : linksOf(*help.browser())) {
            const QUrl url = help.browser()->source().resolved(QUrl(link));
            if (url.scheme() != QLatin1String("https"))
                targets.emplace(url, page.name + QStringLiteral(" -> ") + link);
        }
    }
    for (const auto& [url, where] : targets) {
        QVERIFY2(helpPageAt(url) != nullptr, qPrintable(where));
        help.follow(url);
        QCOMPARE(help.notice(), QString());
        if (url.hasFragment())
            QVERIFY2(anchorsOf(*help.browser()).contains(url.fragment()), qPrintable(where));
    }
    QVERIFY(targets.size() >= 10);
}

void TestHelp::everyPictureIsThere() {
    HelpWindow help;
    int pictures = 0;
    for (const HelpPage& page : helpPages()) {
        help.showPage(page.name);
        visitFormats(*help.browser(), [&](const QTextCharFormat& format) {
            if (!format.isImageFormat())
                return;
            ++pictures;
            const QString name = format.toImageFormat().name();
            const QVariant picture =
                help.browser()->document()->resource(QTextDocument::ImageResource, QUrl(name));
            QVERIFY2(!picture.value<QImage>().isNull(), qPrintable(page.name + u' ' + name));
        });
    }
    QVERIFY(pictures >= 1);
}

void TestHelp::picturesFitTheColumn() {
    HelpWindow help;
    help.showPage(QStringLiteral("index"));
    for (const int width : {900, 420, 1400}) {
        help.resize(width, 500);
        QTRY_COMPARE(help.width(), width);
        QVERIFY(help.browser()->horizontalScrollBar()->maximum() == 0);
    }
}

void TestHelp::linksCanBeFollowedAndGoneBack() {
    HelpWindow help;
    help.resize(700, 300);
    help.showPage(QStringLiteral("index"));
    Q_EMIT help.browser()->anchorClicked(helpUrl(QStringLiteral("labels#flags")));
    QCOMPARE(help.pages()->currentItem()->data(Qt::UserRole).toString(), QStringLiteral("labels"));
    QVERIFY(help.browser()->verticalScrollBar()->value() > 0);
    QAction* back = actionOf(help, QKeySequence(QKeySequence::Back));
    QAction* forward = actionOf(help, QKeySequence(QKeySequence::Forward));
    QVERIFY(back->isEnabled());
    QVERIFY(!forward->isEnabled());
    back->trigger();
    QCOMPARE(help.browser()->source(), helpUrl(QStringLiteral("index")));
    QCOMPARE(help.pages()->currentRow(), 0);
    forward->trigger();
    QCOMPARE(help.browser()->source(), helpUrl(QStringLiteral("labels#flags")));
}

void TestHelp::anUnknownPageIsSaidToBeMissing() {
    HelpWindow help;
    help.showPage(QStringLiteral("codecs"));
    help.showPage(QStringLiteral("no-such-page"));
    QVERIFY(help.notice().contains(QLatin1String("no-such-page")));
    QCOMPARE(help.browser()->source(), helpUrl(QStringLiteral("codecs")));
    help.follow(QUrl(QStringLiteral("file:///etc/hostname")));
    QCOMPARE(help.browser()->source(), helpUrl(QStringLiteral("codecs")));
    help.showPage(QStringLiteral("labels"));
    QCOMPARE(help.notice(), QString());
}

void TestHelp::webPagesOpenInTheBrowser() {
    HelpWindow help;
    const UrlCatcher catcher;
    const QUrl before = help.browser()->source();
    const QUrl page(QStringLiteral("https://example.org/vvc"));
    Q_EMIT help.browser()->anchorClicked(page);
    QCOMPARE(catcher.opened, page);
    QCOMPARE(help.browser()->source(), before);
}

void TestHelp::textIsFoundAndTheSearchGoesRound() {
    HelpWindow help;
    help.showPage(QStringLiteral("labels"));
    actionOf(help, QKeySequence(QKeySequence::Find))->trigger();
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget*>(help.findField()));
    QTest::keyClicks(help.findField(), QStringLiteral("t0"));
    const auto found = static_cast<int>(help.browser()->extraSelections().size());
    QVERIFY(found >= 3);
    const int first = help.browser()->textCursor().position();
    QCOMPARE(help.browser()->textCursor().selectedText(), QStringLiteral("t0"));
    for (int i = 0; i < found; ++i) {
        QTest::keyClick(help.findField(), Qt::Key_Return);
        QCOMPARE(help.browser()->textCursor().position() == first, i == found - 1);
    }
    QTest::keyClick(help.findField(), Qt::Key_Escape);
    QVERIFY(help.isVisible());
    QVERIFY(help.findField()->text().isEmpty());
    QVERIFY(help.browser()->extraSelections().isEmpty());
    QTest::keyClicks(help.findField(), QStringLiteral("nowhere to be found"));
    QVERIFY(!help.browser()->textCursor().hasSelection());
}

void TestHelp::coloursFollowThePalette() {
    HelpWindow help;
    help.showPage(QStringLiteral("codecs"));
    QPalette dark = help.palette();
    dark.setColor(QPalette::AlternateBase, QColor(11, 22, 33));
    help.setPalette(dark);
    int shaded = 0;
    visitFormats(*help.browser(), [&shaded](const QTextCharFormat& format) {
        if (format.fontFixedPitch() && format.background().color() == QColor(11, 22, 33))
            ++shaded;
    });
    QVERIFY(shaded > 5);
}

void TestHelp::f1OpensItAndItsSizeIsRemembered() {
    {
        MainWindow window(std::vector<Job>{});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(window.help() == nullptr);
        QTest::keyClick(&window, Qt::Key_F1);
        QVERIFY(window.help() != nullptr && window.help()->isVisible());
        QVERIFY(!window.help()->isModal());
        QCOMPARE(window.help()->browser()->source(), helpUrl(QStringLiteral("index")));
        window.help()->resize(654, 432);
        window.close();
    }
    MainWindow window(std::vector<Job>{});
    window.show();
    window.showHelp(QStringLiteral("codecs"));
    QCOMPARE(window.help()->size(), QSize(654, 432));
}

void TestHelp::everyPageIsACommand() {
    MainWindow window(std::vector<Job>{});
    for (const HelpPage& page : helpPages()) {
        QAction* action = window.commands()->action(QStringLiteral("help.page.") + page.name);
        QVERIFY2(action != nullptr, qPrintable(page.name));
        action->trigger();
        QCOMPARE(window.help()->browser()->source(), helpUrl(page.name));
    }
}

void TestHelp::fieldsLeadToTheirPages() {
    MainWindow window({*findJob("label")});
    window.forms()->setChoices({});
    window.show();
    JobForm* form = window.forms()->open("label", {});
    QVERIFY(QTest::qWaitForWindowActive(form));
    HelpWindow help;
    int pages = 0;
    for (const ParamSpec& spec : form->job().params)
        if (const QString page = helpPageOf(spec); !page.isEmpty()) {
            ++pages;
            QVERIFY2(helpPageAt(helpUrl(page)) != nullptr, qPrintable(page));
            help.showPage(page);
            QVERIFY2(anchorsOf(*help.browser()).contains(helpUrl(page).fragment()), qPrintable(page));
        }
    QVERIFY(pages >= 3);
    help.close();

    form->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(form));
    form->field("codec")->setFocus();
    QTest::keyClick(form, Qt::Key_F1);
    QVERIFY(window.help() != nullptr);
    QCOMPARE(helpPageAt(window.help()->browser()->source())->name, QStringLiteral("codecs"));
    for (QAbstractButton* button : form->field("far")->findChildren<QAbstractButton*>())
        button->click();
    QCOMPARE(helpPageAt(window.help()->browser()->source())->name, QStringLiteral("labels"));
}

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
