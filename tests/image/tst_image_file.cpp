// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/image_file.h"

#include <jpeglib.h>
#include <QtTest>
#include <cstdio>  // jpeglib.h needs it first
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "image/opencv_view.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Smooth, so that lossy codecs keep it; no two corners alike.
RgbImage colouredImage(int width, int height) {
    RgbImage image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            image.at(x, y)[0] = static_cast<std::uint8_t>(40 + 170 * x / width);
            image.at(x, y)[1] = static_cast<std::uint8_t>(30 + 180 * y / height);
            image.at(x, y)[2] = static_cast<std::uint8_t>(200 - 150 * x / width);
        }
    return image;
}

Bytes encode(const cv::Mat& matrix, const char* extension, const std::vector<int>& options = {}) {
    Bytes bytes;
    cv::imencode(extension, matrix, bytes, options);
    return bytes;
}

Bytes encode(const RgbImage& image, const char* extension, const std::vector<int>& options = {}) {
    return encode(toBgr(image), extension, options);
}

std::string reasonOf(const Bytes& bytes) {
    try {
        decodeImage(bytes, "photo");
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? error.what()
                                                   : "wrong kind: " + std::string(error.what());
    }
    return "decoded";
}

/// Greatest difference of any value.
int distance(const RgbImage& a, const RgbImage& b) {
    if (a.width != b.width || a.height != b.height)
        return 256;
    int most = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        most = std::max(most, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
    return most;
}

/// What a camera stores when the upright picture is `image` and its EXIF orientation is `orientation`
/// (EXIF 2.32, tag 274: where row 0 and column 0 of the stored picture are).
RgbImage asStored(const RgbImage& image, int orientation) {
    const bool swapped = orientation >= 5;
    RgbImage stored(swapped ? image.height : image.width, swapped ? image.width : image.height);
    const int right = image.width - 1;
    const int bottom = image.height - 1;
    for (int row = 0; row < stored.height; ++row)
        for (int column = 0; column < stored.width; ++column) {
            int x = swapped ? row : column;
            int y = swapped ? column : row;
            if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
                x = right - x;
            if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
                y = bottom - y;
            std::copy_n(image.at(x, y), 3, stored.at(column, row));
        }
    return stored;
}

Bytes exifBlock(int orientation) {
    Bytes block{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    block[19] = static_cast<std::uint8_t>(orientation);
    return block;
}

void append(Bytes& to, const Bytes& bytes) {
    to.insert(to.end(), bytes.begin(), bytes.end());
}
void append(Bytes& to, const char* text) {
    append(to, Bytes(text, text + std::strlen(text)));
}

Bytes withExif(const Bytes& jpeg, int orientation) {
    Bytes result{0xFF, 0xD8, 0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0};
    append(result, exifBlock(orientation));
    append(result, Bytes(jpeg.begin() + 2, jpeg.end()));
    return result;
}

Bytes littleEndian(std::size_t value, int count) {
    Bytes bytes;
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return bytes;
}

/// An extended WebP around the picture of a simple one.
Bytes extendedWebP(const Bytes& simple, int width, int height, int flags, const Bytes& exif) {
    Bytes body;
    append(body, "WEBPVP8X");
    append(body, littleEndian(10, 4));
    append(body, littleEndian(static_cast<std::size_t>(flags), 4));
    append(body, littleEndian(static_cast<std::size_t>(width - 1), 3));
    append(body, littleEndian(static_cast<std::size_t>(height - 1), 3));
    append(body, Bytes(simple.begin() + 12, simple.end()));
    append(body, "EXIF");
    append(body, littleEndian(exif.size(), 4));
    append(body, exif);
    Bytes file;
    append(file, "RIFF");
    append(file, littleEndian(body.size(), 4));
    append(file, body);
    return file;
}

/// A JPEG of one colour in CMYK as Adobe writes it: 255 is no ink.
Bytes cmykJpeg(std::array<JSAMPLE, 4> colour) {
    jpeg_compress_struct codec{};
    jpeg_error_mgr errors{};
    codec.err = jpeg_std_error(&errors);
    jpeg_create_compress(&codec);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&codec, &memory, &size);
    codec.image_width = 16;
    codec.image_height = 16;
    codec.input_components = 4;
    codec.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&codec);
    jpeg_set_quality(&codec, 100, TRUE);
    jpeg_start_compress(&codec, TRUE);
    std::vector<JSAMPLE> row;
    for (int x = 0; x < 16; ++x)
        row.insert(row.end(), colour.begin(), colour.end());
    JSAMPROW rows = row.data();
    while (codec.next_scanline < codec.image_height)
        jpeg_write_scanlines(&codec, &rows, 1);
    jpeg_finish_compress(&codec);
    Bytes bytes(memory, memory + size);
    jpeg_destroy_compress(&codec);
    std::free(memory);
    return bytes;
}

}  // namespace

class TestImageFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodesReferencePhotosExactly();
    void appliesExifOrientation_data();
    void appliesExifOrientation();
    void readsEveryFormat_data();
    void readsEveryFormat();
    void roundsSixteenBits();
    void repeatsGrey();
    void dropsAlpha();
    void readsPalette();
    void convertsCmyk();
    void refusesTruncatedFiles_data();
    void refusesTruncatedFiles();
    void refusesJpegWarnings();
    void refusesWhatIsNoImage();
    void refusesKnownFormatsItCannotRead();
    void refusesHugeHeadersBeforeDecoding_data();
    void refusesHugeHeadersBeforeDecoding();
    void refusesFloatingPoint();
    void namesUnreadableFiles();
    void survivesDamage();
    void writesLosslessPng();
    void leavesNothingWhenWritingFails();
};

void TestImageFile::decodesReferencePhotosExactly() {
    LIMEN_NEEDS_SHARED("reference/align/align.json");
    const std::filesystem::path folder = test::sharedFolder() / "reference";
    const Json list = Json::parse(readTextFile(folder / "align/align.json"));
    QVERIFY(!list.empty());
    for (const Json& entry : list) {
        const cv::Mat bgr = toBgr(readImage(folder / entry["photo"].get<std::string>()));
        const std::span<const std::uint8_t> bytes(bgr.data, bgr.total() * 3);
        QCOMPARE(sha256Hex(bytes), entry["decoded_bgr_sha256"].get<std::string>());
    }
}

void TestImageFile::appliesExifOrientation_data() {
    QTest::addColumn<int>("orientation");
    for (int orientation = 1; orientation <= 8; ++orientation)
        QTest::addRow("%d", orientation) << orientation;
}

