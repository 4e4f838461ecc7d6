// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/model_card.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <mutex>
#include <tuple>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "image/rgb_image.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t maxCardBytes = 1U << 20U;
constexpr std::array<const char*, 6> fileFormats = {"safetensors", "torch", "torchscript",
                                                    "onnx",        "caffe", "tensorflow"};

/// Reads the keys of one card; every complaint names the card and the key.
class CardReader {
public:
    CardReader(const fs::path& file, const Json& json) : m_file(file), m_json(json) {}

    [[noreturn]] void refuse(const std::string& what) const {
        throwBadInput(fmt::format("The model card {} {}.", m_file.string(), what),
                      "Correct the card, or get it again from its source.");
    }

    const Json& required(const char* key) const {
        if (!m_json.contains(key))
            refuse(fmt::format("lacks the key \"{}\"", key));
        return m_json[key];
    }

    std::string text(const Json& value, const char* key) const {
        if (!value.is_string() || value.get_ref<const std::string&>().empty())
            refuse(fmt::format("has a key \"{}\" that is not a text", key));
        return value.get<std::string>();
    }
    std::string requiredText(const char* key) const { return text(required(key), key); }
    std::string optionalText(const char* key) const {
        return m_json.contains(key) ? text(m_json[key], key) : std::string();
    }

    /// `count` whole numbers in [least, most].
    void integers(const Json& value, const char* key, std::span<int> out, int least, int most) const {
        if (!value.is_array() || value.size() != out.size())
            refuse(fmt::format("has a key \"{}\" that is not a list of {} whole numbers", key, out.size()));
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!value[i].is_number_integer() || value[i] < least || value[i] > most)
                refuse(fmt::format("has a value in \"{}\" that is not a whole number from {} to {}", key, least, most));
            out[i] = value[i].get<int>();
        }
    }
    void channels(const Json& value, const char* key, std::span<float> out) const {
        const bool right = value.is_array() && value.size() == out.size() &&
                           std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_number(); });
        if (!right)
            refuse(fmt::format("has a key \"{}\" that is not a list of three numbers", key));
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = value[i].get<float>();
    }

    const Json& json() const { return m_json; }

private:
    const fs::path& m_file;
    const Json& m_json;
};

ModelInput readInput(const CardReader& reader) {
    ModelInput input;
    if (!reader.json().contains("input"))
        return input;
    const Json& json = reader.json()["input"];
    if (!json.is_object())
        reader.refuse("has a key \"input\" that is not an object");
    if (json.contains("crop")) {
        std::array<int, 4> crop{};
        reader.integers(json["crop"], "input.crop", crop, 0, alignedSize);
        std::tie(input.cropX, input.cropY, input.cropWidth, input.cropHeight) =
            std::tuple(crop[0], crop[1], crop[2], crop[3]);
        if (input.cropWidth < 1 || input.cropHeight < 1 || input.cropX + input.cropWidth > alignedSize ||
            input.cropY + input.cropHeight > alignedSize)
            reader.refuse(fmt::format("has an \"input.crop\" outside the {0}x{0} alignment", alignedSize));
    }
    std::array<int, 2> size = {input.cropWidth, input.cropHeight};
    if (json.contains("size"))
        reader.integers(json["size"], "input.size", size, 1, 4096);
    std::tie(input.width, input.height) = std::tuple(size[0], size[1]);
    if (json.contains("colour")) {
        const std::string colour = reader.text(json["colour"], "input.colour");
        if (colour != "RGB" && colour != "BGR")
            reader.refuse(fmt::format("has the unknown \"input.colour\" \"{}\" (RGB or BGR)", colour));
        input.bgr = colour == "BGR";
    }
    if (json.contains("mean"))
        reader.channels(json["mean"], "input.mean", input.mean);
    if (json.contains("std"))
        reader.channels(json["std"], "input.std", input.std);
    for (const float value : input.std)
        if (!(value > 0.0F))
            reader.refuse("has an \"input.std\" that is not above 0");
    return input;
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void readFiles(const CardReader& reader, const fs::path& folder, ModelCard& card) {
    const Json& files = reader.required("files");
    const Json& hashes = reader.required("sha256");
    if (!files.is_array() || files.empty())
        reader.refuse("has a key \"files\" that is not a list of file names");
    if (!hashes.is_object())
        reader.refuse("has a key \"sha256\" that is not an object of file names and hashes");
    for (const Json& entry : files) {
        const std::string name = reader.text(entry, "files");
        if (!hashes.contains(name))
            reader.refuse(fmt::format("has no \"sha256\" for its file {}", name));
        const std::string hash = reader.text(hashes[name], "sha256");
        if (!isSha256(hash))
            reader.refuse(fmt::format("has a \"sha256\" of {} that is not 64 lower-case hexadecimal digits", name));
        card.fileNames.push_back(name);
        card.files.push_back((folder / name).lexically_normal());
        card.sha256.emplace(name, hash);
    }
}

/// Everything that can change an output and nothing else: no paths, no licence, no name.
std::string meaningHash(const ModelCard& card) {
    const ModelInput& in = card.input;
    Json meaning = {{"format", card.format},
                    {"architecture", card.architecture},
                    {"size", {in.width, in.height}},
                    {"crop", {in.cropX, in.cropY, in.cropWidth, in.cropHeight}},
                    {"bgr", in.bgr},
                    {"mean", in.mean},
                    {"std", in.std},
                    {"embedding", card.embedding},
                    {"output", card.output},
                    {"options", nlohmann::json(card.options).dump()}};  // keys sorted
    for (const std::string& name : card.fileNames)
        meaning["files"].push_back(card.sha256.at(name));
    return sha256Hex(meaning.dump());
}

/// A file's hash, computed once per process as long as its size and time stay: every worker opens the model.
std::string cachedHash(const fs::path& file) {
    using Key = std::tuple<std::string, std::uintmax_t, fs::file_time_type>;
    static std::mutex mutex;
    static std::map<Key, std::string> hashes;
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    const fs::file_time_type time = error ? fs::file_time_type() : fs::last_write_time(file, error);
    if (error)
        return sha256HexOfFile(file);
    const Key key(fs::absolute(file).string(), size, time);
    const std::lock_guard lock(mutex);
    const auto found = hashes.find(key);
    return found != hashes.end() ? found->second : hashes.emplace(key, sha256HexOfFile(file)).first->second;
}

}  // namespace

