// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "training/jnd_faces.h"
#include "training/run_folder.h"
#include "training/training_observer.h"

namespace limen {

/// A face that is shown while a run learns; the pictures are PNG files of 112x112.
struct PreviewFace {
    std::string name;  ///< IDENTITY/STEM
    std::filesystem::path original, jnd, predicted;
    double psnr = 0.0;          ///< dB, predicted against jnd
    double originalPsnr = 0.0;  ///< dB, original against jnd: what doing nothing gives
};

struct RunPreview {
    std::int64_t step = 0;  ///< steps done
    std::vector<PreviewFace> faces;
};

/// What RUN/preview/preview.json says; no faces where there is none yet. Throws Error (BadInput).
RunPreview readRunPreview(const RunFolder& run);

/// Predicts the shown faces every so many steps while a run learns.
class RunPreviewer final : public TrainingObserver {
public:
    /// `faces`: those shown at first; others are found by name in `all`.
    RunPreviewer(RunFolder folder,
                 std::shared_ptr<const JndFaces> all,
                 std::span<const std::size_t> faces,
                 std::int64_t everySteps);

    /// Shows other faces from now on. Returns the names that are not among those with a JND point.
    std::vector<std::string> show(const std::vector<std::string>& names);

    void beforeStep(std::int64_t step, double& rate, const TrainingControls& controls) override;
    /// The faces as the network sees them when the training is over.
    void write(std::int64_t steps, models::NetworkTrainer& trainer);

private:
    RunFolder m_folder;
    std::shared_ptr<const JndFaces> m_all;
    std::vector<const JndFace*> m_faces;
    std::int64_t m_everySteps;
    std::int64_t m_written = -1;
    bool m_changed = true;
};

}  // namespace limen
