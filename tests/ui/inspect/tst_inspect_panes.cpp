// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QLabel>
#include <QWheelEvent>
#include <QtTest>

#include "inspect/pane_grid.h"
#include "inspect/residual_view.h"

using namespace limen;

namespace {

QImage gradient(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, qRgb(x * 2, y * 2, (x * 7 + y * 13) % 256));
    return image;
}

void wheel(QWidget* widget, QPointF at, int angle) {
    QWheelEvent event(at,
                      widget->mapToGlobal(at),
                      {},
                      QPoint(0, angle),
                      Qt::NoButton,
                      Qt::NoModifier,
                      Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(widget, &event);
}

void drag(QWidget* widget, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
    const auto send = [&](QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons buttons) {
        QMouseEvent event(type, QPointF(at), QPointF(widget->mapToGlobal(at)), button, buttons, modifiers);
        QApplication::sendEvent(widget, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    send(QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

void hover(QWidget* widget, QPoint at) {
    QMouseEvent event(QEvent::MouseMove,
                      QPointF(at),
                      QPointF(widget->mapToGlobal(at)),
                      Qt::NoButton,
                      Qt::NoButton,
                      Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

struct Window {
    ViewTransform view;
    PaneGrid grid{&view};

    Window() {
        view.setImageSize({112, 112});
        for (int i = 0; i < PaneGrid::paneCount; ++i)
            pane(i)->setImage(gradient(112, 112));
        grid.resize(700, 740);
        grid.show();
        grid.activateWindow();
    }
    ImagePane* pane(int i) { return grid.pane(static_cast<PaneGrid::Pane>(i)); }
};

}  // namespace

class TestInspectPanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(QStringLiteral("Fusion")); }

    void wheelKeepsThePixelUnderTheCursor() {
        Window window;
        ImagePane* pane = window.pane(1);
        for (const QPointF at : {QPointF(77, 201), QPointF(160, 90)}) {
            const QPoint before = pane->pixelAt(at).value();
            const double start = window.view.scale();
            for (int notch = 0; notch < 9; ++notch) {
                const QPointF exact = pane->imagePoint(at);
                wheel(pane, at, 120);
                QCOMPARE(pane->pixelAt(at).value(), before);
                // The corner of the image is rounded to a device pixel, hence one device pixel of play.
                QVERIFY((pane->imagePoint(at) - exact).manhattanLength() * window.view.scale() < 3.0);
            }
            QVERIFY(window.view.scale() > 6.0 * start);
            for (int notch = 0; notch < 9; ++notch)
                wheel(pane, at, -120);
            QVERIFY(qAbs(window.view.scale() - start) < 1e-9);
        }
    }

    void panesShareZoomPanAndCursor() {
        Window window;
        wheel(window.pane(0), {100, 100}, 360);
        drag(window.pane(3), {50, 50}, {80, 40}, Qt::NoModifier);
        for (int i = 1; i < PaneGrid::paneCount; ++i)
            QCOMPARE(window.pane(i)->imageRect().size(), window.pane(0)->imageRect().size());
        hover(window.pane(2), QPoint(120, 130));
        QCOMPARE(window.view.cursor(), window.pane(2)->pixelAt(QPointF(120, 130)));
        QVERIFY(window.view.cursor().has_value());
    }

    void altDragMovesOnePaneUntilRealigned() {
        Window window;
        wheel(window.pane(0), {100, 100}, 360);
        const QRectF before = window.pane(0)->imageRect();
        drag(window.pane(1), {50, 50}, {80, 40}, Qt::AltModifier);
        QCOMPARE(window.pane(0)->imageRect(), before);
        QVERIFY(!window.pane(1)->offset().isNull());
        QVERIFY(window.grid.title(PaneGrid::Jnd).contains(QStringLiteral("moved alone")));
        const QPointF kept = window.pane(1)->offset();
        wheel(window.pane(0), {100, 100}, 120);
        QCOMPARE(window.pane(1)->offset(), kept);
        window.view.realign();
        QVERIFY(window.pane(1)->offset().isNull());
    }

    void actualSizeIsOneImagePixelPerDevicePixel() {
        Window window;
        window.view.showActualSize();
        ImagePane* pane = window.pane(0);
        QImage shot = pane->grab().toImage().convertToFormat(QImage::Format_RGB32);
        QCOMPARE(shot.devicePixelRatio(), qGuiApp->devicePixelRatio());
        shot.setDevicePixelRatio(1.0);  // from here on, device pixels
        const QPoint corner = pane->imageRect().topLeft().toPoint();
        QCOMPARE(shot.copy(QRect(corner, QSize(112, 112))), gradient(112, 112));
    }

    void fitFollowsTheSizeOfThePanes() {
        Window window;
        window.view.fit();
        const double before = window.view.scale();
        window.grid.resize(900, 940);
        QTRY_VERIFY(window.view.scale() > before);
        window.view.showActualSize();
        window.grid.resize(700, 740);
        QCOMPARE(window.view.scale(), 1.0);
    }

    void valuesThatDoNotFitAreLeftOut() {
        Window window;
        const QStringList values = {QStringLiteral("QP 42"), QString(200, QLatin1Char('8'))};
        window.grid.setTitle(PaneGrid::Jnd, QStringLiteral("JND"), values);
        const auto shown = [&window] {
            for (const QLabel* label : window.grid.findChildren<QLabel*>())
                if (label->toolTip().startsWith(QStringLiteral("QP 42")))
                    return label->text();
            return QString();
        };
        QTRY_COMPARE(shown(), values.first());
        QVERIFY(window.grid.title(PaneGrid::Jnd).endsWith(values.last()));
        window.grid.resize(6000, 740);
        QTRY_COMPARE(shown(), values.join(QStringLiteral("   ")));
    }

    void enlargedPixelsAreSquaresOfOneColour() {
        Window window;
        window.view.restore(16.0, {56, 56}, false);
        ImagePane* pane = window.pane(0);
        const QImage shot = pane->grab().toImage();
        const QPointF corner = pane->imageRect().topLeft() + QPointF(56, 56) * 16.0;
        const QRgb expected = gradient(112, 112).pixel(56, 56) | 0xff000000U;
        for (int dy = 0; dy < 16; ++dy)
            for (int dx = 0; dx < 16; ++dx)
                QCOMPARE(shot.pixel(corner.toPoint() + QPoint(dx, dy)) | 0xff000000U, expected);
    }

    void valuesAppearInLargePixelsOnly() {
        Window window;
        int asked = 0;
        window.pane(0)->setPixelText([&](QPoint) {
            ++asked;
            return QStringLiteral("1\n2\n3");
        });
        window.view.restore(ImagePane::valueScale - 1.0, {50, 50}, false);
        window.pane(0)->grab();
        QCOMPARE(asked, 0);
        window.view.restore(ImagePane::valueScale, {50, 50}, false);
        window.pane(0)->grab();
        QVERIFY(asked > 0);
        const QSizeF pane =
            QSizeF(window.pane(0)->size()) * window.pane(0)->devicePixelRatioF() / ImagePane::valueScale;
        QVERIFY2(asked <= (pane.width() + 2) * (pane.height() + 2), "only what is seen");
    }

    void holdingShiftShowsTheOriginalEverywhere() {
        Window window;
        QVERIFY(QTest::qWaitForWindowActive(&window.grid));
        const QImage other = gradient(112, 112).mirrored();
        window.pane(2)->setImage(other);
        const QImage before = window.pane(2)->grab().toImage();
        QTest::keyPress(&window.grid, Qt::Key_Shift);
        QVERIFY(window.grid.isFlipped());
        QVERIFY(window.pane(2)->grab().toImage() != before);
        QCOMPARE(window.pane(2)->image(), other);
        QTest::keyRelease(&window.grid, Qt::Key_Shift);
        QVERIFY(!window.grid.isFlipped());
        QCOMPARE(window.pane(2)->grab().toImage(), before);
    }

    void arrowKeysMoveTheCursorByOnePixel() {
        Window window;
        window.view.setCursor(QPoint(0, 5));
        QTest::keyClick(window.pane(0), Qt::Key_Right);
        QTest::keyClick(window.pane(0), Qt::Key_Up);
        QCOMPARE(window.view.cursor(), QPoint(1, 4));
        window.view.setCursor(QPoint(0, 0));
        QTest::keyClick(window.pane(0), Qt::Key_Left);
        QCOMPARE(window.view.cursor(), QPoint(0, 0));
    }

    void residualPaneMatchesTheGoldenImage() {
        if (qGuiApp->devicePixelRatio() != 1.0)
            QSKIP("the golden image is of one device pixel per logical pixel");
        std::vector<float> plane;
        for (int i = 0; i < 48; ++i)
            plane.push_back(static_cast<float>(i - 24) *
                            1.5F);  // -36 .. 34.5: both ends of +-31.875 are left
        const QImage residual =
            paintResidual(plane, 8, residualRange(8), DivergingMap(DivergingMap::Centre::Light));
        ViewTransform view;
        view.setImageSize({8, 6});
        ImagePane pane(&view);
        pane.setPalette(QPalette(QColor(240, 240, 240)));
        pane.setImage(residual);
        pane.resize(72, 56);
        view.restore(8.0, {4, 3}, false);
        const QImage actual = pane.grab().toImage().convertToFormat(QImage::Format_RGB32);

        const QString golden = QStringLiteral(LIMEN_GOLDEN_DIR "/residual_pane.png");
        if (qEnvironmentVariableIsSet("LIMEN_UPDATE_GOLDEN"))
            QVERIFY(actual.save(golden));
        const QImage expected = QImage(golden).convertToFormat(QImage::Format_RGB32);
        QVERIFY2(!expected.isNull(), "set LIMEN_UPDATE_GOLDEN once to make the golden image");
        QCOMPARE(actual, expected);
    }
};

QTEST_MAIN(TestInspectPanes)
#include "tst_inspect_panes.moc"
