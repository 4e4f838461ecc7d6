// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace limen {

class FileLock;

/// Where a training of the JND predictor stands, for whoever looks at it from outside.
struct RunStatus {
    std::string state;  ///< "running", "paused", "finished", "stopped", "ended early", "failed", "cancelled"
    std::int64_t step = 0;  ///< steps done
    std::int64_t steps = 0;
    std::int64_t stepsPerEpoch = 1;
    double imagesPerSecond = 0.0;
    double secondsLeft = 0.0;
    std::optional<double> bestPsnr;  ///< dB, mean over the validation images
    std::int64_t bestStep = 0;       ///< steps done when it was reached
    /// What may be changed while it runs, as it stands: lambda_id, lambda_pixel, lambda_content, rate.
    Json settings = Json::object();
    std::string message;  ///< why it failed
};

Json toJson(const RunStatus& status);
/// Throws Error (BadInput).
RunStatus runStatusFrom(const Json& json);

/// The folder of one training of the JND predictor, STUDY.limen/runs/NAME, or NAME/fold-K of a
/// cross-validation:
/// - settings.json     everything that decides the result
/// - checkpoint.safetensors, kept/step-N.safetensors, best.safetensors
///                     what training goes on from, or branches from
/// - model/NAME.json   card and weights of the best model so far
/// - metrics.csv       core/training/metric_file.h
/// - history.jsonl     core/training/run_history.h
/// - commands/         core/training/run_commands.h
/// - preview/          preview.json and the pictures it names
/// - split.json        core/training/jnd_division.h
/// - status.json, result.json, failed_batch.safetensors
class RunFolder {
public:
    explicit RunFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    const std::filesystem::path& path() const { return m_folder; }
    std::filesystem::path settings() const { return m_folder / "settings.json"; }
    std::filesystem::path checkpoint() const { return m_folder / "checkpoint.safetensors"; }
    std::filesystem::path bestCheckpoint() const { return m_folder / "best.safetensors"; }
    std::filesystem::path keptCheckpoint(std::int64_t step) const;
    std::filesystem::path model() const { return m_folder / "model"; }
    std::filesystem::path metrics() const { return m_folder / "metrics.csv"; }
    std::filesystem::path history() const { return m_folder / "history.jsonl"; }
    std::filesystem::path commands() const { return m_folder / "commands"; }
    std::filesystem::path preview() const { return m_folder / "preview"; }
    std::filesystem::path status() const { return m_folder / "status.json"; }
    std::filesystem::path result() const { return m_folder / "result.json"; }
    std::filesystem::path failedBatch() const { return m_folder / "failed_batch.safetensors"; }

    /// Nothing where the run has not begun. "running" and "paused" become "cancelled" where no process is
    /// training it any more.
    std::optional<RunStatus> readStatus() const;
    /// Whether a process is training it now.
    bool isActive() const;

private:
    std::filesystem::path m_folder;
};

/// Makes a folder the run of these settings, `settings`: everything that decides its result. Throws Error
/// (BadInput) when it is that of others.
void claimRun(const RunFolder& folder, const Json& settings);

/// Makes this process the only one that trains in a folder while it lives. Released by the system if the
/// process dies.
class RunLock {
public:
    /// Throws Error (Failure) when another process trains there.
    explicit RunLock(const RunFolder& folder);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

private:
    std::unique_ptr<FileLock> m_lock;
};

/// One run of a study, folds each for itself.
struct RunEntry {
    std::string name;  ///< "NAME" or "NAME/fold-K"
    RunFolder folder;
};

/// Runs of the JND predictor below STUDY.limen/runs, by name.
std::vector<RunEntry> listRuns(const std::filesystem::path& study);

}  // namespace limen
