// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/jpeg_check.h"

#include <jpeglib.h>
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it first

namespace limen {

namespace {

struct ErrorManager {
    jpeg_error_mgr base;  // first: libjpeg hands back a pointer to it
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void stopWithMessage(j_common_ptr codec) {
    auto* manager = reinterpret_cast<ErrorManager*>(codec->err);
    codec->err->format_message(codec, manager->message);
    std::longjmp(manager->jump, 1);
}

void onMessage(j_common_ptr codec, int level) {
    constexpr int warning = -1;
    if (level <= warning)
        stopWithMessage(codec);
}

// A few kilobytes of empty progressive scans over a large frame keep a decoder busy for minutes.
void limitScans(j_common_ptr codec) {
    constexpr int mostScans = 500;
    if (reinterpret_cast<j_decompress_ptr>(codec)->input_scan_number <= mostScans)
        return;
    auto* manager = reinterpret_cast<ErrorManager*>(codec->err);
    std::snprintf(manager->message, sizeof manager->message, "more than %d scans", mostScans);
    std::longjmp(manager->jump, 1);
}

/// Decodes to nowhere. Holds only trivial objects, because errors leave it by longjmp.
bool decodes(std::span<const std::uint8_t> bytes, ErrorManager& manager) {
    jpeg_decompress_struct codec{};
    jpeg_progress_mgr progress{};
    codec.err = jpeg_std_error(&manager.base);
    manager.base.error_exit = stopWithMessage;
    manager.base.emit_message = onMessage;
    if (setjmp(manager.jump) != 0) {
        jpeg_destroy_decompress(&codec);
        return false;
    }
    jpeg_create_decompress(&codec);
    progress.progress_monitor = limitScans;
    codec.progress = &progress;
    jpeg_mem_src(&codec, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&codec, TRUE);
    // An eighth of the size: every entropy-coded bit is read, hardly anything else is computed.
    codec.scale_num = 1;
    codec.scale_denom = 8;
    codec.out_color_space = codec.jpeg_color_space;
    codec.do_fancy_upsampling = FALSE;
    jpeg_start_decompress(&codec);
    const auto rowSize =
        static_cast<JDIMENSION>(codec.output_width * static_cast<unsigned>(codec.output_components));
    JSAMPARRAY row = codec.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&codec), JPOOL_IMAGE, rowSize, 1);
    while (codec.output_scanline < codec.output_height)
        jpeg_read_scanlines(&codec, row, 1);
    jpeg_finish_decompress(&codec);
    jpeg_destroy_decompress(&codec);
    return true;
}

}  // namespace

std::string findJpegDamage(std::span<const std::uint8_t> bytes) {
    ErrorManager manager{};
    return decodes(bytes, manager) ? std::string() : std::string(manager.message);
}

}  // namespace limen
