// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <chrono>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "codecs/encoder_places.h"
#include "codecs/fake_encoder.h"
#include "codecs/stored_codec.h"
#include "codecs/textured_image.h"
#include "jobs/job.h"
#include "study/encoding_table.h"

namespace fs = std::filesystem;
using namespace limen;
using namespace limen::test;

namespace {

constexpr const char* vtmVersion = "VVCSoftware: VTM Encoder Version 15.0 [Linux]";
constexpr const char* vvencVersion = "vvencFFapp version 1.14.0";

CodecInfo infoOf(const std::string& name) {
    for (const CodecInfo& info : knownCodecs())
        if (info.name == name)
            return info;
    return {};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The reason createCodec() gives, with its hint.
std::string refusal(const std::string& setting) {
    try {
        createCodec(setting);
        return "accepted";
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? std::string(error.what()) + " " + error.hint()
                                                   : "not as bad input";
    }
}

}  // namespace

/// Encoders that are programs, by programs that do all they should not.
class TestEncoderPrograms : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ScratchFolder> m_folder;
    std::vector<std::unique_ptr<Environment>> m_environment;

    fs::path programs() const { return m_folder->path() / "programs"; }
    /// Where Limen makes its own scratch folders.
    fs::path scratch() const { return m_folder->path() / "scratch"; }

    void set(const char* name, const std::string& value) {
        m_environment.push_back(std::make_unique<Environment>(name, value));
    }

    void writeVtm(const std::string& what, const std::string& version = vtmVersion) {
        writeFakeEncoder(programs() / "EncoderApp", version, what);
        std::ofstream(programs() / "encoder_intra_vtm.cfg") << "QP : 32\n";
    }

    /// Writes the fake for a codec.
    void writeFake(const std::string& codec, const std::string& what) {
        if (codec == "vtm")
            writeVtm(what);
        else
            writeFakeEncoder(programs() / "vvencFFapp", vvencVersion, what);
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<ScratchFolder>();
        makeFolder(programs());
        makeFolder(scratch());
        // Nothing that this machine has may stand in.
        set("TMPDIR", scratch().string());
        set("XDG_CONFIG_HOME", (m_folder->path() / "config").string());
        set("LIMEN_VTM", programs().string());
        set("LIMEN_VTM_CFG", "");
        set("LIMEN_VVENC", programs().string());
        set("LIMEN_VVENC_PLUGIN", (m_folder->path() / "none.so").string());
    }

    void cleanup() {
        QVERIFY(hasNoChildren());
        QVERIFY(fs::is_empty(scratch()));
        while (!m_environment.empty())
            m_environment.pop_back();
        m_folder.reset();
    }

    void missingProgramsAreNamedWithWhatToInstall() {
        for (const char* name : {"vtm", "vvc"}) {
            QVERIFY(!infoOf(name).available);
            const std::string said = refusal(name);
            QVERIFY2(contains(said, "names " + programs().string() + ", where there is no "), said.c_str());
            QVERIFY2(contains(said, "built from its public sources"), said.c_str());
        }
        QVERIFY(contains(infoOf("vtm").problem, "LIMEN_VTM"));
        QVERIFY(contains(infoOf("vvc").problem, "LIMEN_VVENC"));
    }

    void withoutAnythingThereIsNoProblemButAnAdvice() {
        set("LIMEN_VTM", "");
        set("LIMEN_VVENC", "");
        set("LIMEN_VVENC_PLUGIN", "");
        set("PATH", programs().string());
        QVERIFY(infoOf("vtm").problem.empty());
        QVERIFY(contains(refusal("vtm"), "not available on this machine"));
        QVERIFY(contains(refusal("vtm"), "VTM-15.0"));
        // A program in PATH serves as well.
        writeVtm(goodEncoder);
        set("PATH", programs().string() + ":/usr/bin:/bin");
        QVERIFY(infoOf("vtm").available);
    }

    void aFileThatCannotBeRunIsNoProgram() {
        writeVtm(goodEncoder);
        fs::permissions(programs() / "EncoderApp", fs::perms::owner_read | fs::perms::owner_write);
        QVERIFY(!infoOf("vtm").available);
    }

    void theConfigurationIsNeeded() {
        writeVtm(goodEncoder);
        fs::remove(programs() / "encoder_intra_vtm.cfg");
        QVERIFY2(contains(refusal("vtm"), "no encoder_intra_vtm.cfg"), refusal("vtm").c_str());
        set("LIMEN_VTM_CFG", (m_folder->path() / "other.cfg").string());
        QVERIFY2(contains(refusal("vtm"), "LIMEN_VTM_CFG names"), refusal("vtm").c_str());
        std::ofstream(m_folder->path() / "other.cfg") << "QP : 32\n";
        QVERIFY(infoOf("vtm").available);
    }