void TestImageFile::appliesExifOrientation() {
    QFETCH(int, orientation);
    const RgbImage upright = colouredImage(48, 32);
    const RgbImage stored = asStored(upright, orientation);
    const Bytes jpeg = withExif(encode(stored, ".jpg", {cv::IMWRITE_JPEG_QUALITY, 100}), orientation);
    // Chroma is stored at half resolution.
    QVERIFY(distance(decodeImage(jpeg, "photo"), upright) <= 8);

    const Bytes simple = encode(stored, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
    const Bytes webp = extendedWebP(simple, stored.width, stored.height, 0x08, exifBlock(orientation));
    QCOMPARE(decodeImage(webp, "photo"), upright);
}

void TestImageFile::readsEveryFormat_data() {
    QTest::addColumn<QByteArray>("extension");
    QTest::addColumn<int>("tolerance");
    for (const char* lossless : {".png", ".bmp", ".tiff", ".ppm"})
        QTest::addRow("%s", lossless) << QByteArray(lossless) << 0;
    for (const char* lossy : {".jpg", ".webp"})
        QTest::addRow("%s", lossy) << QByteArray(lossy) << 12;
}

void TestImageFile::readsEveryFormat() {
    QFETCH(QByteArray, extension);
    QFETCH(int, tolerance);
    const RgbImage image = colouredImage(37, 23);
    QVERIFY(distance(decodeImage(encode(image, extension.constData()), "photo"), image) <= tolerance);
    const RgbImage pixel = colouredImage(1, 1);
    QVERIFY(distance(decodeImage(encode(pixel, extension.constData()), "photo"), pixel) <= tolerance);
}

void TestImageFile::roundsSixteenBits() {
    for (const char* extension : {".png", ".tiff", ".ppm"}) {
        cv::Mat deep(256, 256, CV_16UC3);
        RgbImage expected(256, 256);
        for (int i = 0; i < 65536; ++i) {
            const auto value = static_cast<std::uint16_t>(i);
            deep.at<cv::Vec3w>(i / 256, i % 256) = {value, value, value};
            const auto rounded = static_cast<std::uint8_t>((i * 2 + 257) / 514);
            std::fill_n(expected.at(i % 256, i / 256), 3, rounded);
        }
        QCOMPARE(decodeImage(encode(deep, extension), "photo"), expected);
    }
}

void TestImageFile::repeatsGrey() {
    const cv::Mat grey(5, 7, CV_8UC1, cv::Scalar(93));
    for (const char* extension : {".png", ".pgm", ".tiff"}) {
        const RgbImage image = decodeImage(encode(grey, extension), "photo");
        QCOMPARE(image.width, 7);
        QCOMPARE(image.pixels, Bytes(5 * 7 * 3, 93));
    }
}

void TestImageFile::dropsAlpha() {
    cv::Mat bgra(4, 4, CV_8UC4, cv::Scalar(10, 20, 30, 0));
    for (const char* extension : {".png", ".tiff"}) {
        const RgbImage image = decodeImage(encode(bgra, extension), "photo");
        QCOMPARE(int{image.at(0, 0)[0]}, 30);
        QCOMPARE(int{image.at(0, 0)[1]}, 20);
        QCOMPARE(int{image.at(0, 0)[2]}, 10);
    }
}

void TestImageFile::readsPalette() {
    // 2x1 pixels, palette (10, 20, 30), (200, 100, 50), the first one transparent.
    const QByteArray png = QByteArray::fromHex(
        "89504e470d0a1a0a0000000d4948445200000002000000010803000000c3fc8fb800000006504c54450a141ec8"
        "643277a0b39c0000000274524e5300ff5b9122b50000000b49444154789c636060040000040002bf7a3f4a0000"
        "000049454e44ae426082");
    const RgbImage image = decodeImage(Bytes(png.begin(), png.end()), "photo");
    QCOMPARE(image.pixels, (Bytes{10, 20, 30, 200, 100, 50}));
}

void TestImageFile::convertsCmyk() {
    const RgbImage red = decodeImage(cmykJpeg({255, 0, 0, 255}), "photo");
    QCOMPARE(red.width, 16);
    QVERIFY(red.at(8, 8)[0] > 250 && red.at(8, 8)[1] < 5 && red.at(8, 8)[2] < 5);
    const RgbImage black = decodeImage(cmykJpeg({255, 255, 255, 0}), "photo");
    QVERIFY(*std::max_element(black.pixels.begin(), black.pixels.end()) < 5);
}

void TestImageFile::refusesTruncatedFiles_data() {
    QTest::addColumn<QByteArray>("extension");
    QTest::addColumn<QList<int>>("options");
    QTest::addRow("baseline JPEG") << QByteArray(".jpg") << QList<int>{};
    QTest::addRow("progressive JPEG") << QByteArray(".jpg") << QList<int>{cv::IMWRITE_JPEG_PROGRESSIVE, 1};
    QTest::addRow("PNG") << QByteArray(".png") << QList<int>{};
    QTest::addRow("lossy WebP") << QByteArray(".webp") << QList<int>{cv::IMWRITE_WEBP_QUALITY, 80};
    QTest::addRow("lossless WebP") << QByteArray(".webp") << QList<int>{};
    QTest::addRow("BMP") << QByteArray(".bmp") << QList<int>{};
    QTest::addRow("TIFF") << QByteArray(".tiff") << QList<int>{};
    QTest::addRow("PPM") << QByteArray(".ppm") << QList<int>{};
}

void TestImageFile::refusesTruncatedFiles() {
    QFETCH(QByteArray, extension);
    QFETCH(QList<int>, options);
    const Bytes whole = encode(
        colouredImage(160, 120), extension.constData(), std::vector<int>(options.begin(), options.end()));
    QCOMPARE(reasonOf(whole), "decoded");
    const std::size_t size = whole.size();
    for (const std::size_t length : {std::size_t{1},
                                     std::size_t{2},
                                     std::size_t{9},
                                     std::size_t{21},
                                     size / 4,
                                     size / 2,
                                     size * 9 / 10,
                                     size - 40,
                                     size - 1}) {
        const std::string reason =
            reasonOf(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
        QVERIFY2(
            reason.starts_with("photo is damaged: ") || reason == "photo is not an image Limen can read.",
            qPrintable(QStringLiteral("%1 of %2 bytes: %3")
                           .arg(length)
                           .arg(size)
                           .arg(QString::fromStdString(reason))));
    }
}

void TestImageFile::refusesJpegWarnings() {
    Bytes jpeg = encode(colouredImage(160, 120), ".jpg");
    // A restart marker where none is due: libjpeg only warns of it, the picture behind it is lost.
    const std::size_t middle = jpeg.size() - jpeg.size() / 5;
    jpeg[middle] = 0xFF;
    jpeg[middle + 1] = 0xD3;
    QVERIFY(!cv::imdecode(jpeg, cv::IMREAD_COLOR).empty());
    QVERIFY(reasonOf(jpeg).starts_with("photo is damaged: "));
}

void TestImageFile::refusesWhatIsNoImage() {
    const std::string text = "file,identity\na.png,Ann\n";
    QCOMPARE(reasonOf(Bytes(text.begin(), text.end())), "photo is not an image Limen can read.");
    QCOMPARE(reasonOf({}), "photo is empty.");
    const ScratchFolder scratch;
    writeFileAtomically(scratch.path() / "letter.png", text);
    QVERIFY_THROWS_EXCEPTION(Error, readImage(scratch.path() / "letter.png"));
}

void TestImageFile::refusesKnownFormatsItCannotRead() {
    Bytes gif;
    append(gif, "GIF89a");
    gif.resize(64);
    QCOMPARE(reasonOf(gif), "photo is a GIF, which Limen does not read.");
    Bytes heif(4);
    append(heif, "ftypheic");
    heif.resize(64);
    QCOMPARE(reasonOf(heif), "photo is a HEIF image, which Limen does not read.");
    const Bytes simple = encode(colouredImage(8, 8), ".webp");
    QCOMPARE(reasonOf(extendedWebP(simple, 8, 8, 0x02, {})),
             "photo is an animated WebP, which Limen does not read.");
}

void TestImageFile::refusesHugeHeadersBeforeDecoding_data() {
    QTest::addColumn<QByteArray>("extension");
    QTest::addColumn<int>("offset");  // of the width; the height follows
    QTest::addColumn<int>("gap");
    QTest::addColumn<QByteArray>("side");
    QTest::addRow("PNG") << QByteArray(".png") << 16 << 4 << QByteArray::fromHex("00004e20");
    QTest::addRow("BMP") << QByteArray(".bmp") << 18 << 4 << QByteArray::fromHex("204e0000");
    QTest::addRow("BMP upside down") << QByteArray(".bmp") << 18 << 4 << QByteArray::fromHex("e0b1ffff");
    QTest::addRow("all ones") << QByteArray(".png") << 16 << 4 << QByteArray::fromHex("ffffffff");
}

void TestImageFile::refusesHugeHeadersBeforeDecoding() {
    QFETCH(QByteArray, extension);
    QFETCH(int, offset);
    QFETCH(int, gap);
    QFETCH(QByteArray, side);
    Bytes bytes = encode(colouredImage(8, 8), extension.constData());
    std::copy(side.begin(), side.end(), bytes.begin() + offset);
    std::copy(side.begin(), side.end(), bytes.begin() + offset + gap);
    const std::string reason = reasonOf(bytes);
    QVERIFY2(reason.starts_with("photo is too large: "), reason.c_str());
    std::fill_n(bytes.begin() + offset, 4, std::uint8_t{0});
    QVERIFY(reasonOf(bytes).starts_with("photo has no pixels"));
}

void TestImageFile::refusesFloatingPoint() {
    const cv::Mat values(8, 8, CV_32FC3, cv::Scalar(0.5, 0.5, 0.5));
    QCOMPARE(reasonOf(encode(values, ".tiff")), "photo does not hold 8- or 16-bit values.");
}

void TestImageFile::namesUnreadableFiles() {
    const ScratchFolder scratch;
    try {
        readImage(scratch.path() / "absent.jpg");
        QFAIL("a missing file was read");
    } catch (const Error& error) {
        QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral("absent.jpg")));
        QCOMPARE(error.kind(), ErrorKind::BadInput);
    }
    QVERIFY_THROWS_EXCEPTION(Error, readImage(scratch.path()));
}

