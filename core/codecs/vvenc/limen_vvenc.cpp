// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause

// VVenC for single pictures, all intra, at exactly the QP asked for.

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include <vvenc/version.h>
#include <vvenc/vvenc.h>

#include "vvenc_plugin.h"

namespace {

constexpr int internalBits = 10;
constexpr int inputShift = internalBits - 8;

struct Closer {
    void operator()(vvencEncoder* encoder) const { vvenc_encoder_close(encoder); }
    void operator()(vvencYUVBuffer* buffer) const { vvenc_YUVBuffer_free(buffer, true); }
    void operator()(vvencAccessUnit* unit) const { vvenc_accessUnit_free(unit, false); }
};

/// What one call of encode() gathers.
struct Call {
    LimenVvencPicture* picture = nullptr;
    bool reconstructed = false;
    std::string said;  ///< the last error the library reported

    int fail(const std::string& what) {
        const std::string text = said.empty() ? what : what + ": " + said;
        if (picture->messageCapacity > 0)
            std::snprintf(picture->message, picture->messageCapacity, "%s", text.c_str());
        return 1;
    }
};

void keepMessage(void* call, int level, const char* format, va_list arguments) {
    if (level != VVENC_ERROR)
        return;
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    std::string line = text.data();
    std::replace(line.begin(), line.end(), '\n', ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    if (!line.empty())
        static_cast<Call*>(call)->said = line;
}

void keepReconstruction(void* context, vvencYUVBuffer* buffer) {
    auto& call = *static_cast<Call*>(context);
    std::uint16_t* out = call.picture->reconstruction;
    for (int component = 0; component < 3; ++component) {
        const vvencYUVPlane& plane = buffer->planes[component];
        const int width = component == 0 ? call.picture->width : call.picture->width / 2;
        const int height = component == 0 ? call.picture->height : call.picture->height / 2;
        if (plane.ptr == nullptr || plane.width < width || plane.height < height)
            return;
        for (int y = 0; y < height; ++y) {
            const std::int16_t* row = plane.ptr + std::ptrdiff_t{y} * plane.stride;
            for (int x = 0; x < width; ++x)
                *out++ = static_cast<std::uint16_t>(row[x]);
        }
    }
    call.reconstructed = true;
}

/// -1 for a name it does not know.
int presetOf(const char* name) {
    static constexpr std::array<std::pair<const char*, int>, 5> presets = {{{"faster", VVENC_FASTER},
                                                                            {"fast", VVENC_FAST},
                                                                            {"medium", VVENC_MEDIUM},
                                                                            {"slow", VVENC_SLOW},
                                                                            {"slower", VVENC_SLOWER}}};
    for (const auto& [known, preset] : presets)
        if (std::strcmp(known, name) == 0)
            return preset;
    return -1;
}

bool configure(vvenc_config& config, Call& call) {
    const LimenVvencPicture& picture = *call.picture;
    const int preset = presetOf(picture.preset);
    if (preset < 0 || vvenc_init_default(&config,
                                         picture.width,
                                         picture.height,
                                         25,
                                         VVENC_RC_OFF,
                                         picture.qp,
                                         static_cast<vvencPresetMode>(preset)) != 0)
        return false;
    vvenc_set_msg_callback(&config, &call, keepMessage);
    config.m_verbosity = VVENC_ERROR;
    config.m_framesToBeEncoded = 1;
    config.m_IntraPeriod = 1;
    config.m_GOPSize = 1;
    config.m_poc0idr = true;
    config.m_DecodingRefreshType = VVENC_DRT_IDR;
    // One worker per core encodes pictures of its own; and one thread or more would change the bitstream.
    config.m_numThreads = 0;
    config.m_mtProfile = 0;
    // Presets lower the QP of intra pictures by 3 and vary it inside the picture.
    config.m_intraQPOffset = 0;
    config.m_usePerceptQPA = false;
    config.m_GOPQPA = 0;
    config.m_inputBitDepth[0] = 8;
    config.m_internalBitDepth[0] = internalBits;
    config.m_internChromaFormat = VVENC_CHROMA_420;
    return true;
}

/// VVenC takes samples of the internal bit depth.
void fill(vvencYUVBuffer& buffer, const LimenVvencPicture& picture) {
    const std::uint8_t* in = picture.samples;
    for (int component = 0; component < 3; ++component) {
        const vvencYUVPlane& plane = buffer.planes[component];
        for (int y = 0; y < plane.height; ++y) {
            std::int16_t* row = plane.ptr + std::ptrdiff_t{y} * plane.stride;
            for (int x = 0; x < plane.width; ++x)
                row[x] = static_cast<std::int16_t>(*in++ << inputShift);
        }
    }
    buffer.cts = 0;
    buffer.ctsValid = true;
}

int encodeChecked(Call& call) {
    LimenVvencPicture& picture = *call.picture;
    vvenc_config config;
    if (!configure(config, call))
        return call.fail("VVenC knows no such preset or size");
    const std::unique_ptr<vvencEncoder, Closer> encoder(vvenc_encoder_create());
    if (!encoder)
        return call.fail("VVenC cannot make an encoder on this processor");
    if (vvenc_encoder_open(encoder.get(), &config) != VVENC_OK)
        return call.fail("VVenC refused the configuration");
    if (vvenc_encoder_set_RecYUVBufferCallback(encoder.get(), &call, keepReconstruction) != VVENC_OK ||
        vvenc_init_pass(encoder.get(), 0, nullptr) != VVENC_OK)
        return call.fail("VVenC cannot begin");

    const std::unique_ptr<vvencYUVBuffer, Closer> buffer(vvenc_YUVBuffer_alloc());
    vvenc_YUVBuffer_alloc_buffer(buffer.get(), VVENC_CHROMA_420, picture.width, picture.height);
    fill(*buffer, picture);
    const std::unique_ptr<vvencAccessUnit, Closer> unit(vvenc_accessUnit_alloc());

    picture.size = 0;
    bool done = false;
    // The picture first, which gives no bytes yet, then nothing until the encoder is empty.
    for (vvencYUVBuffer* next = buffer.get(); !done; next = nullptr) {
        unit->payload = picture.stream + picture.size;
        unit->payloadSize = static_cast<int>(picture.capacity - picture.size);
        unit->payloadUsedSize = 0;
        const int status = vvenc_encode(encoder.get(), next, unit.get(), &done);
        if (status != VVENC_OK) {
            if (call.said.empty())
                call.said = vvenc_get_error_msg(status);
            return call.fail("VVenC cannot encode the picture");
        }
        picture.size += static_cast<std::size_t>(unit->payloadUsedSize);
    }
    if (picture.size == 0 || !call.reconstructed)
        return call.fail("VVenC gave no picture");
    return 0;
}

int encode(LimenVvencPicture* picture) {
    Call call;
    call.picture = picture;
    try {
        return encodeChecked(call);
    } catch (const std::exception& error) {
        return call.fail(std::string("VVenC cannot encode the picture: ") + error.what());
    } catch (...) {
        return call.fail("VVenC cannot encode the picture");
    }
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const LimenVvencApi* limenVvencApi() {
    static const LimenVvencApi api = {limenVvencApiNumber, VVENC_VERSION, vvenc_get_version(), encode};
    return &api;
}
