// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QVector>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "image/rgb_image.h"
#include "training/run_folder.h"
#include "training/run_history.h"

namespace limen {

/// What the list of runs says of one.
struct RunSummary {
    std::string name;  ///< "NAME" or "NAME/fold-K"
    RunFolder folder{std::filesystem::path()};
    std::optional<RunStatus> status;  ///< none before its first step
    bool active = false;              ///< a process is training it now
    QDateTime changed;                ///< when its folder was last written to
};
using RunSummaries = std::vector<RunSummary>;

bool operator==(const RunSummary& a, const RunSummary& b);

/// One number of a run over its steps.
struct MetricSeries {
    QVector<double> steps;  ///< steps done when it was measured, ascending
    QVector<double> values;
};
using MetricSeriesMap = std::map<std::string, MetricSeries>;

/// A face that is shown while a run learns.
struct PreviewPicture {
    std::string name;  ///< IDENTITY/STEM
    RgbImage original, jnd, predicted;
    double psnr = 0.0;          ///< dB, predicted against jnd
    double originalPsnr = 0.0;  ///< dB, original against jnd
};
struct PreviewPictures {
    std::int64_t step = 0;
    std::vector<PreviewPicture> faces;
};

/// A state from which training can go on.
struct RunCheckpoint {
    enum class Kind { Last, Best, Kept };
    Kind kind = Kind::Last;
    std::int64_t step = 0;  ///< of a kept one
    std::filesystem::path file;
    bool operator==(const RunCheckpoint&) const = default;
};

/// What has come to a run's folder since it was last looked at.
struct RunUpdate {
    bool restarted = false;  ///< the numbers known before no longer hold
    MetricSeriesMap added;
    std::optional<std::vector<RunEvent>> history;
    std::optional<Json> settings;
    std::shared_ptr<const PreviewPictures> preview;
    std::optional<std::vector<RunCheckpoint>> checkpoints;
    /// A file that cannot be read, in a sentence; empty again when it can.
    std::optional<QString> problem;

    bool isEmpty() const;
};

}  // namespace limen
