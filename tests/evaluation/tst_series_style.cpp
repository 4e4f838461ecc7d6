// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <set>

#include "evaluation/series_style.h"

using namespace limen;

namespace {

const CodecLevels qp = {"QP", 13, 51, 1};
const CodecLevels quality = {"quality", 95, 5, -5};

CodecRecord codec(CodecId id, const CodecLevels& levels) {
    CodecRecord record;
    record.id = id;
    record.levels = levels;
    return record;
}

LabelSet labels(std::int64_t id, CodecId codecId) {
    LabelSet set;
    set.id = id;
    set.key.codec = codecId;
    return set;
}

std::vector<std::int64_t> idsOf(const std::vector<LabelSet>& sets) {
    std::vector<std::int64_t> ids;
    for (const LabelSet& set : sets)
        ids.push_back(set.id);
    return ids;
}

}  // namespace

/// How codecs look and where they stand.
class TestSeriesStyle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCodecKeepsItsSeriesWhenOthersCome() {
        std::vector<CodecRecord> codecs = {codec(2, qp), codec(5, quality)};
        QCOMPARE(seriesOf(codecs, 2), 0);
        QCOMPARE(seriesOf(codecs, 5), 1);
        codecs.push_back(codec(6, qp));
        QCOMPARE(seriesOf(codecs, 5), 1);
        QCOMPARE(seriesOf(codecs, 6), 2);
    }

    void codecsOfTheSameLevelsStandTogether() {
        const std::vector<CodecRecord> codecs = {
            codec(1, qp), codec(2, quality), codec(3, qp), codec(4, quality)};
        std::vector<LabelSet> sets = {labels(10, 4), labels(11, 3), labels(12, 2), labels(13, 1)};
        sortBySeries(sets, codecs);
        QCOMPARE(idsOf(sets), (std::vector<std::int64_t>{13, 11, 12, 10}));
        // What is not shown changes nothing.
        std::vector<LabelSet> some = {labels(10, 4), labels(11, 3)};
        sortBySeries(some, codecs);
        QCOMPARE(idsOf(some), (std::vector<std::int64_t>{11, 10}));
    }

    void setsOfOneCodecKeepTheirOrder() {
        const std::vector<CodecRecord> codecs = {codec(1, qp), codec(2, qp)};
        std::vector<LabelSet> sets = {labels(9, 2), labels(7, 1), labels(8, 2), labels(6, 1)};
        sortBySeries(sets, codecs);
        QCOMPARE(idsOf(sets), (std::vector<std::int64_t>{7, 6, 9, 8}));
    }

    void setsOfUnknownCodecsComeLast() {
        std::vector<LabelSet> sets = {labels(1, 77), labels(2, 1)};
        sortBySeries(sets, {codec(1, qp)});
        QCOMPARE(idsOf(sets), (std::vector<std::int64_t>{2, 1}));
    }

    void colourAndDashTellManyApart() {
        std::set<std::pair<std::size_t, ChartDash>> looks;
        for (int series = 0; series < 18; ++series)
            looks.emplace(static_cast<std::size_t>(series) % seriesOnLight.size(), dashOf(series));
        QCOMPARE(looks.size(), std::size_t{18});
    }
};

QTEST_GUILESS_MAIN(TestSeriesStyle)
#include "tst_series_style.moc"
