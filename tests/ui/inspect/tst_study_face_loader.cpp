// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "base/safe_file.h"
#include "codecs/fake_encoder.h"
#include "inspect/study_face_loader.h"
#include "jobs/job.h"
#include "ui/shell_fixture.h"

using namespace limen;
using limen::test::Environment;
namespace fs = std::filesystem;

namespace {

constexpr const char* record = "VVCSoftware: VTM Encoder Version 15.0 [Linux]";

}  // namespace

/// A study made with an encoder that this machine has not is looked at all the same.
class TestStudyFaceLoader : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    std::vector<std::unique_ptr<Environment>> m_environment;
    InspectSource m_source;
    ImageId m_image = 0;

    fs::path path(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }

    void writeVtm(const char* version) const {
        test::writeFakeEncoder(path("vtm") / "EncoderApp", version, test::goodEncoder);
    }

    /// A label of the image without a search: the fake's pictures are recognised by nobody.
    std::int64_t addLabel(int level) const {
        Study study = Study::open(m_source.study, Study::Access::ReadWrite);
        EmbeddingTable embeddings(study);
        LabelSet set;
        set.key.codec = *m_source.codec;
        set.key.recognizer =
            embeddings.idOf(*openRecognizer("hog-baseline", {}), "hog-baseline", RecognizerOptions{});
        LabelTable labels(study);
        const std::int64_t id = labels.open(set).id;
        labels.add(id, {{m_image, LabelFlag::Ok, level, 0.5, 1, 1, 0}});
        return id;
    }

private Q_SLOTS:
    void initTestCase() {
        makeFolder(path("vtm"));
        for (const auto& [name, value] : {std::pair("LIMEN_VTM", path("vtm").string()),
                                          {"LIMEN_VTM_CFG", std::string()},
                                          {"XDG_CONFIG_HOME", path("config").string()}})
            m_environment.push_back(std::make_unique<Environment>(name, value));
        std::ofstream(path("vtm") / "encoder_intra_vtm.cfg") << "QP : 32\n";
        writeVtm(record);
        m_source.study = path("s.limen");
        test::makeStudy(m_source.study, 2, 1);
        JobContext context(silentObserver(), {});
        const Json what = {{"study", m_source.study.string()}, {"codec", "vtm"}, {"qp", "30,40-42"}};
        QCOMPARE(runJob(*findJob("encode"), what, context).message, std::string());
        Study study = Study::open(m_source.study, Study::Access::ReadOnly);
        m_source.codec = EncodingTable(study).codecs().front().id;
        m_source.codecSetting = "vtm";
        m_image = ImageTable(study).withRole(Role::Probe).front().id;
        m_source.labelSet = addLabel(40);
    }
    void init() { writeVtm(record); }

    void theEncoderOfTheStudyEncodesWhatIsMissing() {
        StudyFaceLoader loader;
        QCOMPARE(loader.open(m_source).codecProblem, std::string());
        QVERIFY(loader.face(m_image).jnd->stored);
        QVERIFY(loader.frame(30).stored);
        const FaceFrame made = loader.frame(31);
        QCOMPARE(made.whyNot, std::string());
        QVERIFY(!made.stored);
        QCOMPARE(made.bytes, std::size_t{23});
    }

    void withoutItWhatIsStoredIsShownAndTheRestExplained_data() {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("why");
        QTest::newRow("absent") << QString() << QStringLiteral("there is no EncoderApp");
        QTest::newRow("another version")
            << QStringLiteral("VVCSoftware: VTM Encoder Version 22.2 [Linux]")
            << QStringLiteral("encoded with VTM 15.0, and this machine has VTM 22.2");
    }
    void withoutItWhatIsStoredIsShownAndTheRestExplained() {
        QFETCH(QString, version);
        QFETCH(QString, why);
        if (version.isEmpty())
            fs::remove(path("vtm") / "EncoderApp");
        else
            writeVtm(qPrintable(version));
        StudyFaceLoader loader;
        const SourceFacts facts = loader.open(m_source);
        QCOMPARE(facts.codecProblem, std::string());
        QCOMPARE(facts.levels.coarsest, 51);
        const FaceFacts face = loader.face(m_image);
        QCOMPARE(face.jndProblem, std::string());
        QCOMPARE(face.jnd->level, 40);
        const FaceFrame stored = loader.frame(42);
        QVERIFY(stored.stored);
        QCOMPARE(stored.image.width, alignedSize);
        const FaceFrame missing = loader.frame(31);
        QVERIFY(missing.image.pixels.empty());
        const QString said = QString::fromStdString(missing.whyNot);
        QVERIFY2(said.contains(QStringLiteral("QP 31 of this image is not stored.")), qPrintable(said));
        QVERIFY2(said.contains(why), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("Stored: QP 30,40-42.")), qPrintable(said));
    }

    void aStudyWithoutEncodingsIsEncodedWithWhatIsHere() {
        InspectSource bare;
        bare.study = path("bare.limen");
        test::makeStudy(bare.study, 2, 1);
        StudyFaceLoader loader;
        QCOMPARE(loader.open(bare).codecName, std::string("hevc"));
        Study study = Study::open(bare.study, Study::Access::ReadOnly);
        loader.face(ImageTable(study).withRole(Role::Probe).front().id);
        const FaceFrame made = loader.frame(37);
        QVERIFY(!made.stored);
        QVERIFY(made.bytes > 0);
    }
};

QTEST_GUILESS_MAIN(TestStudyFaceLoader)
#include "tst_study_face_loader.moc"
