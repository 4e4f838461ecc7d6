// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/encoding_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "image/image_file.h"

namespace limen {

namespace {

constexpr const char* selectRecords =
    "SELECT image_id, level, bytes, header_bytes, psnr FROM encoding WHERE codec_id = ? ";

EncodingRecord recordOf(const SQLite::Statement& row) {
    EncodingRecord record;
    record.image = row.getColumn(0).getInt64();
    record.level = row.getColumn(1).getInt();
    record.bytes = static_cast<std::size_t>(row.getColumn(2).getInt64());
    record.headerBytes = static_cast<std::size_t>(row.getColumn(3).getInt64());
    record.psnr =
        row.getColumn(4).isNull() ? std::numeric_limits<double>::infinity() : row.getColumn(4).getDouble();
    return record;
}

std::vector<EncodingRecord> collect(SQLite::Statement& query) {
    std::vector<EncodingRecord> records;
    while (query.executeStep())
        records.push_back(recordOf(query));
    return records;
}

std::vector<std::uint8_t> bytesOf(const SQLite::Column& blob) {
    const auto* data = static_cast<const std::uint8_t*>(blob.getBlob());
    return {data, data + blob.getBytes()};
}

}  // namespace

CodecId EncodingTable::idOf(const Codec& codec, const std::string& setting) {
    SQLite::Database& database = m_study->database();
    SQLite::Statement find(database, "SELECT id FROM codec WHERE identity = ?");
    find.bind(1, codec.identity());
    if (find.executeStep())
        return find.getColumn(0).getInt64();
    SQLite::Statement insert(database,
                             "INSERT INTO codec (identity, name, setting, unit, finest, coarsest, step) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, codec.identity());
    insert.bind(2, codec.name());
    insert.bind(3, setting);
    insert.bind(4, codec.levels().unit);
    insert.bind(5, codec.levels().finest);
    insert.bind(6, codec.levels().coarsest);
    insert.bind(7, codec.levels().step);
    insert.exec();
    return database.getLastInsertRowid();
}

std::vector<CodecRecord> EncodingTable::codecs() const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT id, name, setting, identity, unit, finest, coarsest, step FROM codec ORDER BY id");
    std::vector<CodecRecord> records;
    while (query.executeStep()) {
        CodecRecord record;
        record.id = query.getColumn(0).getInt64();
        record.name = query.getColumn(1).getString();
        record.setting = query.getColumn(2).getString();
        record.identity = query.getColumn(3).getString();
        record.levels = {query.getColumn(4).getString(),
                         query.getColumn(5).getInt(),
                         query.getColumn(6).getInt(),
                         query.getColumn(7).getInt()};
        records.push_back(record);
    }
    return records;
}

CodecRecord EncodingTable::codec(CodecId id) const {
    for (const CodecRecord& record : codecs())
        if (record.id == id)
            return record;
    throwFailure(fmt::format("The study {} refers to a codec it does not know.", m_study->name()));
}

void EncodingTable::add(CodecId codec,
                        const EncodingRecord& record,
                        const Encoded& encoded,
                        bool storeReconstruction) {
    SQLite::Statement insert(
        m_study->database(),
        "INSERT OR IGNORE INTO encoding (image_id, codec_id, level, bytes, header_bytes, psnr, "
        "bitstream, reconstruction) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, record.image);
    insert.bind(2, codec);
    insert.bind(3, record.level);
    insert.bind(4, static_cast<std::int64_t>(record.bytes));
    insert.bind(5, static_cast<std::int64_t>(record.headerBytes));
    if (std::isfinite(record.psnr))
        insert.bind(6, record.psnr);
    insert.bind(7, encoded.bitstream.data(), static_cast<int>(encoded.bitstream.size()));
    std::vector<std::uint8_t> png;
    if (storeReconstruction) {
        png = encodePng(encoded.reconstruction);
        insert.bind(8, png.data(), static_cast<int>(png.size()));
    }
    insert.exec();
}

std::set<std::pair<ImageId, int>> EncodingTable::existing(CodecId codec) const {
    SQLite::Statement query(m_study->database(), "SELECT image_id, level FROM encoding WHERE codec_id = ?");
    query.bind(1, codec);
    std::set<std::pair<ImageId, int>> pairs;
    while (query.executeStep())
        pairs.emplace(query.getColumn(0).getInt64(), query.getColumn(1).getInt());
    return pairs;
}

std::optional<EncodingRecord> EncodingTable::record(CodecId codec, ImageId image, int level) const {
    SQLite::Statement query(m_study->database(),
                            std::string(selectRecords) + "AND image_id = ? AND level = ?");
    query.bind(1, codec);
    query.bind(2, image);
    query.bind(3, level);
    if (!query.executeStep())
        return std::nullopt;
    return recordOf(query);
}

std::vector<EncodingRecord> EncodingTable::records(CodecId codec) const {
    SQLite::Statement query(m_study->database(), std::string(selectRecords) + "ORDER BY image_id, level");
    query.bind(1, codec);
    return collect(query);
}

std::vector<EncodingRecord> EncodingTable::records(CodecId codec, ImageId image) const {
    SQLite::Statement query(m_study->database(),
                            std::string(selectRecords) + "AND image_id = ? ORDER BY level");
    query.bind(1, codec);
    query.bind(2, image);
    return collect(query);
}

std::vector<std::uint8_t> EncodingTable::bitstream(CodecId codec, ImageId image, int level) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT bitstream FROM encoding WHERE codec_id = ? AND image_id = ? AND level = ?");
    query.bind(1, codec);
    query.bind(2, image);
    query.bind(3, level);
    if (!query.executeStep())
        return {};
    return bytesOf(query.getColumn(0));
}

std::optional<RgbImage> EncodingTable::reconstruction(CodecId codec,
                                                      ImageId image,
                                                      int level,
                                                      Codec& decoder) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT bitstream, reconstruction FROM encoding WHERE codec_id = ? AND image_id = ? AND "
        "level = ?");
    query.bind(1, codec);
    query.bind(2, image);
    query.bind(3, level);
    if (!query.executeStep())
        return std::nullopt;
    if (!query.getColumn(1).isNull())
        return decodeImage(bytesOf(query.getColumn(1)), "a stored reconstruction");
    return decoder.decode(bytesOf(query.getColumn(0)), alignedSize, alignedSize);
}

}  // namespace limen