void TestImageFile::survivesDamage() {
    std::mt19937 random(7);
    int refused = 0;
    for (const char* extension : {".jpg", ".png", ".webp", ".bmp", ".tiff", ".ppm"}) {
        const Bytes whole = encode(colouredImage(40, 30), extension);
        for (int round = 0; round < 150; ++round) {
            Bytes damaged = whole;
            // Half of the rounds hit the header.
            const std::size_t reach = round % 2 == 0 ? std::min<std::size_t>(64, whole.size()) : whole.size();
            for (int hit = 0; hit < 4; ++hit)
                damaged[random() % reach] = static_cast<std::uint8_t>(random());
            const std::string reason = reasonOf(damaged);
            QVERIFY2(reason == "decoded" || reason.starts_with("photo "), reason.c_str());
            refused += reason != "decoded";
        }
    }
    QVERIFY(refused > 100);
}

void TestImageFile::writesLosslessPng() {
    std::mt19937 random(3);
    RgbImage noise(53, 31);
    for (std::uint8_t& value : noise.pixels)
        value = static_cast<std::uint8_t>(random());
    QCOMPARE(decodeImage(encodePng(noise), "noise"), noise);
    const ScratchFolder scratch;
    writePng(scratch.path() / "noise.png", noise);
    QCOMPARE(readImage(scratch.path() / "noise.png"), noise);
    QVERIFY_THROWS_EXCEPTION(Error, encodePng(RgbImage()));
}

void TestImageFile::leavesNothingWhenWritingFails() {
    const ScratchFolder scratch;
    try {
        writePng(scratch.path() / "missing" / "face.png", colouredImage(4, 4));
        QFAIL("a file was written into a folder that is not there");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::Failure);
    }
    QVERIFY(std::filesystem::is_empty(scratch.path()));
}

QTEST_GUILESS_MAIN(TestImageFile)
#include "tst_image_file.moc"
