// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <memory>
#include <random>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/frame.h>
#include <libavutil/opt.h>
}

#include "codecs/libav_coder.h"
#include "image/yuv420_buffer.h"

using namespace limen;

namespace {

constexpr int width = 64;
constexpr int height = 48;

/// Every value of 10 bits, Y, U, V.
std::vector<std::uint16_t> allValues() {
    std::mt19937 random(1);
    std::vector<std::uint16_t> samples(Yuv420Buffer::sampleCount(width, height));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::uint16_t>(i < 1024 ? i : random() % 1024);
    return samples;
}

/// A lossless HEVC stream of 10 bits.
std::vector<std::uint8_t> losslessStream(const std::vector<std::uint16_t>& samples) {
    const AVCodec* codec = avcodec_find_encoder_by_name("libx265");
    std::unique_ptr<AVCodecContext, LibavDeleter> context(avcodec_alloc_context3(codec));
    context->width = width;
    context->height = height;
    context->pix_fmt = AV_PIX_FMT_YUV420P10;
    context->time_base = {1, 25};
    av_opt_set(context->priv_data,
               "x265-params",
               "lossless=1:log-level=none:pools=none:frame-threads=1:wpp=0:keyint=1:bframes=0",
               0);
    if (avcodec_open2(context.get(), codec, nullptr) < 0)
        return {};
    const std::unique_ptr<AVFrame, LibavDeleter> frame(av_frame_alloc());
    frame->width = width;
    frame->height = height;
    frame->format = AV_PIX_FMT_YUV420P10;
    av_frame_get_buffer(frame.get(), 0);
    const std::uint16_t* in = samples.data();
    for (int plane = 0; plane < 3; ++plane) {
        const int side = plane == 0 ? 1 : 2;
        for (int y = 0; y < height / side; ++y, in += width / side)
            std::copy_n(in,
                        width / side,
                        reinterpret_cast<std::uint16_t*>(frame->data[plane] +
                                                         std::ptrdiff_t{y} * frame->linesize[plane]));
    }
    frame->pts = 0;
    avcodec_send_frame(context.get(), frame.get());
    avcodec_send_frame(context.get(), nullptr);
    const std::unique_ptr<AVPacket, LibavDeleter> packet(av_packet_alloc());
    if (avcodec_receive_packet(context.get(), packet.get()) < 0)
        return {};
    return {packet->data, packet->data + packet->size};
}

}  // namespace

/// libavcodec gives VVC's pictures in 10 bits; HEVC has the same form and a decoder everywhere.
class TestTenBitDecoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesBecomeEightBitAsTheContractSays() {
        const std::vector<std::uint16_t> samples = allValues();
        const std::vector<std::uint8_t> stream = losslessStream(samples);
        if (stream.empty())
            QSKIP("needs a libx265 that encodes 10 bits");
        LibavDecoder decoder("hevc", width, height);
        const Yuv420Buffer expected = Yuv420Buffer::fromTenBit(samples, width, height);
        for (int round = 0; round < 3; ++round)
            QCOMPARE(decoder.decode(stream, width, height), expected.toRgb(width, height));
        QCOMPARE(decoder.decode(stream, 33, 7), expected.toRgb(33, 7));
    }

    void tenBitsAreRoundedHalfUpAndClipped() {
        const std::vector<std::uint16_t> samples = {0, 1, 2, 5, 1021, 1023};
        const Yuv420Buffer picture = Yuv420Buffer::fromTenBit(samples, 2, 2);
        QVERIFY((picture.samples() == std::vector<std::uint8_t>{0, 0, 1, 1, 255, 255}));
        QVERIFY_EXCEPTION_THROWN(Yuv420Buffer::fromTenBit(samples, 4, 2), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(TestTenBitDecoding)
#include "tst_ten_bit_decoding.moc"
