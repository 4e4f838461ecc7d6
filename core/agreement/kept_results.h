// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/json.h"
#include "study/label_table.h"

namespace limen {

// Results that are costly to make, each kept under everything it depends on: STUDY/agreement/NAME-HASH.json,
// the hash of the key.

/// Nothing where there is none. Throws Error (Failure) for a damaged file.
std::optional<Json> readKept(const std::filesystem::path& study, const std::string& name, const Json& key);
void writeKept(const std::filesystem::path& study,
               const std::string& name,
               const Json& key,
               const Json& content);

/// A label set as whatever depends on it keeps it: codec, recognizer, FAR, reading, t0 and sets of images.
Json labelSetKey(Study& study, const LabelSet& set);

/// JND points that were found again under some condition, kept as they are found, so that whoever is stopped
/// goes on where it was.
class KeptLabels {
public:
    /// Throws Error (Failure) as readKept().
    KeptLabels(std::filesystem::path study, std::string name, Json key);

    const std::map<ImageId, Label>& labels() const { return m_labels; }
    /// From any thread; writes now and then.
    void add(const Label& label);
    /// Writes what was added since.
    void save();

private:
    void write();  // with m_mutex held

    std::filesystem::path m_study;
    std::string m_name;
    Json m_key;
    std::mutex m_mutex;  // guards what follows while labels are added
    std::map<ImageId, Label> m_labels;
    std::size_t m_unsaved = 0;
};

}  // namespace limen
