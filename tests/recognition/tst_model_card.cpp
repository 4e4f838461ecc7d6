// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "recognition/model_card.h"
#include "recognition/recognizer.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

QString complaint(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

/// A card for a file "w.bin" beside its folder.
Json cardJson(const std::string& content) {
    return {{"name", "tiny"},
            {"task", "face-recognition"},
            {"format", "safetensors"},
            {"architecture", "mobilefacenet"},
            {"files", {"../w.bin"}},
            {"input",
             {{"size", {96, 112}},
              {"crop", {8, 0, 96, 112}},
              {"colour", "BGR"},
              {"mean", {1, 2, 3}},
              {"std", {4, 5, 6}}}},
            {"embedding", 128},
            {"licence", "none"},
            {"source", "a test"},
            {"sha256", {{"../w.bin", sha256Hex(content)}}}};
}

}  // namespace

class TestModelCard : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ScratchFolder> m_scratch;
    fs::path m_card;

    void write(const Json& json) { writeFileAtomically(m_card, json.dump()); }
    QString said(const Json& json) {
        write(json);
        return complaint([this] { readModelCard(m_card); });
    }

private Q_SLOTS:
    void init() {
        m_scratch = std::make_unique<ScratchFolder>();
        makeFolder(m_scratch->path() / "cards");
        m_card = m_scratch->path() / "cards" / "tiny.json";
        writeFileAtomically(m_scratch->path() / "w.bin", std::string_view("weights"));
        qputenv("XDG_DATA_HOME", (m_scratch->path() / "data").c_str());
        qputenv("LIMEN_MODELS", (m_scratch->path() / "cards").c_str());
    }

    void aCardIsRead() {
        write(cardJson("weights"));
        const ModelCard card = readModelCard(m_card);
        QCOMPARE(card.name, std::string("tiny"));
        QCOMPARE(card.files.at(0), m_scratch->path() / "w.bin");
        QCOMPARE(card.input.width, 96);
        QCOMPARE(card.input.height, 112);
        QCOMPARE(card.input.cropX, 8);
        QCOMPARE(card.input.cropWidth, 96);
        QVERIFY(card.input.bgr);
        QCOMPARE(card.input.mean[2], 3.0F);
        QCOMPARE(card.input.std[0], 4.0F);
        QCOMPARE(card.embedding, 128);
        QCOMPARE(card.hash.size(), std::size_t(64));
        card.verifyFiles();
    }

    void eachMissingKeyIsNamed_data() {
        QTest::addColumn<std::string>("key");
        for (const char* key : {"name", "task", "format", "files", "licence", "source", "sha256"})
            QTest::newRow(key) << std::string(key);
    }
    void eachMissingKeyIsNamed() {
        QFETCH(std::string, key);
        Json json = cardJson("weights");
        json.erase(key);
        const QString text = said(json);
        QVERIFY2(text.contains(QStringLiteral("lacks the key \"%1\"").arg(QString::fromStdString(key))),
                 qPrintable(text));
        QVERIFY(text.contains(QString::fromStdString(m_card.string())));
    }

    void wrongValuesAreNamed_data() {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* patch, const char* says) {
            QTest::newRow(patch) << QByteArray(patch) << QString::fromUtf8(says);
        };
        row(R"({"format":"pickle"})", "unknown \"format\" \"pickle\"");
        row(R"({"format":"builtin"})", "unknown \"format\"");
        row(R"({"name":7})", "\"name\" that is not a text");
        row(R"({"name":"../../etc/x"})", "\"name\" with other characters");
        row(R"({"name":".hidden"})", "\"name\" with other characters");
        row(R"({"files":[]})", "\"files\"");
        row(R"({"files":"w.bin"})", "\"files\"");
        row(R"({"files":["other.bin"]})", "no \"sha256\" for its file other.bin");
        row(R"({"sha256":{"../w.bin":"abc"}})", "64 lower-case hexadecimal digits");
        row(R"({"sha256":[]})", "\"sha256\"");
        row(R"({"embedding":0})", "embedding");
        row(R"({"embedding":"128"})", "embedding");
        row(R"({"options":3})", "\"options\" that is not an object");
        row(R"({"input":[]})", "\"input\" that is not an object");
        row(R"({"input":{"size":[96]}})", "input.size");
        row(R"({"input":{"size":[0,112]}})", "input.size");
        row(R"({"input":{"crop":[20,0,96,112]}})", "outside the 112x112 alignment");
        row(R"({"input":{"crop":[-1,0,96,112]}})", "input.crop");
        row(R"({"input":{"colour":"YUV"}})", "input.colour");
        row(R"({"input":{"mean":[1,2]}})", "input.mean");
        row(R"({"input":{"std":[1,0,1]}})", "input.std");
    }
    void wrongValuesAreNamed() {
        QFETCH(QByteArray, patch);
        QFETCH(QString, says);
        Json json = cardJson("weights");
        json.update(Json::parse(patch.toStdString()));
        const QString text = said(json);
        QVERIFY2(text.contains(says), qPrintable(text));
    }

    void whatIsNoCardIsRefused() {
        for (const char* text : {"", "{", "[]", "null", "\xff\xfe"}) {
            writeFileAtomically(m_card, std::string_view(text));
            QVERIFY(
                complaint([this] { readModelCard(m_card); }).contains(QStringLiteral("not a JSON object")));
        }
        QVERIFY(!complaint([this] { readModelCard(m_card.parent_path() / "none.json"); }).isEmpty());
        QVERIFY(!complaint([this] { readModelCard(m_card.parent_path()); }).isEmpty());
    }

    void filesAreVerified() {
        write(cardJson("something else"));
        const QString different = complaint([this] { readModelCard(m_card).verifyFiles(); });
        QVERIFY2(different.contains(QStringLiteral("w.bin does not match its model card")),
                 qPrintable(different));

        write(cardJson("weights"));
        readModelCard(m_card).verifyFiles();
        writeFileAtomically(m_scratch->path() / "w.bin", std::string_view("weights, changed"));
        QVERIFY(!complaint([this] {
                     readModelCard(m_card).verifyFiles();
                 }).isEmpty());  // the cached hash is not used

        fs::remove(m_scratch->path() / "w.bin");
        QVERIFY(complaint([this] {
                    readModelCard(m_card).verifyFiles();
                }).contains(QStringLiteral("which is not there")));
    }

    void theHashFollowsTheMeaning() {
        write(cardJson("weights"));
        const std::string hash = readModelCard(m_card).hash;
        Json same = cardJson("weights");
        same["licence"] = "other words";
        write(same);
        QCOMPARE(readModelCard(m_card).hash, hash);
        for (const char* patch : {R"({"input":{"size":[112,112]}})",
                                  R"({"architecture":"other"})",
                                  R"({"output":"fc"})",
                                  R"({"options":{"blocks":"plain"}})",
                                  R"({"format":"onnx"})",
                                  R"({"embedding":64})"}) {
            Json changed = cardJson("weights");
            changed.update(Json::parse(patch));
            write(changed);
            QVERIFY2(readModelCard(m_card).hash != hash, patch);
        }
        write(cardJson("other weights"));
        QVERIFY(readModelCard(m_card).hash != hash);
    }

    void installedModelsAreFoundInOrder() {
        write(cardJson("weights"));
        makeFolder(userModelFolder());
        Json second = cardJson("weights");
        second["source"] = "shadowed";
        writeFileAtomically(userModelFolder() / "tiny.json", second.dump());
        writeFileAtomically(userModelFolder() / "broken.json", std::string_view("{}"));
        std::vector<std::string> problems;
        const std::vector<ModelCard> models = installedModels(&problems);
        QVERIFY(models.size() >= 2);  // those that Limen ships lie between
        QCOMPARE(models.front().source, std::string("a test"));
        QCOMPARE(models.back().name, std::string("hog-baseline"));
        QCOMPARE(
            std::count_if(
                models.begin(), models.end(), [](const ModelCard& model) { return model.name == "tiny"; }),
            1);
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(problems[0]).contains(QStringLiteral("broken.json")));

        QCOMPARE(findModel("tiny", "face-recognition").source, std::string("a test"));
        QCOMPARE(findModel(m_card.string(), "").name, std::string("tiny"));
        QVERIFY(complaint([] {
                    findModel("tiny", "face-quality");
                }).contains(QStringLiteral("is for face-recognition")));
        QVERIFY(complaint([] {
                    findModel("nobody", "");
                }).contains(QStringLiteral("no installed model \"nobody\"")));
    }

    void importedModelsAreWhole() {
        write(cardJson("weights"));
        const fs::path imported = importModel(m_card);
        QCOMPARE(imported, userModelFolder() / "tiny.json");
        const ModelCard card = readModelCard(imported);
        card.verifyFiles();
        QCOMPARE(card.hash, readModelCard(m_card).hash);
        QVERIFY(card.files[0].string().starts_with(userModelFolder().string()));
        QCOMPARE(importModel(m_card), imported);  // again: nothing to do

        Json other = cardJson("weights");
        other["embedding"] = 64;
        write(other);
        QVERIFY(
            complaint([this] { importModel(m_card); }).contains(QStringLiteral("Another model named tiny")));
        QCOMPARE(readModelCard(imported).embedding, 128);
    }

    void aFailedImportLeavesNothing() {
        write(cardJson("other content"));
        QVERIFY(!complaint([this] { importModel(m_card); }).isEmpty());
        QVERIFY(!fs::exists(userModelFolder() / "tiny.json"));
        QVERIFY(!fs::exists(userModelFolder()) || fs::is_empty(userModelFolder()));
    }

    void twoFilesOfOneNameAreRefused() {
        makeFolder(m_scratch->path() / "more");
        writeFileAtomically(m_scratch->path() / "more" / "w.bin", std::string_view("weights"));
        Json json = cardJson("weights");
        json["files"].push_back("../more/w.bin");
        json["sha256"]["../more/w.bin"] = sha256Hex("weights");
        write(json);
        QVERIFY(
            complaint([this] { importModel(m_card); }).contains(QStringLiteral("two files called w.bin")));
        QVERIFY(fs::is_empty(userModelFolder()));
    }

    void openingSaysWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QString>("says");
        QTest::newRow("no safetensors") << QByteArray("{}") << "w.bin is not a usable safetensors file";
        QTest::newRow("torchscript") << QByteArray(R"({"format":"torchscript"})") << "format torchscript";
        QTest::newRow("torch") << QByteArray(R"({"format":"torch"})") << "format torch";
        QTest::newRow("onnx without onnx")
            << QByteArray(R"({"format":"onnx"})") << "no file that ends in .onnx";
        QTest::newRow("other task") << QByteArray(R"({"task":"landmarks"})") << "is for landmarks";
    }
    void openingSaysWhatIsWrong() {
        QFETCH(QByteArray, patch);
        QFETCH(QString, says);
        Json json = cardJson("weights");
        json.update(Json::parse(patch.toStdString()));
        write(json);
        const QString text = complaint([this] { openRecognizer(m_card.string(), {}); });
        QVERIFY2(text.contains(says), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestModelCard)
#include "tst_model_card.moc"
