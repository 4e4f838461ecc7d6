// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause

// The real encoders, where a machine has them: VVenC as a plug-in (built with Limen or LIMEN_VVENC_PLUGIN),
// its programs in LIMEN_VVENC, VTM in LIMEN_VTM. LIMEN_VVC_FACES is the number of faces to look at.

#include <QtTest>
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/child_process.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "codecs/textured_image.h"
#include "codecs/vvc_decoder.h"
#include "codecs/vvenc_library.h"
#include "codecs/vvenc_program.h"
#include "image/image_file.h"
#include "support/shared_data.h"

namespace fs = std::filesystem;
using namespace limen;

namespace {

std::size_t faceCount(std::size_t usual) {
    const char* chosen = std::getenv("LIMEN_VVC_FACES");
    return chosen != nullptr ? std::strtoul(chosen, nullptr, 10) : usual;
}

/// A photograph of each person, in the order of the people; none where there are no photographs.
const std::vector<fs::path>& photographs() {
    static const std::vector<fs::path> all = [] {
        std::vector<fs::path> files;
        if (!test::hasShared("data/lfw/probes"))
            return files;
        for (const auto& person : fs::directory_iterator(test::sharedFolder() / "data/lfw/probes")) {
            std::vector<fs::path> mine;
            for (const auto& file : fs::directory_iterator(person.path()))
                mine.push_back(file.path());
            files.push_back(*std::min_element(mine.begin(), mine.end()));
        }
        std::sort(files.begin(), files.end());
        return files;
    }();
    return all;
}

/// The middle of a photograph, 112x112; a drawn texture where there are no more photographs.
RgbImage face(std::size_t number) {
    if (number >= photographs().size())
        return test::texturedImage(alignedSize, alignedSize, static_cast<unsigned>(number));
    const RgbImage whole = readImage(photographs()[number]);
    RgbImage crop(alignedSize, alignedSize);
    for (int y = 0; y < alignedSize; ++y)
        std::copy_n(whole.at((whole.width - alignedSize) / 2, (whole.height - alignedSize) / 2 + y),
                    alignedSize * 3,
                    crop.at(0, y));
    return crop;
}

/// One row for every preset, QP and face: Qt Test ends a row after five minutes, and the slowest encoders
/// need many seconds for a face, on a busy machine minutes.
void addRows(const std::vector<const char*>& presets, const std::vector<int>& qps, std::size_t faces) {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<int>("qp");
    QTest::addColumn<std::size_t>("number");
    for (const char* preset : presets)
        for (const int qp : qps)
            for (std::size_t number = 0; number < faces; ++number)
                QTest::addRow("%s QP %d, face %zu", preset, qp, number + 1) << preset << qp << number;
}

bool isAvailable(const std::string& name) {
    const std::vector<CodecInfo> all = knownCodecs();
    return std::any_of(
        all.begin(), all.end(), [&](const CodecInfo& info) { return info.name == name && info.available; });
}

/// Runs a program to its end; returns what it printed.
std::string run(const std::vector<std::string>& arguments) {
    ChildCommand command;
    command.arguments = arguments;
    command.timeout = std::chrono::seconds(600);
    const ChildResult result = runChild(command, {});
    if (!result.succeeded())
        qFatal("%s ended with %s: %s",
               arguments.front().c_str(),
               result.ending().c_str(),
               result.errors.c_str());
    return {result.output.begin(), result.output.end()};
}

std::string programIn(const char* variable, const std::vector<std::string>& names) {
    const std::string folder = qgetenv(variable).toStdString();
    for (const std::string& name : names)
        for (const char* below : {"", "bin"})
            if (!folder.empty() && fs::exists(fs::path(folder) / below / name))
                return fs::path(folder) / below / name;
    return {};
}

}  // namespace

