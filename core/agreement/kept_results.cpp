// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "agreement/kept_results.h"

#include <fmt/format.h>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "study/image_table.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

fs::path keptFile(const fs::path& study, const std::string& name, const Json& key) {
    return study / "agreement" / fmt::format("{}-{}.json", name, sha256Hex(key.dump()).substr(0, 12));
}

[[noreturn]] void throwDamaged(const fs::path& file, const std::string& reason) {
    throwFailure(fmt::format("The results in {} cannot be read: {}.", file.string(), reason),
                 "Delete the file; they are then made again.");
}

Json toJson(const Label& label) {
    return {{"image", label.image},
            {"flag", flagName(label.flag)},
            {"level", label.level ? Json(*label.level) : Json()},
            {"bpp", label.bpp ? Json(*label.bpp) : Json()},
            {"mates", label.genuinePairs},
            {"accepted", label.genuineAccepted},
            {"impostors", label.impostorsAccepted}};
}

LabelFlag flagFrom(const std::string& name) {
    for (const LabelFlag flag :
         {LabelFlag::Ok, LabelFlag::NoMates, LabelFlag::Unrecognised, LabelFlag::NoLevel})
        if (name == flagName(flag))
            return flag;
    throwFailure(fmt::format("there is no flag {}", name));
}

Label labelFrom(const Json& json) {
    Label label;
    label.image = json.at("image").get<ImageId>();
    label.flag = flagFrom(json.at("flag").get<std::string>());
    if (!json.at("level").is_null())
        label.level = json.at("level").get<int>();
    if (!json.at("bpp").is_null())
        label.bpp = json.at("bpp").get<double>();
    label.genuinePairs = json.at("mates").get<int>();
    label.genuineAccepted = json.at("accepted").get<int>();
    label.impostorsAccepted = json.at("impostors").get<int>();
    if ((label.flag == LabelFlag::Ok) != label.level.has_value())
        throwFailure("a JND point and its flag contradict each other");
    return label;
}

}  // namespace

std::optional<Json> readKept(const fs::path& study, const std::string& name, const Json& key) {
    const fs::path file = keptFile(study, name, key);
    if (!fs::exists(file))
        return std::nullopt;
    try {
        Json json = Json::parse(readTextFile(file));
        if (json.at("key") != key)
            throwFailure("they are of something else");
        return std::move(json.at("content"));
    } catch (const std::exception& error) {
        throwDamaged(file, error.what());
    }
}

void writeKept(const fs::path& study, const std::string& name, const Json& key, const Json& content) {
    const fs::path file = keptFile(study, name, key);
    makeFolder(file.parent_path());
    writeFileAtomically(file, Json{{"key", key}, {"content", content}}.dump());
}

Json labelSetKey(Study& study, const LabelSet& set) {
    return {{"codec", EncodingTable(study).codec(set.key.codec).identity},
            {"recognizer", EmbeddingTable(study).recognizer(set.key.recognizer).identity},
            {"far", set.key.farRequested},
            {"reading", readingName(set.key.reading)},
            {"threshold", set.threshold},
            {"probes", set.key.probeSet},
            {"distractors", set.key.distractorSet}};
}

KeptLabels::KeptLabels(fs::path study, std::string name, Json key)
    : m_study(std::move(study)), m_name(std::move(name)), m_key(std::move(key)) {
    const std::optional<Json> kept = readKept(m_study, m_name, m_key);
    if (!kept)
        return;
    try {
        for (const Json& json : *kept) {
            const Label label = labelFrom(json);
            m_labels[label.image] = label;
        }
    } catch (const std::exception& error) {
        throwDamaged(keptFile(m_study, m_name, m_key), error.what());
    }
}

void KeptLabels::add(const Label& label) {
    constexpr std::size_t atOnce = 128;  // a few seconds of work
    const std::lock_guard lock(m_mutex);
    m_labels[label.image] = label;
    if (++m_unsaved >= atOnce)
        write();
}

void KeptLabels::save() {
    const std::lock_guard lock(m_mutex);
    if (m_unsaved > 0)
        write();
}

void KeptLabels::write() {
    Json content = Json::array();
    for (const auto& [image, label] : m_labels)
        content.push_back(toJson(label));
    writeKept(m_study, m_name, m_key, content);
    m_unsaved = 0;
}

}  // namespace limen
