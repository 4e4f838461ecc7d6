// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <vector>

#include "codecs/vvc_stream.h"

using limen::StreamLayout;
using limen::vvcLayout;

namespace {

using Bytes = std::vector<std::uint8_t>;

// NAL unit types, ITU-T H.266 table 5.
constexpr unsigned slice = 8;  // IDR_N_LP
constexpr unsigned vps = 14;
constexpr unsigned sps = 15;
constexpr unsigned pps = 16;
constexpr unsigned prefixAps = 17;
constexpr unsigned suffixAps = 18;
constexpr unsigned pictureHeader = 19;
constexpr unsigned delimiter = 20;
constexpr unsigned prefixSei = 23;
constexpr unsigned suffixSei = 24;

constexpr std::uint8_t withPictureHeader = 0x80;  // first bit of a slice (7.3.7)

/// Appends a NAL unit with `payload` bytes, the first of them `first`: 6 + payload bytes in all, or 5 +
/// payload where the start code has three bytes only.
void add(
    Bytes& stream, unsigned type, std::size_t payload, std::uint8_t first = 0x55, bool longStart = true) {
    if (longStart)
        stream.push_back(0);
    for (const int byte : {0, 0, 1, 0, static_cast<int>(type << 3U | 1U), static_cast<int>(first)})
        stream.push_back(static_cast<std::uint8_t>(byte));
    stream.insert(stream.end(), payload - 1, 0x55);
}

Bytes smallest() {
    Bytes stream;
    add(stream, sps, 33);
    add(stream, pps, 11, 0x55, false);
    add(stream, slice, 80, withPictureHeader);
    return stream;
}

}  // namespace

/// What of a VVC stream is header.
class TestVvcStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parameterSetsOfSequenceAndPictureAreHeaders() {
        const StreamLayout layout = vvcLayout(smallest());
        QVERIFY(layout.selfContained);
        QCOMPARE(layout.headerBytes, std::size_t{39 + 16});
    }

    void whatPicturesHaveInCommonIsHeaderAndTheRestIsNot_data() {
        QTest::addColumn<unsigned>("type");
        QTest::addColumn<bool>("isHeader");
        QTest::newRow("VPS") << vps << true;
        QTest::newRow("another PPS") << pps << true;
        QTest::newRow("delimiter") << delimiter << true;
        QTest::newRow("prefix SEI") << prefixSei << true;
        QTest::newRow("suffix SEI") << suffixSei << true;
        // The picture's own filters: as many bytes as it needs, and as HEVC has in its slices.
        QTest::newRow("prefix APS") << prefixAps << false;
        QTest::newRow("suffix APS") << suffixAps << false;
        QTest::newRow("a second slice") << slice << false;
    }
    void whatPicturesHaveInCommonIsHeaderAndTheRestIsNot() {
        QFETCH(unsigned, type);
        QFETCH(bool, isHeader);
        const std::size_t before = vvcLayout(smallest()).headerBytes;
        for (const std::size_t payload : {std::size_t{1}, std::size_t{10}, std::size_t{300}}) {
            Bytes stream = smallest();
            add(stream, type, payload);
            const StreamLayout layout = vvcLayout(stream);
            QVERIFY(layout.selfContained);
            QCOMPARE(layout.headerBytes, before + (isHeader ? 6 + payload : 0));
        }
    }

    void aPictureHeaderOfItsOwnIsOfThePicture() {
        Bytes stream;
        add(stream, sps, 33);
        add(stream, pps, 10);
        add(stream, prefixAps, 10);
        add(stream, pictureHeader, 5);
        add(stream, slice, 80, 0);
        const StreamLayout layout = vvcLayout(stream);
        QVERIFY(layout.selfContained);
        QCOMPARE(layout.headerBytes, std::size_t{39 + 16});
    }

    void whatIsNotOnePictureIsSaid() {
        QVERIFY(!vvcLayout({}).selfContained);
        QVERIFY(!vvcLayout(Bytes(1000, 0)).selfContained);
        for (const unsigned missing : {sps, pps, slice}) {
            Bytes stream;
            for (const unsigned type : {sps, pps, slice})
                if (type != missing)
                    add(stream, type, 20, withPictureHeader);
            QVERIFY(!vvcLayout(stream).selfContained);
        }
        Bytes two = smallest();
        add(two, slice, 80, withPictureHeader);
        QVERIFY(!vvcLayout(two).selfContained);
        Bytes cut = smallest();
        cut.insert(cut.end(), {0, 0, 1, 0, slice << 3U | 1U});  // a header and nothing in it
        QVERIFY(!vvcLayout(cut).selfContained);
    }
};

QTEST_GUILESS_MAIN(TestVvcStream)
#include "tst_vvc_stream.moc"
