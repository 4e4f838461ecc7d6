// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <array>
#include <string>

#include "study/study.h"

namespace limen {

namespace {

// Version 1: images, encodings, embeddings, labels.
constexpr const char* images = R"(
CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('probe', 'distractor'))
);
CREATE TABLE image (
    id INTEGER PRIMARY KEY,
    identity_id INTEGER NOT NULL REFERENCES identity(id) ON DELETE CASCADE,
    stem TEXT NOT NULL,
    source_path TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    alignment TEXT NOT NULL,
    points TEXT,               -- JSON [[x, y] x 5] in pixels of the photograph
    transform TEXT NOT NULL,   -- JSON, 2x3: photograph to face
    score REAL NOT NULL,
    other_faces INTEGER NOT NULL,
    face BLOB NOT NULL,        -- PNG, 112x112
    UNIQUE (file_hash, alignment),
    UNIQUE (identity_id, stem)
);
CREATE TABLE codec (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    setting TEXT NOT NULL,
    unit TEXT NOT NULL,
    finest INTEGER NOT NULL,
    coarsest INTEGER NOT NULL,
    step INTEGER NOT NULL
);
CREATE TABLE encoding (
    image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
    codec_id INTEGER NOT NULL REFERENCES codec(id) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    header_bytes INTEGER NOT NULL,
    psnr REAL,                 -- dB, NULL: identical
    bitstream BLOB NOT NULL,
    reconstruction BLOB,       -- PNG, only where the codec cannot decode in process
    UNIQUE (image_id, codec_id, level)
);
CREATE TABLE recognizer (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    opened_as TEXT NOT NULL,   -- installed name or the card's path
    device TEXT NOT NULL,
    precision TEXT NOT NULL
);
CREATE TABLE original_embedding (
    image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
    recognizer_id INTEGER NOT NULL REFERENCES recognizer(id) ON DELETE CASCADE,
    vector BLOB NOT NULL,      -- 32-bit floats, little endian, unit length
    UNIQUE (recognizer_id, image_id)
);
CREATE TABLE embedding (
    image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
    recognizer_id INTEGER NOT NULL REFERENCES recognizer(id) ON DELETE CASCADE,
    codec_id INTEGER NOT NULL REFERENCES codec(id) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (recognizer_id, codec_id, image_id, level)
);
CREATE TABLE label_set (
    id INTEGER PRIMARY KEY,
    codec_id INTEGER NOT NULL REFERENCES codec(id) ON DELETE CASCADE,
    recognizer_id INTEGER NOT NULL REFERENCES recognizer(id) ON DELETE CASCADE,
    far_requested REAL NOT NULL,
    reading TEXT NOT NULL CHECK (reading IN ('largest', 'contiguous')),
    probe_set TEXT NOT NULL,
    distractor_set TEXT NOT NULL,
    threshold REAL NOT NULL,
    far REAL NOT NULL,
    tar REAL NOT NULL,
    tar_by_identity REAL NOT NULL,
    impostor_pairs INTEGER NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (codec_id, recognizer_id, far_requested, reading, probe_set, distractor_set)
);
CREATE TABLE label (
    set_id INTEGER NOT NULL REFERENCES label_set(id) ON DELETE CASCADE,
    image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
    flag TEXT NOT NULL CHECK (flag IN ('ok', 'no_mates', 'unrecognised', 'no_level')),
    level INTEGER,
    bpp REAL,
    genuine_accepted INTEGER NOT NULL,
    genuine_pairs INTEGER NOT NULL,
    impostors_accepted INTEGER NOT NULL,
    UNIQUE (set_id, image_id),
    CHECK ((flag = 'ok') = (level IS NOT NULL))
);
)";

// Version 2: what was done to a study, so that every number in it can be made again.
constexpr const char* history = R"(
CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    verb TEXT NOT NULL,
    parameters TEXT NOT NULL,  -- JSON
    started TEXT NOT NULL,
    finished TEXT,
    outcome TEXT,
    versions TEXT NOT NULL,
    result TEXT                -- JSON
);
)";

constexpr std::array steps = {images, history};
static_assert(steps.size() == Study::schemaVersion);

}  // namespace

void migrateStudy(SQLite::Database& database) {
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    for (int next = version; next < Study::schemaVersion; ++next) {
        SQLite::Transaction transaction(database);
        database.exec(steps.at(static_cast<std::size_t>(next)));
        database.exec("PRAGMA application_id = " + std::to_string(studyApplicationId));
        database.exec("PRAGMA user_version = " + std::to_string(next + 1));
        transaction.commit();
    }
}

}  // namespace limen
