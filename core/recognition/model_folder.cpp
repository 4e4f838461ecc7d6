// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
// Where cards are found, and how they get there.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/error.h"
#include "base/installation.h"
#include "base/safe_file.h"
#include "recognition/hog_recognizer.h"
#include "recognition/model_card.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::vector<fs::path> cardFolders() {
    std::vector<fs::path> folders;
    const std::string list = environment("LIMEN_MODELS");
    for (std::size_t start = 0; start < list.size();) {
        const std::size_t end = std::min(list.find(':', start), list.size());
        if (end > start)
            folders.emplace_back(list.substr(start, end - start));
        start = end + 1;
    }
    folders.push_back(userModelFolder());
    folders.push_back(shippedModelFolder());
    return folders;
}

std::vector<fs::path> cardsIn(const fs::path& folder) {
    std::vector<fs::path> cards;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".json" && it->is_regular_file(error))
            cards.push_back(it->path());
    std::sort(cards.begin(), cards.end());
    return cards;
}

bool looksLikePath(const std::string& text) {
    return text.find('/') != std::string::npos || text.ends_with(".json");
}

/// A folder that disappears with its content unless it was moved to its place.
class PendingFolder {
public:
    explicit PendingFolder(fs::path path) : m_path(std::move(path)) { makeFolder(m_path); }
    ~PendingFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    PendingFolder(const PendingFolder&) = delete;
    PendingFolder& operator=(const PendingFolder&) = delete;

    const fs::path& path() const { return m_path; }
    void moveTo(const fs::path& target) {
        std::error_code error;
        fs::rename(m_path, target, error);
        if (error)
            throwFailure(fmt::format("Cannot put the model into {}: {}.", target.string(), error.message()),
                         "Remove that folder, or choose another XDG_DATA_HOME.");
        m_path = target;
    }
    void keep() { m_path.clear(); }

private:
    fs::path m_path;
};

/// The card as written, with `files` and the keys of `sha256` replaced.
Json rewrittenCard(const ModelCard& card, const std::vector<std::string>& names) {
    Json json = Json::parse(readTextFile(card.cardFile));
    json["files"] = names;
    json["sha256"] = Json::object();
    for (std::size_t i = 0; i < names.size(); ++i)
        json["sha256"][names[i]] = card.sha256.at(card.fileNames[i]);
    return json;
}

}  // namespace

fs::path userModelFolder() {
    const std::string data = environment("XDG_DATA_HOME");
    if (!data.empty() && data.front() == '/')  // the specification ignores relative ones
        return fs::path(data) / "limen" / "models";
    const std::string home = environment("HOME");
    return fs::path(home.empty() ? "/" : home) / ".local" / "share" / "limen" / "models";
}

fs::path shippedModelFolder() {
    return sharedDataFolder() / "models";
}

std::vector<ModelCard> installedModels(std::vector<std::string>* problems) {
    std::vector<ModelCard> models;
    std::set<std::string> names;
    const auto add = [&](ModelCard card) {
        if (names.insert(card.name).second)
            models.push_back(std::move(card));
    };
    for (const fs::path& folder : cardFolders()) {
        for (const fs::path& file : cardsIn(folder)) {
            try {
                add(readModelCard(file));
            } catch (const Error& error) {
                if (problems != nullptr)
                    problems->push_back(error.what());
            }
        }
    }
    add(hogBaselineCard());
    return models;
}

ModelCard findModel(const std::string& nameOrCard, const std::string& task) {
    const auto checked = [&](ModelCard card) {
        if (!task.empty() && card.task != task)
            throwBadInput(fmt::format("The model {} is for {}, not for {}.", card.name, card.task, task),
                          "`limen models list` shows the task of each model.");
        return card;
    };
    if (looksLikePath(nameOrCard))
        return checked(readModelCard(nameOrCard));
    std::vector<std::string> others;
    for (ModelCard& card : installedModels()) {
        if (card.name == nameOrCard)
            return checked(std::move(card));
        if (task.empty() || card.task == task)
            others.push_back(card.name);
    }
    throwBadInput(
        fmt::format("There is no installed model \"{}\".", nameOrCard),
        others.empty()
            ? std::string("Name a model card by its path, or add its folder to LIMEN_MODELS.")
            : fmt::format("Installed: {}. Or name a model card by its path.", fmt::join(others, ", ")));
}

fs::path importModel(const fs::path& cardFile) {
    const ModelCard card = readModelCard(cardFile);
    card.verifyFiles();
    const fs::path folder = userModelFolder();
    const fs::path target = folder / (card.name + ".json");
    const fs::path files =
        folder / card.name;  // the model's own, so that two models may both have a model.onnx
    std::error_code error;
    if (fs::exists(target, error) || fs::exists(files, error)) {
        if (fs::exists(target, error) && readModelCard(target).hash == card.hash) {
            readModelCard(target).verifyFiles();
            return target;
        }
        throwBadInput(
            fmt::format("Another model named {} is already in {}.", card.name, folder.string()),
            fmt::format(
                "Remove {} and {} first, or give the card another name.", target.string(), files.string()));
    }
    std::vector<std::string> names;
    PendingFolder pending(folder / fmt::format("{}.{}.part", card.name, ::getpid()));
    for (const fs::path& file : card.files) {
        const std::string name = file.filename().string();
        if (fs::exists(pending.path() / name, error))
            throwBadInput(
                fmt::format("The model card {} names two files called {}.", cardFile.string(), name),
                "Give them different names.");
        writeFileAtomically(pending.path() / name, readFile(file));
        names.push_back(card.name + "/" + name);
    }
    const Json json = rewrittenCard(card, names);
    pending.moveTo(files);
    writeFileAtomically(target, json.dump(2) + "\n");
    pending.keep();
    return target;
}

}  // namespace limen
