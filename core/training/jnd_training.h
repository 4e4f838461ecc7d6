// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/job_context.h"
#include "training/jnd_faces.h"
#include "training/learning_schedule.h"
#include "training/people_split.h"
#include "training/run_folder.h"

namespace limen {

/// How a JND predictor is taught: what of it decides the result is kept in the run's settings.
struct JndTrainingOptions {
    Json network = Json::object();  ///< models/jnd_options.h: afd, skips, depth, width
    double lambdaId = 0.5, lambdaPixel = 5.0, lambdaContent = 0.1;
    std::string identityDistance = "mean";
    /// What the content loss looks with: "auto", "none", or a card of the task content-features or
    /// face-recognition. auto: an installed card of content-features, else a recognizer.
    std::string content = "auto";
    int contentEvery = 1;
    int contentCrop = 0;
    std::optional<std::string> encoder;  ///< file the encoder begins with (models/jnd_trainer.h)
    int batch = 12;
    double rate = 1e-4;
    EpochSchedule schedule;  ///< its stepsPerEpoch follows from the data
    bool flip = true;
    long patience = 0;          ///< epochs; 0: no early end
    long checkpointEvery = 50;  ///< steps
    long keepEvery = 0;      ///< epochs; 0: no checkpoints are kept to branch from but the last and the best
    long previewEvery = 25;  ///< steps
    int shareEvery = 100;    ///< steps between measurements of each loss's share of the gradient
};

/// One run: where, on what, from where.
struct JndRun {
    RunFolder folder;
    std::string modelName;  ///< of the card that is written
    TrainingSplit split;
    Json splitDescription = Json::object();  ///< how the split was made, for the settings
    /// What the network is to answer for the training part, where that is not the JND images; and what they
    /// are, for the settings.
    std::shared_ptr<const std::map<std::size_t, RgbImage>> targets = nullptr;
    std::string target = "jnd";
    std::string teacher = {};                  ///< who made the targets, for the settings; may be empty
    std::vector<std::size_t> unlabelled = {};  ///< further places to learn from: only their target is known
    /// A checkpoint of another run to begin with: its weights, optimiser and position.
    std::optional<std::filesystem::path> branchFrom = {};
};

struct JndRunResult {
    std::int64_t steps = 0;
    std::optional<double> validationPsnr;  ///< dB, of the best model; nothing before the first epoch's end
    std::optional<double> validationError = {};  ///< of one that predicts levels: mean, in levels
    std::int64_t bestStep = 0;
    std::string state;           ///< as in RunStatus
    std::filesystem::path card;  ///< of the best model; empty before the first epoch's end
};

/// Trains a predictor of JND images (Tian 2022, section IV), or goes on with it, until its last epoch, an
/// early end or a command to stop. Cancelled, killed or failed, it goes on where it was when called again.
/// Throws Error (BadInput) for options that do not fit together or a folder of another run, Error (Failure)
/// for losses that are no numbers or what cannot be written.
JndRunResult trainJndPredictor(const std::shared_ptr<const JndFaces>& faces,
                               const JndRun& run,
                               const JndTrainingOptions& options,
                               const JobContext& context);

}  // namespace limen
