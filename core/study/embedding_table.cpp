// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/embedding_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace limen {

namespace {

void bindVector(SQLite::Statement& statement, int index, const std::vector<float>& vector) {
    statement.bind(index, vector.data(), static_cast<int>(vector.size() * sizeof(float)));
}

std::vector<float> vectorOf(const SQLite::Column& blob) {
    std::vector<float> vector(static_cast<std::size_t>(blob.getBytes()) / sizeof(float));
    if (!vector.empty())
        std::memcpy(vector.data(), blob.getBlob(), vector.size() * sizeof(float));
    return vector;
}

}  // namespace

RecognizerId EmbeddingTable::idOf(const Recognizer& recognizer,
                                  const std::string& openedAs,
                                  const RecognizerOptions& options) {
    // A card's path is kept whole, so that it is found from any folder later.
    std::error_code ignored;
    const std::string kept = std::filesystem::is_regular_file(openedAs, ignored)
                                 ? std::filesystem::absolute(openedAs).lexically_normal().string()
                                 : openedAs;
    SQLite::Statement upsert(
        m_study->database(),
        "INSERT INTO recognizer (identity, name, dimension, opened_as, device, precision) "
        "VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (identity) DO UPDATE SET opened_as = excluded.opened_as RETURNING id");
    upsert.bind(1, recognizer.identity());
    upsert.bind(2, recognizer.name());
    upsert.bind(3, recognizer.dimension());
    upsert.bind(4, kept);
    upsert.bind(5, options.device);
    upsert.bind(6, options.precision);
    upsert.executeStep();
    const RecognizerId id = upsert.getColumn(0).getInt64();
    upsert.executeStep();  // to its end: an unfinished statement would keep the transaction open
    return id;
}

std::vector<RecognizerRecord> EmbeddingTable::recognizers() const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT id, name, identity, dimension, opened_as, device, precision FROM recognizer "
        "ORDER BY id");
    std::vector<RecognizerRecord> records;
    while (query.executeStep())
        records.push_back({query.getColumn(0).getInt64(),
                           query.getColumn(1).getString(),
                           query.getColumn(2).getString(),
                           query.getColumn(3).getInt(),
                           query.getColumn(4).getString(),
                           {query.getColumn(5).getString(), query.getColumn(6).getString(), 1}});
    return records;
}

RecognizerRecord EmbeddingTable::recognizer(RecognizerId id) const {
    for (const RecognizerRecord& record : recognizers())
        if (record.id == id)
            return record;
    throwFailure(fmt::format("The study {} refers to a recognizer it does not know.", m_study->name()));
}

void EmbeddingTable::addOriginal(RecognizerId recognizer,
                                 ImageId image,
                                 const std::vector<float>& embedding) {
    SQLite::Statement insert(m_study->database(),
                             "INSERT OR IGNORE INTO original_embedding (image_id, recognizer_id, vector) "
                             "VALUES (?, ?, ?)");
    insert.bind(1, image);
    insert.bind(2, recognizer);
    bindVector(insert, 3, embedding);
    insert.exec();
}

void EmbeddingTable::add(
    RecognizerId recognizer, CodecId codec, ImageId image, int level, const std::vector<float>& embedding) {
    SQLite::Statement insert(
        m_study->database(),
        "INSERT OR IGNORE INTO embedding (image_id, recognizer_id, codec_id, level, vector) "
        "VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, image);
    insert.bind(2, recognizer);
    insert.bind(3, codec);
    insert.bind(4, level);
    bindVector(insert, 5, embedding);
    insert.exec();
}

std::vector<std::pair<ImageId, std::vector<float>>> EmbeddingTable::originals(RecognizerId recognizer) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT image_id, vector FROM original_embedding WHERE recognizer_id = ? ORDER BY image_id");
    query.bind(1, recognizer);
    std::vector<std::pair<ImageId, std::vector<float>>> list;
    while (query.executeStep())
        list.emplace_back(query.getColumn(0).getInt64(), vectorOf(query.getColumn(1)));
    return list;
}

std::optional<std::vector<float>> EmbeddingTable::original(RecognizerId recognizer, ImageId image) const {
    SQLite::Statement query(m_study->database(),
                            "SELECT vector FROM original_embedding WHERE recognizer_id = ? AND image_id = ?");
    query.bind(1, recognizer);
    query.bind(2, image);
    if (!query.executeStep())
        return std::nullopt;
    return vectorOf(query.getColumn(0));
}

std::optional<std::vector<float>> EmbeddingTable::find(RecognizerId recognizer,
                                                       CodecId codec,
                                                       ImageId image,
                                                       int level) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT vector FROM embedding WHERE recognizer_id = ? AND codec_id = ? AND image_id = ? "
        "AND level = ?");
    query.bind(1, recognizer);
    query.bind(2, codec);
    query.bind(3, image);
    query.bind(4, level);
    if (!query.executeStep())
        return std::nullopt;
    return vectorOf(query.getColumn(0));
}

std::vector<std::pair<int, std::vector<float>>> EmbeddingTable::levelsOf(RecognizerId recognizer,
                                                                         CodecId codec,
                                                                         ImageId image) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT level, vector FROM embedding WHERE recognizer_id = ? AND codec_id = ? AND "
        "image_id = ? ORDER BY level");
    query.bind(1, recognizer);
    query.bind(2, codec);
    query.bind(3, image);
    std::vector<std::pair<int, std::vector<float>>> list;
    while (query.executeStep())
        list.emplace_back(query.getColumn(0).getInt(), vectorOf(query.getColumn(1)));
    return list;
}

std::size_t EmbeddingTable::levelCount(RecognizerId recognizer, CodecId codec) const {
    SQLite::Statement query(m_study->database(),
                            "SELECT count(*) FROM embedding WHERE recognizer_id = ? AND codec_id = ?");
    query.bind(1, recognizer);
    query.bind(2, codec);
    query.executeStep();
    return static_cast<std::size_t>(query.getColumn(0).getInt64());
}

}  // namespace limen
