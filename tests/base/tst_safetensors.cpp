// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <QtTest>
#include <cstring>

#include "base/error.h"
#include "base/safe_file.h"
#include "base/safetensors.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

std::vector<std::uint8_t> fileOf(const std::string& header,
                                 std::size_t dataBytes,
                                 std::uint64_t statedHeader = 0) {
    const std::uint64_t size = statedHeader == 0 ? header.size() : statedHeader;
    std::vector<std::uint8_t> bytes(8 + header.size() + dataBytes);
    std::memcpy(bytes.data(), &size, 8);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    return bytes;
}

QString complaint(const std::vector<std::uint8_t>& bytes) {
    try {
        parseSafetensors(bytes, "x.safetensors");
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasWrittenIsRead() {
        const ScratchFolder folder;
        const std::map<std::string, FloatTensor> tensors = {
            {"a", {{2, 3}, {1, 2, 3, 4, 5, 6.5F}}}, {"scalar", {{}, {-1.25F}}}, {"empty", {{0, 4}, {}}}};
        writeSafetensors(folder.path() / "t.safetensors", tensors, {{"made by", "a test"}});
        const auto read = readSafetensors(folder.path() / "t.safetensors");
        QCOMPARE(read.size(), tensors.size());
        for (const auto& [name, tensor] : tensors) {
            QCOMPARE(read.at(name).shape, tensor.shape);
            QCOMPARE(read.at(name).values, tensor.values);
        }
    }

    void halfPrecisionIsWrittenForWeightsOnly() {
        const ScratchFolder folder;
        const fs::path file = folder.path() / "t.safetensors";
        // Exact in F16; ties, which go to even; the smallest subnormal and what is less; the largest.
        const std::vector<float> values = {
            1.0F, -2.5F, 0.0F, 2049.0F, 2051.0F, 1.0F / 16777216, 1.0F / 33554432, 65504.0F};
        const std::vector<float> rounded = {
            1.0F, -2.5F, 0.0F, 2048.0F, 2052.0F, 1.0F / 16777216, 0.0F, 65504.0F};
        const std::map<std::string, FloatTensor> tensors = {{"weight", {{2, 4}, values}},
                                                            {"vector", {{8}, values}}};
        writeSafetensors(file, tensors, {}, TensorStorage::F16Weights);
        const auto read = readSafetensors(file);
        QCOMPARE(read.at("weight").values, rounded);
        QCOMPARE(read.at("vector").values, values);
        QVERIFY_EXCEPTION_THROWN(
            writeSafetensors(file, {{"w", {{1, 1}, {70000.0F}}}}, {}, TensorStorage::F16Weights), Error);
    }

    void halfPrecisionIsRead() {
        // 1.0, -2.5, the smallest subnormal of F16; 1.0 and -3.0 of BF16
        auto bytes = fileOf(R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},)"
                            R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]}})",
                            10);
        const std::uint16_t values[] = {0x3c00, 0xc100, 0x0001, 0x3f80, 0xc040};
        std::memcpy(bytes.data() + bytes.size() - 10, values, 10);
        const auto read = parseSafetensors(bytes, "x");
        QCOMPARE(read.at("h").values, (std::vector<float>{1.0F, -2.5F, 5.9604644775390625e-8F}));
        QCOMPARE(read.at("b").values, (std::vector<float>{1.0F, -3.0F}));
    }

    void hostileFilesAreRefused_data() {
        QTest::addColumn<std::string>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<quint64>("statedHeader");
        QTest::addColumn<QString>("says");
        const auto one = [](const char* shape, const char* offsets, const char* type = "F32") {
            return fmt::format(
                R"({{"t":{{"dtype":"{}","shape":{},"data_offsets":{}}}}})", type, shape, offsets);
        };
        QTest::newRow("cut short") << one("[4]", "[0,16]") << 12 << quint64(0) << "lies outside the file";
        QTest::newRow("offsets beyond the end")
            << one("[4]", "[100,116]") << 16 << quint64(0) << "lies outside";
        QTest::newRow("offsets backwards") << one("[4]", "[16,0]") << 16 << quint64(0) << "lies outside";
        QTest::newRow("offsets negative")
            << one("[4]", "[-16,0]") << 16 << quint64(0) << "impossible offsets";
        QTest::newRow("offsets not numbers")
            << one("[4]", R"(["0","16"])") << 16 << quint64(0) << "impossible offsets";
        QTest::newRow("offsets overflow")
            << one("[4]", "[18446744073709551600,0]") << 16 << quint64(0) << "lies outside";
        QTest::newRow("shape overflows")
            << one("[4294967296,4294967296,4294967296]", "[0,0]") << 0 << quint64(0) << "too large";
        QTest::newRow("shape overflows to zero")
            << one("[9223372036854775808,2]", "[0,0]") << 0 << quint64(0) << "too large";
        QTest::newRow("shape negative") << one("[-4]", "[0,16]") << 16 << quint64(0) << "impossible shape";
        QTest::newRow("shape not of whole numbers")
            << one("[1.5]", "[0,16]") << 16 << quint64(0) << "impossible shape";
        QTest::newRow("shape and size differ")
            << one("[5]", "[0,16]") << 16 << quint64(0) << "its shape needs 20";
        QTest::newRow("unknown type") << one("[4]", "[0,16]", "F4") << 16 << quint64(0) << "unknown type F4";
        QTest::newRow("no type") << std::string(R"({"t":{"shape":[1],"data_offsets":[0,4]}})") << 4
                                 << quint64(0) << "no dtype, shape or offsets";
        QTest::newRow("header too long")
            << one("[4]", "[0,16]") << 16 << ~quint64(0) << "header length is impossible";
        QTest::newRow("header beyond the end")
            << one("[4]", "[0,16]") << 0 << quint64(4000) << "header length is impossible";
        QTest::newRow("header of 100 MB and more")
            << std::string("{}") << 0 << (quint64(100) << 20U) + 1 << "header length is impossible";
        QTest::newRow("no JSON") << std::string("PK\x03\x04 and so on") << 0 << quint64(0) << "not JSON";
        QTest::newRow("a list") << std::string("[1,2]") << 0 << quint64(0) << "not JSON";
        QTest::newRow("deep nesting") << std::string(100000, '[') << 0 << quint64(0) << "not JSON";
    }
    void hostileFilesAreRefused() {
        QFETCH(std::string, header);
        QFETCH(int, dataBytes);
        QFETCH(quint64, statedHeader);
        QFETCH(QString, says);
        const QString said = complaint(fileOf(header, static_cast<std::size_t>(dataBytes), statedHeader));
        QVERIFY2(said.contains(says), qPrintable(said));
        QVERIFY(said.contains(QStringLiteral("x.safetensors")));
    }

    void everyPrefixIsRefused() {
        const ScratchFolder folder;
        writeSafetensors(folder.path() / "t", {{"weight", {{3}, {1, 2, 3}}}});
        const std::vector<std::uint8_t> whole = readFile(folder.path() / "t");
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::vector<std::uint8_t> part(whole.begin(),
                                                 whole.begin() + static_cast<std::ptrdiff_t>(size));
            QVERIFY2(!complaint(part).isEmpty(), qPrintable(QString::number(size)));
        }
    }

    void notANumberIsRefused_data() {
        QTest::addColumn<quint32>("bits");
        QTest::newRow("NaN") << quint32(0x7fc00000);
        QTest::newRow("infinity") << quint32(0xff800000);
    }
    void notANumberIsRefused() {
        QFETCH(quint32, bits);
        auto bytes = fileOf(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8);
        std::memcpy(bytes.data() + bytes.size() - 4, &bits, 4);
        QVERIFY(
            complaint(bytes).contains(QStringLiteral("tensor w holds a value that is not a finite number")));
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
