// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_folder.h"

#include <fmt/format.h>
#include <algorithm>
#include <system_error>

#include "base/error.h"
#include "base/file_lock.h"
#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr const char* lockName = "run.lock";

bool isRun(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / "settings.json", ignored) ||
           fs::is_regular_file(folder / "status.json", ignored);
}

std::vector<fs::path> foldersIn(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->is_directory(error))
            folders.push_back(entry->path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

Json toJson(const RunStatus& status) {
    Json json = {{"state", status.state},
                 {"step", status.step},
                 {"steps", status.steps},
                 {"steps_per_epoch", status.stepsPerEpoch},
                 {"images_per_second", status.imagesPerSecond},
                 {"seconds_left", status.secondsLeft},
                 {"best_step", status.bestStep},
                 {"settings", status.settings},
                 {"message", status.message}};
    json["best_psnr"] = status.bestPsnr ? Json(*status.bestPsnr) : Json();
    return json;
}

RunStatus runStatusFrom(const Json& json) {
    RunStatus status;
    try {
        status.state = json.at("state").get<std::string>();
        status.step = json.at("step").get<std::int64_t>();
        status.steps = json.at("steps").get<std::int64_t>();
        status.stepsPerEpoch = std::max<std::int64_t>(1, json.at("steps_per_epoch").get<std::int64_t>());
        status.imagesPerSecond = json.at("images_per_second").get<double>();
        status.secondsLeft = json.at("seconds_left").get<double>();
        status.bestStep = json.at("best_step").get<std::int64_t>();
        if (!json.at("best_psnr").is_null())
            status.bestPsnr = json.at("best_psnr").get<double>();
        status.settings = json.at("settings");
        status.message = json.at("message").get<std::string>();
    } catch (const Json::exception&) {
        throwBadInput("This is not the status of a training run.");
    }
    return status;
}

fs::path RunFolder::keptCheckpoint(std::int64_t step) const {
    return m_folder / "kept" / fmt::format("step-{:08}.safetensors", step);
}

bool RunFolder::isActive() const {
    return FileLock::isHeld(m_folder / lockName);
}

std::optional<RunStatus> RunFolder::readStatus() const {
    std::error_code ignored;
    if (!fs::is_regular_file(status(), ignored))
        return std::nullopt;
    RunStatus read = runStatusFrom(Json::parse(readTextFile(status()), nullptr, false));
    if ((read.state == "running" || read.state == "paused") && !isActive())
        read.state = "cancelled";
    return read;
}

void claimRun(const RunFolder& folder, const Json& settings) {
    std::error_code ignored;
    if (fs::exists(folder.settings(), ignored) &&
        Json::parse(readTextFile(folder.settings()), nullptr, false) != settings)
        throwBadInput(
            fmt::format("{} holds a run with other settings or other data.", folder.path().string()),
            "Give this run another name, or remove that folder.");
    writeFileAtomically(folder.settings(), settings.dump(2));
}

RunLock::RunLock(const RunFolder& folder) {
    makeFolder(folder.path());
    try {
        m_lock = std::make_unique<FileLock>(folder.path() / lockName);
    } catch (const std::system_error& error) {
        throwFailure(fmt::format("Cannot train in {}: {}.", folder.path().string(), error.code().message()),
                     "Change its permissions, or copy the study to a folder you may write to.");
    }
    if (!m_lock->held())
        throwFailure(fmt::format("Another process is training in {}.", folder.path().string()),
                     "Wait for it to finish, stop it, or give this run another name.");
}

RunLock::~RunLock() = default;

std::vector<RunEntry> listRuns(const fs::path& study) {
    std::vector<RunEntry> runs;
    for (const fs::path& folder : foldersIn(study / "runs")) {
        const std::string name = folder.filename().string();
        if (isRun(folder))
            runs.push_back({name, RunFolder(folder)});
        for (const fs::path& fold : foldersIn(folder))
            if (fold.filename().string().starts_with("fold-") && isRun(fold))
                runs.push_back({name + "/" + fold.filename().string(), RunFolder(fold)});
    }
    return runs;
}

}  // namespace limen