    void otherVersionsOfVtmAreUsedAndSaid() {
        writeVtm(goodEncoder);
        const std::string record = createCodec("vtm")->identity();
        QVERIFY(contains(record, "VTM 15.0"));
        QVERIFY(infoOf("vtm").note.empty());
        writeVtm(goodEncoder, "VVCSoftware: VTM Encoder Version 22.2 [Linux]");
        const CodecInfo info = infoOf("vtm");
        QVERIFY(info.available);
        QCOMPARE(info.version, std::string("VTM 22.2"));
        QVERIFY2(contains(info.note, "15.0") && contains(info.note, "22.2"), info.note.c_str());
        QVERIFY(createCodec("vtm")->identity() != record);
    }

    void anotherConfigurationIsAnotherCodec() {
        writeVtm(goodEncoder);
        const std::string before = createCodec("vtm")->identity();
        std::ofstream(programs() / "encoder_intra_vtm.cfg") << "QP : 33\n";
        QVERIFY(createCodec("vtm")->identity() != before);
    }

    void programsThatAreSomethingElseAreRefused() {
        writeVtm(goodEncoder, "Hello");
        writeFakeEncoder(programs() / "vvencFFapp", "usage: convert IN OUT", goodEncoder);
        for (const char* name : {"vtm", "vvc"})
            QVERIFY2(contains(refusal(name), "does not say which version it is"), refusal(name).c_str());
    }

    void anOldVvencIsRefused() {
        writeFakeEncoder(programs() / "vvencFFapp", "vvencFFapp version 1.7.0", goodEncoder);
        QVERIFY2(contains(refusal("vvc"), "VVenC 1.7.0 is too old"), refusal("vvc").c_str());
    }

    void aProgramWithoutReconstructionNeedsADecoder() {
        writeFakeEncoder(programs() / "vvencapp", "vvencapp version 1.14.0", goodEncoder);
        QVERIFY2(contains(refusal("vvc"), "no DecoderApp"), refusal("vvc").c_str());
    }

    void aHangingVersionIsNotWaitedFor() {
        set("LIMEN_CODEC_TIMEOUT", "1");
        std::ofstream(programs() / "EncoderApp") << "#!/bin/sh\nsleep 1000\n";
        fs::permissions(programs() / "EncoderApp", fs::perms::owner_all);
        QVERIFY2(contains(refusal("vtm"), "did not finish within 1 seconds"), refusal("vtm").c_str());
    }

    void aGoodProgramGivesThePictureItWrote_data() { codecs(); }
    void aGoodProgramGivesThePictureItWrote() {
        QFETCH(QString, codec);
        writeFake(codec.toStdString(), goodEncoder);
        const Encoded encoded = createCodec(codec.toStdString())->encode(texturedImage(33, 50, 1), 30);
        QCOMPARE(encoded.bitstream.size(), std::size_t{23});
        QCOMPARE(encoded.headerBytes, std::size_t{16});
        QCOMPARE(encoded.reconstruction.width, 33);
        QCOMPARE(encoded.reconstruction.height, 50);
        // Y = Cb = Cr = 0: green is 255/219 (-16) + 255/224 128 (0.3441 + 0.7141).
        QCOMPARE(int{encoded.reconstruction.pixels[0]}, 0);
        QCOMPARE(int{encoded.reconstruction.pixels[1]}, 136);
    }

    void aBadProgramIsOneSentence_data();
    void aBadProgramIsOneSentence();

    void aStopEndsTheProgramAtOnce_data() { codecs(); }
    void aStopEndsTheProgramAtOnce() {
        QFETCH(QString, codec);
        const fs::path started = m_folder->path() / "started";
        writeFake(codec.toStdString(), "touch '" + started.string() + "'; sleep 1000");
        std::stop_source source;
        const auto made = createCodec(codec.toStdString(), source.get_token());
        std::jthread stopper([&] {
            while (!fs::exists(started))
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            source.request_stop();
        });
        QVERIFY_EXCEPTION_THROWN(made->encode(texturedImage(16, 16, 1), 30), Cancelled);
    }

    void aStudyKeepsWhatWasEncodedAndGetsTheRestLater();

