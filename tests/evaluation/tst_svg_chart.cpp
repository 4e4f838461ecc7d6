// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>
#include <cmath>
#include <map>

#include "evaluation/html_text.h"
#include "evaluation/svg_chart.h"

using namespace limen;

namespace {

struct Drawn {
    QString error;
    std::vector<QPointF> line;  ///< of the first polyline
    std::vector<QPointF> texts;
    QStringList words;
    std::vector<QRectF> bars;
};

Drawn draw(const SvgChart& chart) {
    Drawn drawn;
    const QByteArray svg = QByteArray::fromStdString(chart.svg("A chart", true));
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        const auto number = [&](const char* name) {
            return xml.attributes().value(QLatin1String(name)).toDouble();
        };
        if (xml.name() == QLatin1String("polyline") && drawn.line.empty())
            for (const QString& pair :
                 xml.attributes().value(QLatin1String("points")).toString().split(u' ', Qt::SkipEmptyParts))
                drawn.line.emplace_back(pair.section(u',', 0, 0).toDouble(),
                                        pair.section(u',', 1, 1).toDouble());
        if (xml.name() == QLatin1String("rect"))
            drawn.bars.emplace_back(number("x"), number("y"), number("width"), number("height"));
        if (xml.name() == QLatin1String("text")) {
            drawn.texts.emplace_back(number("x"), number("y"));
            drawn.words << xml.readElementText();
        }
    }
    drawn.error = xml.errorString();
    return drawn;
}

ChartAxis axis(double from, double to) {
    return {"", from, to, false, niceTicks(from, to, 5)};
}

}  // namespace

class TestSvgChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticksAreRoundAndInside() {
        QCOMPARE(niceTicks(0, 1, 5), (std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1}));
        QCOMPARE(niceTicks(13, 51, 8), (std::vector<double>{15, 20, 25, 30, 35, 40, 45, 50}));
        QCOMPARE(niceTicks(51, 13, 8), niceTicks(13, 51, 8));
        QCOMPARE(logTicks(0.09, 2.3), (std::vector<double>{0.1, 0.2, 0.5, 1, 2}));
        QCOMPARE(niceTicks(3, 3, 5).size(), std::size_t(1));
    }

    void axesHoldTheirValues() {
        const ChartAxis axis = linearAxis("y", 0.03, 0.97);
        QVERIFY(axis.from <= 0.03 && axis.to >= 0.97);
        const ChartAxis flat = linearAxis("y", 1.0, 1.0);
        QVERIFY(flat.to > flat.from);
        const ChartAxis rate = logAxis("x", 0.1, 10.0);
        QVERIFY(std::abs(rate.share(1.0) - 0.5) < 1e-9);
        QVERIFY(rate.share(0.1) > 0.0 && rate.share(10.0) < 1.0);
    }

    void tickTextsAreShort() {
        QCOMPARE(tickText(0.6000000000000001), std::string("0.6"));
        QCOMPARE(tickText(1e-17), std::string("0"));
        QCOMPARE(tickText(20.0), std::string("20"));
    }

    void linesLieWhereTheirValuesAre() {
        SvgChart chart(axis(0, 10), axis(0, 1));
        chart.addLine({{0, 0}, {5, 0.5}, {10, 1}}, 0, "");
        const Drawn drawn = draw(chart);
        QCOMPARE(drawn.error, QString());
        QCOMPARE(drawn.line.size(), std::size_t(3));
        // The middle value is in the middle, up is up.
        QVERIFY(std::abs(drawn.line[1].x() - (drawn.line[0].x() + drawn.line[2].x()) / 2) < 0.11);
        QVERIFY(std::abs(drawn.line[1].y() - (drawn.line[0].y() + drawn.line[2].y()) / 2) < 0.11);
        QVERIFY(drawn.line[0].y() > drawn.line[2].y() && drawn.line[0].x() < drawn.line[2].x());
    }

    void axesMayRunDownwards() {
        SvgChart chart(axis(95, 5), axis(0, 1));
        chart.addLine({{95, 0}, {5, 1}}, 0, "");
        const Drawn drawn = draw(chart);
        QVERIFY(drawn.line[0].x() < drawn.line[1].x());
    }

    void barsStandOnTheAxis() {
        SvgChart chart(axis(0, 10), axis(0, 8));
        chart.addBars({{2, 4}, {4, 8}}, 1.0, 0);
        const Drawn drawn = draw(chart);
        QCOMPARE(drawn.bars.size(), std::size_t(2));
        QVERIFY(std::abs(drawn.bars[0].bottom() - drawn.bars[1].bottom()) < 0.11);
        QVERIFY(std::abs(drawn.bars[1].height() - 2 * drawn.bars[0].height()) < 0.21);
    }

    void chartsUnderOneAnotherShareTheTextsOfOneAxis() {
        const auto words = [](bool leaveOut) {
            SvgChart chart({"QP", 15, 45, false, {20, 40}}, axis(0, 8), {}, 560, 110);
            chart.addBars({{30, 8}}, 1.0, 0);
            if (leaveOut)
                chart.leaveOutXTexts();
            return draw(chart);
        };
        const Drawn whole = words(false);
        const Drawn bare = words(true);
        for (const char* text : {"QP", "20", "40"}) {
            QVERIFY(whole.words.contains(QLatin1String(text)));
            QVERIFY(!bare.words.contains(QLatin1String(text)));
        }
        QVERIFY(bare.words.contains(QLatin1String("8")));
        // The same place from left to right, and the room of the texts for the bars.
        QCOMPARE(bare.bars[0].left(), whole.bars[0].left());
        QCOMPARE(bare.bars[0].width(), whole.bars[0].width());
        QVERIFY(bare.bars[0].height() > whole.bars[0].height() + 30.0);
    }

    void ticksMayBeWords() {
        ChartAxis x = axis(0, 10);
        x.ticks.push_back(1);
        x.words = {{1.0, "original"}};
        const Drawn drawn = draw(SvgChart(x, axis(0, 1)));
        QCOMPARE(drawn.words.count(QStringLiteral("original")), 1);
        QVERIFY(!x.textAt(2.0).empty() && x.textAt(2.0) == tickText(2.0));
    }

    void marksNamedAtTheEdgeDoNotOverlap() {
        SvgChart chart(axis(0, 10), axis(0, 1));
        for (const char* name : {"first", "second", "third"})
            chart.addEdgeMark({5, 0.5}, 0, name);
        const Drawn drawn = draw(chart);
        std::vector<double> heights;
        for (const char* name : {"first", "second", "third"}) {
            const auto place = drawn.words.indexOf(QLatin1String(name));
            QVERIFY(place >= 0);
            heights.push_back(drawn.texts[static_cast<std::size_t>(place)].y());
        }
        std::sort(heights.begin(), heights.end());
        QVERIFY(heights[1] - heights[0] > 11.0 && heights[2] - heights[1] > 11.0);
        // A mark for each point and the same beside its name; each name has a shape of its own.
        std::map<QString, int> shapes;
        const QRegularExpression path(QStringLiteral("<path d=\"M[-0-9.]+ [-0-9.]+(m[^\"]*z)\""));
        for (auto found = path.globalMatch(QString::fromStdString(chart.svg(""))); found.hasNext();)
            ++shapes[found.next().captured(1)];
        QCOMPARE(shapes.size(), std::size_t(3));
        for (const auto& [shape, count] : shapes)
            QCOMPARE(count, 2);
    }

    void labelsOfOneValueDoNotOverlap() {
        SvgChart chart(axis(0, 10), axis(0, 1));
        for (int i = 0; i < 4; ++i)
            chart.addLine({{0, 0.0}, {10, 0.01 * i}}, i, "label " + std::to_string(i));
        const Drawn drawn = draw(chart);
        std::vector<double> heights;
        for (qsizetype i = 0; i < drawn.words.size(); ++i)
            if (drawn.words[i].startsWith(QLatin1String("label")))
                heights.push_back(drawn.texts[static_cast<std::size_t>(i)].y());
        std::sort(heights.begin(), heights.end());
        QCOMPARE(heights.size(), std::size_t(4));
        for (std::size_t i = 1; i < heights.size(); ++i)
            QVERIFY(heights[i] - heights[i - 1] > 12.0);
        QVERIFY(heights.back() < 340.0);
    }

    void textsAreEscaped() {
        SvgChart chart({"a < b & c", 0, 1, false, {}}, axis(0, 1));
        chart.addLine({{0, 0}, {1, 1}}, 0, "<script>\"x\"</script>");
        const Drawn drawn = draw(chart);
        QCOMPARE(drawn.error, QString());
        QVERIFY(drawn.words.contains(QStringLiteral("a < b & c")));
        QVERIFY(drawn.words.contains(QStringLiteral("<script>\"x\"</script>")));
    }

    void whatIsNoTextIsReplaced() {
        QCOMPARE(escapedHtml("a&b<c>\"'"), std::string("a&amp;b&lt;c&gt;&quot;&#39;"));
        QCOMPARE(escapedHtml(std::string("x\xff\x01y")), std::string("x\xEF\xBF\xBD\xEF\xBF\xBDy"));
        QCOMPARE(escapedHtml("ü 漢"), std::string("ü 漢"));
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(1000), std::string("1,000"));
        QCOMPARE(grouped(8143338), std::string("8,143,338"));
        QCOMPARE(grouped(-1234), std::string("-1,234"));
    }
};

QTEST_GUILESS_MAIN(TestSvgChart)
#include "tst_svg_chart.moc"
