// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QLabel>
#include <QThread>
#include <atomic>
#include <cmath>

#include "inspect/inspect_controller.h"
#include "inspect/metrics_table.h"
#include "inspect/pair_metrics.h"
#include "inspect/view_transform.h"
#include "inspect_window.h"
#include "metrics/metric_list.h"
#include "metrics/psnr.h"

using namespace limen;
using test::FakeStudy;
using test::Window;

namespace {

constexpr ImageId image = 1;

double psnrAt(int level) {
    return psnr(FakeStudy::picture(image), FakeStudy::decoded(image, level));
}

void drag(ImagePane* pane, QPoint from, QPoint to) {
    const double scale = pane->imageRect().width() / FakeStudy::width;
    const auto positionOf = [&](QPoint pixel) {
        return ((pane->imageRect().topLeft() + (QPointF(pixel) + QPointF(0.5, 0.5)) * scale) /
                pane->devicePixelRatioF())
            .toPoint();
    };
    QTest::mousePress(pane, Qt::RightButton, {}, positionOf(from));
    QMouseEvent move(QEvent::MouseMove,
                     QPointF(positionOf(to)),
                     QPointF(pane->mapToGlobal(positionOf(to))),
                     Qt::NoButton,
                     Qt::RightButton,
                     Qt::NoModifier);
    QApplication::sendEvent(pane, &move);
    QTest::mouseRelease(pane, Qt::RightButton, {}, positionOf(to));
}

/// A metric whose value tells what it was given, and which the test can hold.
class TellingMetric final : public PairMetric {
public:
    TellingMetric(test::Gate& gate, std::atomic<int>& computed) : m_gate(gate), m_computed(computed) {}
    double compute(const RgbImage& reference, const RgbImage& decoded) override {
        if (QThread::currentThread() == QCoreApplication::instance()->thread())
            throw std::runtime_error("computed on the thread of the window");
        m_gate.pass();
        ++m_computed;
        return 1000.0 * reference.width + (decoded.pixels[2] - reference.pixels[2]);
    }

private:
    test::Gate& m_gate;
    std::atomic<int>& m_computed;
};

/// Controllers of the fakes without a window.
struct Parts {
    std::shared_ptr<FakeStudy> study = std::make_shared<FakeStudy>();
    test::Gate gate;
    std::atomic<int> computed = 0;
    ViewTransform view;
    std::unique_ptr<InspectController> controller;
    std::unique_ptr<PairMetrics> metrics;

    Parts() {
        study->add(image);
        study->add(2);
        view.setImageSize({FakeStudy::width, FakeStudy::height});
        controller = std::make_unique<InspectController>(std::make_unique<test::FakeLoader>(study),
                                                         std::make_unique<test::FakeJudge>(study));
        metrics = std::make_unique<PairMetrics>(
            controller.get(), &view, nullptr, [this](const std::string&) -> std::unique_ptr<PairMetric> {
                return std::make_unique<TellingMetric>(gate, computed);
            });
        controller->setSource({});
        controller->setImage(image);
    }
    ~Parts() {
        gate.open();
        metrics.reset();
        controller.reset();
    }
    bool shows(double whole) const {
        for (const std::string& name : PairMetrics::names())
            if (metrics->whole(name).value != whole)
                return false;
        return metrics->isUpToDate();
    }
};

}  // namespace

class TestPairMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        // No models but those that Limen ships.
        qputenv("LIMEN_MODELS", "");
        qputenv("XDG_DATA_HOME", "/nonexistent");
    }

    void theDetailsMeasureTheImageAtTheLevel() {
        Window window;
        window.open();
        window.view->setImage(image);
        const auto* table = window.part<MetricsTable>();
        QVERIFY(table != nullptr);
        const auto* psnrLabel = table->findChild<QLabel*>(QStringLiteral("psnr"));
        for (const int level : {20, 40}) {
            window.view->setLevel(level);
            QTRY_COMPARE(psnrLabel->text(),
                         QStringLiteral("%1 dB").arg(table->locale().toString(psnrAt(level), 'f', 2)));
        }
        const auto* ssimLabel = table->findChild<QLabel*>(QStringLiteral("ssim"));
        QTRY_VERIFY(ssimLabel->text().startsWith(table->locale().toString(0.9, 'f', 1)));
        QVERIFY(ssimLabel->toolTip().contains(QString::fromStdString(metricNamed("ssim").formula)));
        // Without its model a metric has no number, and says what to do.
        const auto* lpips = table->findChild<QLabel*>(QStringLiteral("lpips_squeeze"));
        QTRY_COMPARE(lpips->text(), QStringLiteral("not known"));
        QVERIFY(lpips->toolTip().contains(QStringLiteral("limen models import")));
    }

    void aRegionDraggedWithTheRightButtonIsMeasured() {
        Window window;
        window.open();
        window.view->setImage(image);
        window.view->setLevel(30);
        QTRY_VERIFY(window.showsLevel(30));
        const auto* table = window.part<MetricsTable>();
        const auto* title = table->findChild<QLabel*>(QStringLiteral("region"));
        const auto* value = table->findChild<QLabel*>(QStringLiteral("psnr-region"));
        QVERIFY(!title->isVisible() && !value->isVisible());

        // Backwards, in another pane than that of the decoded image.
        drag(window.pane(PaneGrid::Original), {9, 7}, {3, 2});
        QTRY_VERIFY(title->isVisible());
        QCOMPARE(title->text(), QStringLiteral("region 7 x 6 px"));
        QTRY_COMPARE(value->text(),
                     QStringLiteral("%1 dB").arg(table->locale().toString(psnrAt(30), 'f', 2)));
        const auto* ssimLabel = table->findChild<QLabel*>(QStringLiteral("ssim-region"));
        QTRY_COMPARE(ssimLabel->text(), QStringLiteral("not known"));
        QVERIFY(ssimLabel->toolTip().contains(QStringLiteral("at least 11x11")));

        // Out of the image: what lies inside counts. It stays where the level changes.
        drag(window.pane(PaneGrid::Decoded), {14, 10}, {40, 30});
        QTRY_COMPARE(title->text(), QStringLiteral("region 2 x 2 px"));
        window.view->setLevel(31);
        QTRY_COMPARE(value->text(),
                     QStringLiteral("%1 dB").arg(table->locale().toString(psnrAt(31), 'f', 2)));
        QCOMPARE(title->text(), QStringLiteral("region 2 x 2 px"));

        QTest::mouseClick(window.pane(PaneGrid::Jnd), Qt::RightButton);  // shows no image
        QVERIFY(title->isVisible());
        QTest::mouseClick(window.pane(PaneGrid::Original), Qt::RightButton);
        QTRY_VERIFY(!title->isVisible() && !value->isVisible());
    }

    void theWindowWaitsForNoMetric() {
        Parts parts;
        parts.controller->setLevel(20);
        QTRY_VERIFY(parts.shows(16020.0));
        parts.gate.close();
        parts.controller->setLevel(30);
        QTRY_VERIFY(!parts.metrics->isUpToDate());
        // What is shown meanwhile is still that of the pair before.
        QCOMPARE(parts.metrics->whole("psnr").value, std::optional(16020.0));
        for (const int level : {31, 32, 33}) {
            parts.controller->setLevel(level);
            QTRY_VERIFY(parts.controller->frame() != nullptr && parts.controller->frame()->level == level);
        }
        const int before = parts.computed;
        parts.gate.open();
        QTRY_VERIFY(parts.shows(16033.0));
        // The pair in hand is given up after the metric in hand, those in between are never measured.
        QVERIFY(parts.computed - before <= 4);
    }

    void resultsOfAPairThatIsGoneAreDropped() {
        Parts parts;
        parts.controller->setLevel(20);
        QTRY_VERIFY(parts.shows(16020.0));
        parts.gate.close();
        parts.controller->setLevel(30);
        QTRY_VERIFY(!parts.metrics->isUpToDate());
        parts.controller->clear();
        QVERIFY(!parts.metrics->whole("psnr").value && parts.metrics->isUpToDate());
        parts.gate.open();
        QTest::qWait(50);
        QVERIFY(!parts.metrics->whole("psnr").value);
    }

    void theRegionIsCutOutOfBothImages() {
        Parts parts;
        parts.controller->setLevel(20);
        parts.view.setRegion(QRect(4, 3, 5, 6));
        QTRY_VERIFY(parts.shows(16020.0));
        QTRY_COMPARE(parts.metrics->inRegion("ssim").value, std::optional(5020.0));
        QCOMPARE(parts.metrics->region(), std::optional(QRect(4, 3, 5, 6)));
        parts.view.setRegion(std::nullopt);
        QTRY_VERIFY(!parts.metrics->region() && parts.shows(16020.0));
        QVERIFY(!parts.metrics->inRegion("ssim").value);
        parts.view.setRegion(QRect(-5, -5, 6, 6));
        QCOMPARE(parts.view.region(), std::optional(QRect(0, 0, 1, 1)));
        parts.view.setRegion(QRect(16, 0, 4, 4));
        QVERIFY(!parts.view.region());
    }
};

QTEST_MAIN(TestPairMetrics)
#include "tst_pair_metrics.moc"
