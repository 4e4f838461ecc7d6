// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/image_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "image/image_file.h"

namespace limen {

namespace {

constexpr const char* selectImages =
    "SELECT image.id, identity_id, identity.name, identity.role, stem, source_path, file_hash, points, "
    "other_faces, alignment "
    "FROM image JOIN identity ON identity.id = identity_id ";

Role parseRole(const std::string& text) {
    return text == "distractor" ? Role::Distractor : Role::Probe;
}

std::string pointsToJson(const FacePoints& points) {
    Json list = Json::array();
    for (const Point2& point : points)
        list.push_back({point.x, point.y});
    return list.dump();
}

std::optional<FacePoints> pointsFromJson(const SQLite::Column& column) {
    if (column.isNull())
        return std::nullopt;
    const Json list = Json::parse(column.getString(), nullptr, false);
    FacePoints points;
    if (!list.is_array() || list.size() != points.size())
        return std::nullopt;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {list[i].at(0).get<double>(), list[i].at(1).get<double>()};
    return points;
}

ImageRecord recordOf(const SQLite::Statement& row) {
    ImageRecord record;
    record.id = row.getColumn(0).getInt64();
    record.identityId = row.getColumn(1).getInt64();
    record.identity = row.getColumn(2).getString();
    record.role = parseRole(row.getColumn(3).getString());
    record.stem = row.getColumn(4).getString();
    record.sourcePath = row.getColumn(5).getString();
    record.fileHash = row.getColumn(6).getString();
    record.points = pointsFromJson(row.getColumn(7));
    record.otherFaces = row.getColumn(8).getInt();
    record.alignment = row.getColumn(9).getString();
    return record;
}

std::vector<ImageRecord> collect(SQLite::Statement& query) {
    std::vector<ImageRecord> records;
    while (query.executeStep())
        records.push_back(recordOf(query));
    return records;
}

std::int64_t identityIdFor(SQLite::Database& database, const NewImage& image) {
    SQLite::Statement find(database, "SELECT id, role FROM identity WHERE name = ?");
    find.bind(1, image.identity);
    if (find.executeStep()) {
        if (parseRole(find.getColumn(1).getString()) != image.role)
            throwBadInput(fmt::format("The identity {} is already in the study as {}.",
                                      image.identity,
                                      find.getColumn(1).getString()),
                          "An identity is either a probe or a distractor.");
        return find.getColumn(0).getInt64();
    }
    SQLite::Statement insert(database, "INSERT INTO identity (name, role) VALUES (?, ?)");
    insert.bind(1, image.identity);
    insert.bind(2, roleName(image.role));
    insert.exec();
    return database.getLastInsertRowid();
}

std::string freeStem(SQLite::Database& database, std::int64_t identity, const std::string& stem) {
    SQLite::Statement taken(database, "SELECT 1 FROM image WHERE identity_id = ? AND stem = ?");
    for (int number = 1;; ++number) {
        const std::string candidate = number == 1 ? stem : fmt::format("{}-{}", stem, number);
        taken.reset();
        taken.bind(1, identity);
        taken.bind(2, candidate);
        if (!taken.executeStep())
            return candidate;
    }
}

}  // namespace

const char* roleName(Role role) {
    return role == Role::Probe ? "probe" : "distractor";
}

ImageTable::Added ImageTable::add(const NewImage& image) {
    SQLite::Database& database = m_study->database();
    if (identityOf(image.fileHash, image.alignment))
        return Added::Duplicate;
    const std::int64_t identity = identityIdFor(database, image);
    const std::vector<std::uint8_t> png = encodePng(image.face.face);
    SQLite::Statement insert(
        database,
        "INSERT INTO image (identity_id, stem, source_path, file_hash, alignment, points, "
        "transform, score, other_faces, face) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, identity);
    insert.bind(2, freeStem(database, identity, image.stem));
    insert.bind(3, image.sourcePath);
    insert.bind(4, image.fileHash);
    insert.bind(5, image.alignment);
    if (image.face.points)
        insert.bind(6, pointsToJson(*image.face.points));
    insert.bind(7, Json(image.face.transform).dump());
    insert.bind(8, image.face.score);
    insert.bind(9, image.face.otherFaces);
    insert.bind(10, png.data(), static_cast<int>(png.size()));
    insert.exec();
    return Added::New;
}

std::optional<std::string> ImageTable::identityOf(const std::string& fileHash,
                                                  const std::string& alignment) const {
    SQLite::Statement query(m_study->database(),
                            "SELECT identity.name FROM image JOIN identity ON identity.id = identity_id "
                            "WHERE file_hash = ? AND alignment = ?");
    query.bind(1, fileHash);
    query.bind(2, alignment);
    if (!query.executeStep())
        return std::nullopt;
    return query.getColumn(0).getString();
}

std::optional<Role> ImageTable::roleOf(const std::string& identity) const {
    SQLite::Statement query(m_study->database(), "SELECT role FROM identity WHERE name = ?");
    query.bind(1, identity);
    if (!query.executeStep())
        return std::nullopt;
    return parseRole(query.getColumn(0).getString());
}

int ImageTable::imagesOf(const std::string& identity) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT count(*) FROM image JOIN identity ON identity.id = identity_id WHERE name = ?");
    query.bind(1, identity);
    query.executeStep();
    return query.getColumn(0).getInt();
}

std::vector<ImageRecord> ImageTable::all() const {
    SQLite::Statement query(m_study->database(), std::string(selectImages) + "ORDER BY identity.name, stem");
    return collect(query);
}

std::vector<ImageRecord> ImageTable::withRole(Role role) const {
    SQLite::Statement query(
        m_study->database(),
        std::string(selectImages) + "WHERE identity.role = ? ORDER BY identity.name, stem");
    query.bind(1, roleName(role));
    return collect(query);
}

RgbImage ImageTable::face(ImageId image) const {
    SQLite::Statement query(m_study->database(), "SELECT face, stem FROM image WHERE id = ?");
    query.bind(1, image);
    if (!query.executeStep())
        throwFailure(fmt::format("The study {} holds no image number {}.", m_study->name(), image));
    const SQLite::Column blob = query.getColumn(0);
    return decodeImage(
        {static_cast<const std::uint8_t*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())},
        query.getColumn(1).getString());
}

ImageTable::Counts ImageTable::counts(Role role) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT count(DISTINCT identity_id), count(*) FROM image JOIN identity ON identity.id = "
        "identity_id WHERE role = ?");
    query.bind(1, roleName(role));
    query.executeStep();
    return {query.getColumn(0).getInt(), query.getColumn(1).getInt()};
}

std::map<std::string, int> ImageTable::alignments() const {
    SQLite::Statement query(m_study->database(), "SELECT alignment, count(*) FROM image GROUP BY alignment");
    std::map<std::string, int> counts;
    while (query.executeStep())
        counts[query.getColumn(0).getString()] = query.getColumn(1).getInt();
    return counts;
}

std::string ImageTable::setHash(Role role) const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT identity.name, file_hash, alignment FROM image JOIN identity ON identity.id = "
        "identity_id WHERE role = ? ORDER BY identity.name, file_hash, alignment");
    query.bind(1, roleName(role));
    Sha256 hash;
    while (query.executeStep())
        for (int column = 0; column < 3; ++column) {
            hash.add(query.getColumn(column).getString());
            hash.add("\n");
        }
    return hash.hexDigest();
}

}  // namespace limen