    void placesAreRememberedAndForgotten() {
        set("LIMEN_VTM", "");
        set("PATH", "/usr/bin:/bin");
        writeVtm(goodEncoder);
        const auto codecsJob = [](const Json& params) {
            JobContext context(silentObserver(), {});
            return runJob(*findJob("codecs"), params, context);
        };
        QCOMPARE(codecsJob({{"vtm", programs().string()}}).exitCode(), 0);
        QVERIFY(infoOf("vtm").available);
        QVERIFY(contains(infoOf("vtm").location, programs().string()));
        QCOMPARE(encoderPlace("vtm")->path, programs());
        // The environment wins.
        {
            const Environment other("LIMEN_VTM", scratch().string());
            QVERIFY(!infoOf("vtm").available);
        }
        QCOMPARE(codecsJob({{"vtm", (programs() / "nothing").string()}}).exitCode(), 2);
        QVERIFY(infoOf("vtm").available);
        QCOMPARE(codecsJob({{"vtm", ""}}).exitCode(), 0);
        QVERIFY(!encoderPlace("vtm"));
        QVERIFY(!infoOf("vtm").available);
        // Whatever else the file becomes, Limen starts.
        std::ofstream(m_folder->path() / "config" / "limen" / "encoders.json") << "{ no";
        QVERIFY(!encoderPlace("vtm"));
    }

private:
    static void codecs() {
        QTest::addColumn<QString>("codec");
        QTest::newRow("vtm") << "vtm";
        QTest::newRow("vvc") << "vvc";
    }
};

void TestEncoderPrograms::aBadProgramIsOneSentence_data() {
    QTest::addColumn<QString>("codec");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("said");
    for (const char* codec : {"vtm", "vvc"}) {
        const auto row = [codec](const char* name, const char* what, const char* said) {
            QTest::newRow(qPrintable(QStringLiteral("%1: %2").arg(codec, name))) << codec << what << said;
        };
        row("fails",
            "echo; echo 'Error: no such option.' >&2; exit 1",
            "exit code 1: Error: no such option.");
        row("fails on its output", "echo 'cannot go on'; exit 255", "exit code 255: cannot go on.");
        row("fails silently", "exit 3", "exit code 3, saying nothing.");
        row("crashes", "kill -SEGV $$", "signal 11");
        row("aborts with a stream", "write_stream; write_picture; kill -ABRT $$", "signal 6");
        row("colours its errors", R"(printf '\033[31mred\033[0m\n' >&2; exit 1)", "[31mred[0m");
        row("hangs", "write_stream; sleep 1000", "did not finish within 1 seconds");
        row("hangs in a child", "sleep 1000 & wait", "did not finish within 1 seconds");
        row("talks for ever",
            "while :; do echo talk; echo talk >&2; done",
            "did not finish within 1 seconds");
        row("writes nothing", ":", "wrote no bitstream");
        row("writes an empty stream", ": > \"$stream\"; write_picture", "bitstream of 0 bytes");
        row("writes a folder", "mkdir \"$stream\"; write_picture", "wrote no bitstream");
        row("writes a link", "ln -s /dev/zero \"$stream\"; write_picture", "wrote no bitstream");
        row("writes garbage", "echo garbage > \"$stream\"; write_picture", "8 bytes that are no VVC picture");
        row("writes two pictures",
            "write_stream; cp \"$stream\" \"$in\"2; cat \"$in\"2 >> \"$stream\"; write_picture",
            "no VVC picture");
        row("writes a huge stream",
            "head -c 3000000 /dev/zero > \"$stream\"; write_picture",
            "bitstream of 3000000 bytes");
        row("writes no picture", "write_stream", "wrote no picture");
        row("cuts the picture", "write_stream; head -c 100 /dev/zero > \"$shown\"", "a picture of 100 bytes");
        row("writes 8 bits",
            "write_stream; cp \"$in\" \"$shown\"",
            "a picture of 1536 bytes instead of 3072");
        row("writes loud samples",
            R"(write_stream; cat "$in" "$in" | tr '\000-\377' '\377' > "$shown")",
            "values beyond 10 bits");
        row("removes its folder", "rm -rf \"$(dirname \"$stream\")\"", "wrote no bitstream");
    }
}

void TestEncoderPrograms::aBadProgramIsOneSentence() {
    QFETCH(QString, codec);
    QFETCH(QString, what);
    QFETCH(QString, said);
    writeFake(codec.toStdString(), what.toStdString());
    const auto made = createCodec(codec.toStdString());
    if (said.startsWith(QStringLiteral("did not finish")))
        set("LIMEN_CODEC_TIMEOUT", "1");
    try {
        made->encode(texturedImage(32, 32, 1), 30);
        QFAIL("encoded");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::Failure);
        const QString sentence = QString::fromUtf8(error.what());
        QVERIFY2(sentence.contains(said), error.what());
        QVERIFY2(sentence.endsWith(QLatin1Char('.')) && !sentence.contains(QLatin1Char('\n')) &&
                     !sentence.contains(QLatin1Char('\033')) && !sentence.endsWith(QStringLiteral("..")),
                 error.what());
    }
}

