// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/libav_coder.h"

#include <fmt/format.h>
#include <cstring>
#include <new>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/dict.h>
#include <libavutil/frame.h>
#include <libavutil/log.h>
}

#include "base/error.h"
#include "image/yuv420_buffer.h"

namespace limen {

namespace {

/// Everything that goes wrong is reported by return value; what libavcodec would print belongs to no terminal
/// of ours.
void silenceLibav() {
    static const bool once = [] {
        av_log_set_level(AV_LOG_QUIET);
        return true;
    }();
    static_cast<void>(once);
}

std::string reason(int error) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(error, text, sizeof text);
    return text;
}

[[noreturn]] void throwEncoder(const std::string& name, const std::string& what) {
    throwFailure(fmt::format("The encoder {} failed: {}.", name, what));
}

[[noreturn]] void throwDamaged(const std::string& name, const std::string& what) {
    throwFailure(fmt::format("The bitstream is damaged (decoder {}): {}.", name, what),
                 "Encode the image again.");
}

template <typename T>
T* required(T* pointer) {
    if (pointer == nullptr)
        throw std::bad_alloc();
    return pointer;
}

class Dictionary {
public:
    explicit Dictionary(const LibavOptions& options) {
        for (const auto& [key, value] : options)
            av_dict_set(&m_entries, key.c_str(), value.c_str(), 0);
    }
    ~Dictionary() { av_dict_free(&m_entries); }
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;
    AVDictionary** entries() { return &m_entries; }
    /// An entry nobody consumed, or nullptr.
    const AVDictionaryEntry* first() const {
        return av_dict_get(m_entries, "", nullptr, AV_DICT_IGNORE_SUFFIX);
    }

private:
    AVDictionary* m_entries = nullptr;
};

/// Lets go of a frame's or packet's data at the end of a scope.
class Unref {
public:
    explicit Unref(AVFrame* frame) : m_frame(frame) {}
    explicit Unref(AVPacket* packet) : m_packet(packet) {}
    ~Unref() {
        if (m_frame != nullptr)
            av_frame_unref(m_frame);
        if (m_packet != nullptr)
            av_packet_unref(m_packet);
    }
    Unref(const Unref&) = delete;
    Unref& operator=(const Unref&) = delete;

private:
    AVFrame* m_frame = nullptr;
    AVPacket* m_packet = nullptr;
};

template <typename Sample>
Yuv420Planes<Sample> planesOf(const AVFrame& frame) {
    return {frame.width,
            frame.height,
            frame.data[0],
            frame.data[1],
            frame.data[2],
            frame.linesize[0],
            frame.linesize[1],
            frame.linesize[2]};
}

/// A decoded picture of 10 bits, as VVC has it inside.
Yuv420Buffer tenBitPicture(const AVFrame& frame) {
    std::vector<std::uint16_t> samples;
    samples.reserve(Yuv420Buffer::sampleCount(frame.width, frame.height));
    for (int plane = 0; plane < 3; ++plane) {
        const int width = plane == 0 ? frame.width : frame.width / 2;
        const int height = plane == 0 ? frame.height : frame.height / 2;
        for (int y = 0; y < height; ++y) {
            const auto* row = reinterpret_cast<const std::uint16_t*>(
                frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane]);
            samples.insert(samples.end(), row, row + width);
        }
    }
    return Yuv420Buffer::fromTenBit(samples, frame.width, frame.height);
}

}  // namespace

void LibavDeleter::operator()(AVCodecContext* context) const {
    avcodec_free_context(&context);
}
void LibavDeleter::operator()(AVFrame* frame) const {
    av_frame_free(&frame);
}
void LibavDeleter::operator()(AVPacket* packet) const {
    av_packet_free(&packet);
}

bool libavHasEncoder(const std::string& name) {
    return avcodec_find_encoder_by_name(name.c_str()) != nullptr;
}

bool libavHasDecoder(const std::string& name) {
    return avcodec_find_decoder_by_name(name.c_str()) != nullptr;
}

std::string libavVersion() {
    const unsigned version = avcodec_version();
    return fmt::format("libavcodec {}.{}.{}",
                       AV_VERSION_MAJOR(version),
                       AV_VERSION_MINOR(version),
                       AV_VERSION_MICRO(version));
}

LibavEncoder::LibavEncoder(const std::string& encoder, int width, int height, const LibavOptions& options)
    : m_name(encoder) {
    silenceLibav();
    const AVCodec* codec = avcodec_find_encoder_by_name(encoder.c_str());
    if (codec == nullptr)
        throwEncoder(m_name, "this libavcodec was built without it");
    m_context.reset(required(avcodec_alloc_context3(codec)));
    m_context->width = width;
    m_context->height = height;
    m_context->pix_fmt = AV_PIX_FMT_YUV420P;
    m_context->time_base = {1, 25};
    m_context->framerate = {25, 1};
    m_context->thread_count = 1;
    Dictionary dictionary(options);
    if (const int error = avcodec_open2(m_context.get(), codec, dictionary.entries()); error < 0)
        throwEncoder(
            m_name, fmt::format("it refused {}x{} pixels or a parameter ({})", width, height, reason(error)));
    if (const AVDictionaryEntry* unused = dictionary.first(); unused != nullptr)
        throwEncoder(m_name, fmt::format("it does not know the option {}", unused->key));

    m_packet.reset(required(av_packet_alloc()));
    m_frame.reset(required(av_frame_alloc()));
    m_frame->width = width;
    m_frame->height = height;
    m_frame->format = AV_PIX_FMT_YUV420P;
    if (const int error = av_frame_get_buffer(m_frame.get(), 0); error < 0)
        throwEncoder(m_name, reason(error));
}

