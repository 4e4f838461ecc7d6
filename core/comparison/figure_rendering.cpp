// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/figure_rendering.h"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <png.h>
#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "evaluation/html_text.h"

namespace limen {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr double pointsPerPixel = 0.75;  // 72 points and 96 CSS pixels are an inch
constexpr double longestSide = 8192.0;   // CSS pixels; a PNG of that size takes 1.8 GB

struct Unref {
    void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
template <typename T>
using Held = std::unique_ptr<T, Unref>;

[[noreturn]] void throwUnreadable(GError* error) {
    const std::string reason = error != nullptr ? error->message : "it has no content";
    g_clear_error(&error);
    throwFailure(fmt::format("A figure cannot be drawn: {}.", reason));
}

std::string valueOf(const FileMetadata& metadata, const char* name) {
    const auto found =
        std::find_if(metadata.begin(), metadata.end(), [name](const auto& one) { return one.first == name; });
    return found == metadata.end() ? std::string() : found->second;
}

/// A drawing and its size in CSS pixels. Without a base address it cannot refer to any file.
struct Drawing {
    Held<RsvgHandle> handle;
    double width = 0.0;
    double height = 0.0;

    explicit Drawing(const std::string& svg) {
        GError* error = nullptr;
        handle.reset(rsvg_handle_new_from_data(
            reinterpret_cast<const guint8*>(svg.data()), static_cast<gsize>(svg.size()), &error));
        if (!handle)
            throwUnreadable(error);
        rsvg_handle_set_dpi(handle.get(), 96.0);
        if (rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height) == 0 ||
            !(std::min(width, height) >= 1.0) || !(std::max(width, height) <= longestSide))
            throwFailure("A figure cannot be drawn: it has no usable size.");
    }

    void draw(cairo_t* context) const {
        const RsvgRectangle viewport{0.0, 0.0, width, height};
        GError* error = nullptr;
        if (rsvg_handle_render_document(handle.get(), context, &viewport, &error) == 0)
            throwUnreadable(error);
    }
};

void requireSuccess(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throwFailure(fmt::format("A figure cannot be drawn: {}.", cairo_status_to_string(status)));
}

/// Opaque 32-bit pixels.
Held<cairo_surface_t> onPaper(const Drawing& drawing, double scale) {
    Held<cairo_surface_t> surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                   std::max(1, static_cast<int>(drawing.width * scale + 0.5)),
                                   std::max(1, static_cast<int>(drawing.height * scale + 0.5))));
    const Held<cairo_t> context(cairo_create(surface.get()));
    cairo_set_source_rgb(context.get(), 1.0, 1.0, 1.0);
    cairo_paint(context.get());
    cairo_scale(context.get(), scale, scale);
    drawing.draw(context.get());
    requireSuccess(cairo_status(context.get()));
    cairo_surface_flush(surface.get());
    return surface;
}

cairo_status_t appendPdf(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<Bytes*>(bytes)->insert(static_cast<Bytes*>(bytes)->end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

void appendPng(png_structp png, png_bytep data, std::size_t length) {
    auto* bytes = static_cast<Bytes*>(png_get_io_ptr(png));
    bytes->insert(bytes->end(), data, data + length);
}

[[noreturn]] void onPngError(png_structp png, png_const_charp) {
    png_longjmp(png, 1);
}

/// Rows of 32-bit pixels as cairo has them, blue first. No object with a destructor lives here: libpng jumps
/// out of it.
bool writePng(cairo_surface_t* surface, std::vector<png_text>& texts, Bytes& bytes) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, onPngError, nullptr);
    png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;
    if (info == nullptr || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, &bytes, appendPng, nullptr);
    const int width = cairo_image_surface_get_width(surface);
    const int height = cairo_image_surface_get_height(surface);
    png_set_IHDR(png,
                 info,
                 static_cast<png_uint_32>(width),
                 static_cast<png_uint_32>(height),
                 8,
                 PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    const auto perMetre = static_cast<png_uint_32>(pngScale * 96 / 0.0254 + 0.5);
    png_set_pHYs(png, info, perMetre, perMetre, PNG_RESOLUTION_METER);
    png_set_text(png, info, texts.data(), static_cast<int>(texts.size()));
    png_write_info(png, info);
    constexpr bool blueFirst = std::endian::native == std::endian::little;
    png_set_filler(png, 0, blueFirst ? PNG_FILLER_AFTER : PNG_FILLER_BEFORE);
    if (blueFirst)
        png_set_bgr(png);
    for (int y = 0; y < height; ++y)
        png_write_row(png,
                      cairo_image_surface_get_data(surface) +
                          static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

}  // namespace

std::string svgWithMetadata(const std::string& svg, const FileMetadata& metadata) {
    const std::size_t start = svg.find("<svg");
    char quote = 0;
    std::size_t end = start;
    while (end < svg.size() && (quote != 0 || svg[end] != '>')) {
        if (quote == 0 && (svg[end] == '"' || svg[end] == '\''))
            quote = svg[end];
        else if (svg[end] == quote)
            quote = 0;
        ++end;
    }
    if (start == std::string::npos || end >= svg.size() || svg[end - 1] == '/')
        throwFailure("A figure cannot be written: it is no SVG.");
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}<title>{}</title><desc>{}</desc><metadata>{}"
        "</metadata>{}\n",
        svg.substr(start, end + 1 - start),
        escapedHtml(valueOf(metadata, "Title")),
        escapedHtml(valueOf(metadata, "Description")),
        escapedHtml(valueOf(metadata, "Source")),
        svg.substr(end + 1));
}