void ModelCard::verifyFiles() const {
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::error_code error;
        if (!fs::is_regular_file(files[i], error))
            throwBadInput(fmt::format("The model card {} names the file {}, which is not there.", cardFile.string(),
                                      files[i].string()),
                          fmt::format("Get the file from {}, or correct \"files\" of the card.", source));
        const std::string& stated = sha256.at(fileNames[i]);
        if (const std::string actual = cachedHash(files[i]); actual != stated)
            throwBadInput(fmt::format("The file {} does not match its model card {}: its SHA-256 is {}, \"sha256\" "
                                      "says {}.",
                                      files[i].string(), cardFile.string(), actual, stated),
                          fmt::format("Get the file again from {}.", source));
    }
}

ModelCard readModelCard(const fs::path& file) {
    const std::string text = readTextFile(file, maxCardBytes);
    const Json json = Json::parse(text, nullptr, false);
    const CardReader reader(file, json);
    if (!json.is_object())
        reader.refuse("is not a JSON object");

    ModelCard card;
    card.cardFile = fs::absolute(file).lexically_normal();
    card.name = reader.requiredText("name");
    // The name becomes a file name on import and a part of identities.
    if (card.name.size() > 100 || card.name.front() == '.' ||
        card.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-") !=
            std::string::npos)
        reader.refuse("has a \"name\" with other characters than letters, digits, '.', '_', '+' and '-'");
    card.task = reader.requiredText("task");
    card.format = reader.requiredText("format");
    if (std::find(fileFormats.begin(), fileFormats.end(), card.format) == fileFormats.end())
        reader.refuse(fmt::format("has the unknown \"format\" \"{}\" (safetensors, torch, torchscript, onnx, caffe or "
                                  "tensorflow)",
                                  card.format));
    card.architecture = reader.optionalText("architecture");
    card.licence = reader.requiredText("licence");
    card.source = reader.requiredText("source");
    card.download = reader.optionalText("download");
    card.output = reader.optionalText("output");
    readFiles(reader, card.cardFile.parent_path(), card);
    card.input = readInput(reader);
    if (json.contains("embedding")) {
        std::array<int, 1> embedding{};
        reader.integers(Json::array({json["embedding"]}), "embedding", embedding, 1, 65536);
        card.embedding = embedding[0];
    }
    if (json.contains("options")) {
        if (!json["options"].is_object())
            reader.refuse("has a key \"options\" that is not an object");
        card.options = json["options"];
    }
    card.hash = meaningHash(card);
    return card;
}

}  // namespace limen
