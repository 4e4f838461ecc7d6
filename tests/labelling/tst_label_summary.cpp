// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "labelling/label_summary.h"

using namespace limen;

class TestLabelSummary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quartilesInterpolate() {
        // R: quantile(c(4, 1, 3, 2), type = 7) is 1.75, 2.5, 3.25.
        const auto four = quartiles({4, 1, 3, 2});
        QVERIFY(four.has_value());
        QCOMPARE(four->lower, 1.75);
        QCOMPARE(four->median, 2.5);
        QCOMPARE(four->upper, 3.25);
        const auto one = quartiles({7});
        QCOMPARE(one->lower, 7.0);
        QCOMPARE(one->upper, 7.0);
        QVERIFY(!quartiles({}).has_value());
    }

    void onlyOkLabelsEnterTheNumbers() {
        const CodecLevels levels{"QP", 13, 51, 1};
        std::vector<Label> labels(5);
        const int points[] = {30, 34, 34};
        const double bpps[] = {0.6, 0.4, 0.5};
        for (std::size_t i = 0; i < 3; ++i) {
            labels[i].flag = LabelFlag::Ok;
            labels[i].level = points[i];
            labels[i].bpp = bpps[i];
            labels[i].genuinePairs = 4;
            labels[i].genuineAccepted = 3;
        }
        labels[3].flag = LabelFlag::Unrecognised;
        labels[3].genuinePairs = 4;
        labels[4].flag = LabelFlag::NoMates;
        const LabelSummary summary = summarizeLabels(labels, levels);
        QCOMPARE(summary.labelled, std::size_t(5));
        QCOMPARE(summary.flags.at(LabelFlag::Ok), 3);
        QCOMPARE(summary.flags.at(LabelFlag::Unrecognised), 1);
        QCOMPARE(summary.flags.at(LabelFlag::NoMates), 1);
        QCOMPARE(summary.flags.at(LabelFlag::NoLevel), 0);
        QCOMPARE(summary.histogram.size(), std::size_t(39));
        QCOMPARE(summary.histogram.at(34), 2);
        QCOMPARE(summary.histogram.at(51), 0);
        QCOMPARE(summary.levels->median, 34.0);
        QVERIFY(std::abs(summary.meanBpp - 0.5) < 1e-12);
        QCOMPARE(summary.bpp->median, 0.5);
        QCOMPARE(summary.genuinePairs, std::int64_t(16));
        QCOMPARE(summary.genuineAccepted, std::int64_t(9));
    }

    void withoutPointsThereIsNoMedian() {
        const LabelSummary summary = summarizeLabels({}, {"quality", 95, 5, -5});
        QVERIFY(!summary.levels && !summary.bpp);
        QCOMPARE(summary.histogram.size(), std::size_t(19));
    }
};

QTEST_GUILESS_MAIN(TestLabelSummary)
#include "tst_label_summary.moc"
