// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <opencv2/imgcodecs.hpp>
#include <vector>

#include "base/safe_file.h"
#include "image/float_tiff.h"

using namespace limen;

/// Floats come back from a TIFF file as they went in: negative, small and large ones.
class TestFloatTiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void floatsAreKeptExactly_data() {
        QTest::addColumn<int>("channels");
        QTest::newRow("one channel") << 1;
        QTest::newRow("red, green and blue") << 3;
    }

    void floatsAreKeptExactly() {
        QFETCH(int, channels);
        constexpr int width = 5, height = 3;
        std::vector<float> values;
        for (int i = 0; i < width * height * channels; ++i)
            values.push_back((i % 2 == 0 ? -1.0F : 1.0F) * (static_cast<float>(i) * 17.3F + 0.001F));
        const ScratchFolder scratch;
        const auto file = scratch.path() / "floats.tiff";
        writeFloatTiff(file, width, height, channels, values);
        const cv::Mat read = cv::imread(file.string(), cv::IMREAD_UNCHANGED);
        QCOMPARE(read.type(), CV_32FC(channels));
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                for (int c = 0; c < channels; ++c) {
                    // OpenCV hands out B, G, R.
                    const int place = channels == 3 ? 2 - c : c;
                    QCOMPARE(read.ptr<float>(y)[x * channels + place],
                             values[static_cast<std::size_t>((y * width + x) * channels + c)]);
                }
    }
};

QTEST_GUILESS_MAIN(TestFloatTiff)
#include "tst_float_tiff.moc"