int LibavEncoder::width() const {
    return m_context->width;
}
int LibavEncoder::height() const {
    return m_context->height;
}

std::vector<std::uint8_t> LibavEncoder::encode(const RgbImage& image) {
    if (const int error = av_frame_make_writable(m_frame.get()); error < 0)
        throwEncoder(m_name, reason(error));
    rgbToYuv420(image, planesOf<std::uint8_t>(*m_frame));
    m_frame->pts = m_time++;
    if (const int error = avcodec_send_frame(m_context.get(), m_frame.get()); error < 0)
        throwEncoder(m_name, reason(error));
    if (const int error = avcodec_receive_packet(m_context.get(), m_packet.get()); error < 0)
        throwEncoder(m_name, error == AVERROR(EAGAIN) ? "it held the picture back" : reason(error));
    const Unref unref(m_packet.get());
    return {m_packet->data, m_packet->data + m_packet->size};
}

LibavDecoder::LibavDecoder(const std::string& decoder, int width, int height)
    : m_name(decoder), m_width(width), m_height(height) {
    silenceLibav();
    m_packet.reset(required(av_packet_alloc()));
    m_frame.reset(required(av_frame_alloc()));
    open();
}

void LibavDecoder::open() {
    const AVCodec* codec = avcodec_find_decoder_by_name(m_name.c_str());
    if (codec == nullptr)
        throwFailure(fmt::format("This libavcodec was built without the decoder {}.", m_name));
    m_context.reset(required(avcodec_alloc_context3(codec)));
    m_context->thread_count = 1;
    m_context->flags |= AV_CODEC_FLAG_LOW_DELAY;
    m_context->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER;
    // A stream that claims to be larger is refused before memory is taken for it. 64: the largest coding
    // block, to which coded sizes may be rounded up.
    m_context->max_pixels = (std::int64_t{m_width} + 64) * (std::int64_t{m_height} + 64);
    if (const int error = avcodec_open2(m_context.get(), codec, nullptr); error < 0)
        throwFailure(fmt::format("The decoder {} cannot be opened: {}.", m_name, reason(error)));
}

RgbImage LibavDecoder::decode(std::span<const std::uint8_t> stream, int cropWidth, int cropHeight) {
    if (!m_context)
        open();
    try {
        return decodeOnce(stream, cropWidth, cropHeight);
    } catch (...) {
        // Whatever state a damaged stream has left behind must not reach the next one.
        m_context.reset();
        throw;
    }
}

RgbImage LibavDecoder::decodeOnce(std::span<const std::uint8_t> stream, int cropWidth, int cropHeight) {
    if (stream.empty() || stream.size() > std::size_t{1} << 30U)
        throwDamaged(m_name, fmt::format("it has {} bytes", stream.size()));
    if (const int error = av_new_packet(m_packet.get(), static_cast<int>(stream.size())); error < 0)
        throw std::bad_alloc();
    std::memcpy(m_packet->data, stream.data(), stream.size());
    {
        const Unref unref(m_packet.get());
        if (const int error = avcodec_send_packet(m_context.get(), m_packet.get()); error < 0)
            throwDamaged(m_name, reason(error));
    }
    int error = avcodec_receive_frame(m_context.get(), m_frame.get());
    const bool heldBack = error == AVERROR(EAGAIN);
    if (heldBack) {
        // Some decoders wait for the next picture before they show one.
        avcodec_send_packet(m_context.get(), nullptr);
        error = avcodec_receive_frame(m_context.get(), m_frame.get());
    }
    if (error < 0)
        throwDamaged(m_name, error == AVERROR_EOF ? "it holds no picture" : reason(error));
    RgbImage image;
    {
        const Unref unref(m_frame.get());
        const bool tenBit = m_frame->format == AV_PIX_FMT_YUV420P10;
        if ((m_frame->format != AV_PIX_FMT_YUV420P && !tenBit) || m_frame->width != m_width ||
            m_frame->height != m_height)
            throwDamaged(
                m_name,
                fmt::format("it holds a picture of {}x{} instead of {}x{} pixels or another sample format",
                            m_frame->width,
                            m_frame->height,
                            m_width,
                            m_height));
        if (m_frame->decode_error_flags != 0 || (m_frame->flags & AV_FRAME_FLAG_CORRUPT) != 0)
            throwDamaged(m_name, "parts of the picture are missing");
        image = tenBit ? tenBitPicture(*m_frame).toRgb(cropWidth, cropHeight)
                       : yuv420ToRgb(planesOf<const std::uint8_t>(*m_frame), cropWidth, cropHeight);
    }
    const int more = avcodec_receive_frame(m_context.get(), m_frame.get());
    if (more != AVERROR(EAGAIN) && more != AVERROR_EOF) {
        av_frame_unref(m_frame.get());
        throwDamaged(m_name, "it holds more than one picture");
    }
    if (heldBack)
        avcodec_flush_buffers(m_context.get());  // after its end a decoder takes nothing more
    return image;
}

}  // namespace limen