Bytes svgAsPdf(const std::string& svg, const FileMetadata& metadata) {
    const Drawing drawing(svg);
    Bytes bytes;
    const Held<cairo_surface_t> surface(cairo_pdf_surface_create_for_stream(
        appendPdf, &bytes, drawing.width * pointsPerPixel, drawing.height * pointsPerPixel));
    for (const auto& [name, field] : {std::pair{"Title", CAIRO_PDF_METADATA_TITLE},
                                      {"Description", CAIRO_PDF_METADATA_SUBJECT},
                                      {"Source", CAIRO_PDF_METADATA_KEYWORDS},
                                      {"Software", CAIRO_PDF_METADATA_CREATOR}})
        cairo_pdf_surface_set_metadata(surface.get(), field, valueOf(metadata, name).c_str());
    const Held<cairo_t> context(cairo_create(surface.get()));
    cairo_scale(context.get(), pointsPerPixel, pointsPerPixel);
    drawing.draw(context.get());
    cairo_surface_finish(surface.get());
    requireSuccess(cairo_status(context.get()));
    requireSuccess(cairo_surface_status(surface.get()));
    return bytes;
}

RgbImage svgAsImage(const std::string& svg, int width, int height) {
    const Drawing drawing(svg);
    const Held<cairo_surface_t> surface =
        onPaper(drawing, std::min(width / drawing.width, height / drawing.height));
    RgbImage image(cairo_image_surface_get_width(surface.get()),
                   cairo_image_surface_get_height(surface.get()));
    for (int y = 0; y < image.height; ++y) {
        const unsigned char* row =
            cairo_image_surface_get_data(surface.get()) +
            static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface.get());
        for (int x = 0; x < image.width; ++x) {
            std::uint32_t pixel = 0;  // 0x00RRGGBB as this machine has it
            std::memcpy(&pixel, row + 4 * static_cast<std::ptrdiff_t>(x), sizeof pixel);
            for (int channel = 0; channel < 3; ++channel)
                image.at(x, y)[channel] = static_cast<std::uint8_t>(pixel >> (16 - 8 * channel));
        }
    }
    return image;
}

Bytes svgAsPng(const std::string& svg, const FileMetadata& metadata) {
    const Drawing drawing(svg);
    const Held<cairo_surface_t> surface = onPaper(drawing, pngScale);
    FileMetadata held = metadata;  // libpng asks for writable texts
    std::vector<png_text> texts;
    for (auto& [name, text] : held) {
        const bool ascii =
            std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
        png_text chunk{};
        chunk.compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;  // tEXt is Latin-1
        chunk.key = name.data();
        chunk.text = text.data();
        chunk.text_length = ascii ? text.size() : 0;
        chunk.itxt_length = ascii ? 0 : text.size();
        texts.push_back(chunk);
    }
    Bytes bytes;
    if (!writePng(surface.get(), texts, bytes))
        throwFailure("A figure cannot be written as PNG.");
    return bytes;
}

}  // namespace limen