class TestVvcReal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void streamsOfVvencDecodeWithVtmToItsReconstruction_data() {
        addRows({"faster", "medium"}, {13, 22, 32, 37, 42, 51}, faceCount(2));
    }
    void streamsOfVvencDecodeWithVtmToItsReconstruction() {
        const VvencLibrary library = findVvencLibrary();
        const std::string decoder = programIn("LIMEN_VTM", {"DecoderApp", "DecoderAppStatic"});
        if (library.api == nullptr)
            QSKIP("needs VVenC: Limen built with it or LIMEN_VVENC_PLUGIN");
        if (decoder.empty())
            QSKIP("needs VTM's DecoderApp in the folder LIMEN_VTM");
        QFETCH(QString, preset);
        QFETCH(int, qp);
        QFETCH(std::size_t, number);
        const auto codec = createCodec("vvc:preset=" + preset.toStdString());
        const auto encoder = makeVvencLibraryEncoder(library, preset.toStdString());
        const ScratchFolder folder;
        const std::string stream = folder.path() / "f.266";
        const std::string decoded = folder.path() / "f.yuv";
        const RgbImage image = face(number);
        const Encoded encoded = codec->encode(image, qp);
        const VvcPicture picture = encoder->encode(Yuv420Buffer(image, 8), qp);
        QVERIFY(encoded.bitstream == picture.bitstream);
        const Yuv420Buffer shown = Yuv420Buffer::fromTenBit(picture.samples, alignedSize, alignedSize);
        QCOMPARE(encoded.reconstruction, shown.toRgb(alignedSize, alignedSize));
        writeFileAtomically(stream, encoded.bitstream);
        const std::string said = run({decoder, "-b", stream, "-o", decoded, "-d", "8"});
        QVERIFY(readFile(decoded) == shown.samples());
        // And at the QP asked for.
        QVERIFY2(QString::fromStdString(said).contains(QStringLiteral("QP %1 ").arg(qp)), said.c_str());
    }

    void programsOfVvencGiveTheBytesOfTheLibrary_data() {
        addRows({"faster", "fast", "medium", "slow", "slower"}, {22, 37, 51}, faceCount(2));
    }
    void programsOfVvencGiveTheBytesOfTheLibrary() {
        const VvencLibrary library = findVvencLibrary();
        const std::string full = programIn("LIMEN_VVENC", {"vvencFFapp"});
        const std::string small = programIn("LIMEN_VVENC", {"vvencapp"});
        if (library.api == nullptr)
            QSKIP("needs VVenC: Limen built with it or LIMEN_VVENC_PLUGIN");
        if (full.empty() || small.empty())
            QSKIP("needs vvencFFapp and vvencapp in the folder LIMEN_VVENC");
        QFETCH(QString, preset);
        QFETCH(int, qp);
        QFETCH(std::size_t, number);
        const auto inProcess = makeVvencLibraryEncoder(library, preset.toStdString());
        const VvencProgram program = findVvencProgram();
        QVERIFY(program.writesReconstruction);
        const auto asProgram = makeVvencProgramEncoder(program, preset.toStdString(), {});
        VvencProgram other;
        other.encoder.path = small;
        other.decoder = findVtmDecoder();
        const auto asSmallProgram = makeVvencProgramEncoder(other, preset.toStdString(), {});
        const Yuv420Buffer picture(face(number), 8);
        const VvcPicture mine = inProcess->encode(picture, qp);
        const VvcPicture theirs = asProgram->encode(picture, qp);
        QVERIFY(mine.bitstream == theirs.bitstream);
        QVERIFY(mine.samples == theirs.samples);
        if (!other.decoder.usable())
            return;
        const VvcPicture decoded = asSmallProgram->encode(picture, qp);
        QVERIFY(mine.bitstream == decoded.bitstream);
        QVERIFY(mine.samples == decoded.samples);
    }

    void vtmIsTheProgramRunByHand_data() { addRows({"VTM"}, {32, 42, 51}, faceCount(1)); }
    void vtmIsTheProgramRunByHand() {
        const std::string program = programIn("LIMEN_VTM", {"EncoderApp", "EncoderAppStatic"});
        if (program.empty() || !isAvailable("vtm"))
            QSKIP("needs VTM's EncoderApp and encoder_intra_vtm.cfg in the folder LIMEN_VTM");
        QFETCH(int, qp);
        QFETCH(std::size_t, number);
        const fs::path chosen = qgetenv("LIMEN_VTM_CFG").toStdString();
        fs::path configuration = chosen;
        for (const char* place : {"cfg", "../cfg", "."})
            if (configuration.empty() &&
                fs::exists(fs::path(program).parent_path() / place / "encoder_intra_vtm.cfg"))
                configuration = fs::path(program).parent_path() / place / "encoder_intra_vtm.cfg";
        QVERIFY(!configuration.empty());
        const auto codec = createCodec("vtm");
        const ScratchFolder folder;
        const std::string in = folder.path() / "f.yuv";
        const std::string stream = folder.path() / "f.266";
        const std::string shown = folder.path() / "r.yuv";
        const RgbImage image = face(number);
        const Encoded encoded = codec->encode(image, qp);
        Yuv420Buffer picture(image, 8);
        writeFileAtomically(in, picture.samples());
        const std::string said = run({program,
                                      "-c",
                                      configuration.string(),
                                      "-i",
                                      in,
                                      "-b",
                                      stream,
                                      "-wdt",
                                      "112",
                                      "-hgt",
                                      "112",
                                      "-fr",
                                      "25",
                                      "-f",
                                      "1",
                                      "-ts",
                                      "1",
                                      "-q",
                                      std::to_string(qp),
                                      "--InputBitDepth=8",
                                      "--InternalBitDepth=10",
                                      "--OutputBitDepth=8",
                                      "--InputChromaFormat=420",
                                      "--ConformanceWindowMode=1",
                                      "--ReconFile=" + shown});
        QVERIFY(readFile(stream) == encoded.bitstream);
        const QString bits = QStringLiteral(" %1 bits").arg(8 * encoded.bitstream.size());
        QVERIFY2(QString::fromStdString(said).contains(bits), said.c_str());
        QVERIFY2(QString::fromStdString(said).contains(QStringLiteral("QP %1 ").arg(qp)), said.c_str());
        picture.samples() = readFile(shown);
        QCOMPARE(encoded.reconstruction, picture.toRgb(alignedSize, alignedSize));
        // The stored stream gives the same picture.
        QCOMPARE(codec->decode(encoded.bitstream, alignedSize, alignedSize), encoded.reconstruction);
        // SPS of 39 bytes and PPS of 16 or 17: QPs are written with few or many bits.
        QVERIFY2(encoded.headerBytes == 55 || encoded.headerBytes == 56,
                 qPrintable(QString::number(encoded.headerBytes)));
    }

    void everySizeIsTaken() {
        if (findVvencLibrary().api == nullptr)
            QSKIP("needs VVenC: Limen built with it or LIMEN_VVENC_PLUGIN");
        const auto codec = createCodec("vvc:preset=faster");
        for (const auto& [width, height] :
             {std::pair(1, 1), {3, 5}, {17, 16}, {15, 200}, {111, 113}, {114, 114}, {1, 112}}) {
            const Encoded encoded = codec->encode(test::texturedImage(width, height, 1), 22);
            QCOMPARE(encoded.reconstruction.width, width);
            QCOMPARE(encoded.reconstruction.height, height);
            if (findVtmDecoder().usable())
                QCOMPARE(codec->decode(encoded.bitstream, width, height), encoded.reconstruction);
        }
    }
};

QTEST_GUILESS_MAIN(TestVvcReal)
#include "tst_vvc_real.moc"