void TestEncoderPrograms::aStudyKeepsWhatWasEncodedAndGetsTheRestLater() {
    const fs::path folder = m_folder->path() / "s.limen";
    {
        Study study = Study::create(folder);
        ImageTable images(study);
        for (int i = 0; i < 3; ++i) {
            AlignedFace face;
            face.face = texturedImage(alignedSize, alignedSize, static_cast<unsigned>(i));
            const std::string stem = std::to_string(i);
            images.add({"p", Role::Probe, stem, "test", stem, "test", std::move(face)});
        }
    }
    const auto encode = [&] {
        JobContext context(silentObserver(), {});
        return runJob(
            *findJob("encode"), {{"study", folder.string()}, {"codec", "vtm"}, {"qp", "30,40"}}, context);
    };
    // From its third picture on (or the second, where workers meet) the encoder crashes.
    writeVtm(std::string("n=$(cat \"$0.n\" 2>/dev/null | wc -c); printf x >> \"$0.n\"\n") +
             "[ $n -ge 2 ] && kill -SEGV $$\n" + goodEncoder);
    const Outcome some = encode();
    QCOMPARE(some.exitCode(), 3);
    QCOMPARE(some.result["encoded"].get<int>() + int(some.failedItems.size()), 6);
    QVERIFY(some.result["encoded"].get<int>() >= 1);
    QVERIFY(contains(some.failedItems.front().reason, "signal 11"));

    writeVtm("exit 7");
    const Outcome none = encode();
    QCOMPARE(none.exitCode(), 1);
    QVERIFY2(contains(none.message, "exit code 7"), none.message.c_str());

    writeVtm(goodEncoder);
    const Outcome rest = encode();
    QCOMPARE(rest.exitCode(), 0);
    QCOMPARE(rest.result["skipped"], some.result["encoded"]);
    Study study = Study::open(folder, Study::Access::ReadOnly);
    const EncodingTable encodings(study);
    QCOMPARE(encodings.codecs().size(), std::size_t{1});
    // No decoder here: the picture itself was stored, and is there without the encoder as well.
    fs::remove(programs() / "EncoderApp");
    const CodecRecord stored = encodings.codecs().front();
    const auto look = [&] {
        StoredCodec opened = openStoredCodec(stored.setting, stored.identity, stored.levels);
        if (opened.codec->identity() != stored.identity || !(opened.codec->levels() == stored.levels))
            throwFailure("This is another codec than the stored one.");
        for (const ImageRecord& image : ImageTable(study).all())
            for (const int level : {30, 40})
                if (encodings.reconstruction(stored.id, image.id, level, *opened.codec)->width != alignedSize)
                    throwFailure("This is another picture than the stored one.");
        return opened;
    };
    const StoredCodec absent = look();
    QVERIFY2(contains(absent.whyNotEncoding, "no EncoderApp"), absent.whyNotEncoding.c_str());
    QVERIFY_EXCEPTION_THROWN(absent.codec->encode(texturedImage(16, 16, 1), 30), Error);
    QVERIFY_EXCEPTION_THROWN(openStoredCodec("vtm:speed=3", stored.identity, stored.levels), Error);

    // Another version is no reason not to look either, but what it encodes would be something else.
    writeVtm(goodEncoder, "VVCSoftware: VTM Encoder Version 22.2 [Linux]");
    const StoredCodec other = look();
    QCOMPARE(other.whyNotEncoding,
             std::string("The stored levels were encoded with VTM 15.0, and this machine has VTM 22.2."));
    QVERIFY_EXCEPTION_THROWN(other.codec->encode(texturedImage(16, 16, 1), 30), Error);
    JobContext context(silentObserver(), {});
    const fs::path out = m_folder->path() / "out";
    const Json what = {
        {"study", folder.string()}, {"codec", "vtm"}, {"what", "images"}, {"out", out.string()}};
    QCOMPARE(runJob(*findJob("export"), what, context).message, std::string());
    QVERIFY(fs::exists(out / "p" / "0" / "qp30.png"));

    writeVtm(goodEncoder);
    const StoredCodec same = look();
    QCOMPARE(same.whyNotEncoding, std::string());
    QCOMPARE(same.codec->encode(texturedImage(16, 16, 1), 30).bitstream.size(), std::size_t{23});
}

QTEST_GUILESS_MAIN(TestEncoderPrograms)
#include "tst_encoder_programs.moc"
