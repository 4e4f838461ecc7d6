// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "training/jnd_faces.h"
#include "training/training_observer.h"

namespace limen {

/// The JND images a trainer predicts with its present weights for some faces.
std::vector<RgbImage> predictedJnd(models::NetworkTrainer& trainer, const std::vector<const JndFace*>& faces);

/// Measures the network on the validation part at the end of each epoch, keeps the best model, and ends the
/// training when it has not become better for some epochs.
class BestModel final : public TrainingObserver {
public:
    struct Plan {
        std::int64_t stepsPerEpoch = 1;
        std::int64_t patience = 0;  ///< epochs without a better model after which training ends; 0: never
        std::filesystem::path checkpoint;  ///< of the best model
        /// Stores the present weights as a model.
        std::function<void(const models::NetworkTrainer& trainer, double psnr, std::int64_t steps)> store;
        /// Told what was measured after step `step`.
        std::function<void(std::int64_t step, const std::string& name, double value)> publish;
    };

    /// `validation`: places in `faces`.
    BestModel(std::shared_ptr<const JndFaces> faces, std::span<const std::size_t> validation, Plan plan);

    std::optional<double> psnr() const { return m_psnr; }  ///< dB, mean over the images
    std::int64_t steps() const { return m_steps; }         ///< done when it was reached
    bool endedEarly() const { return m_endedEarly; }

    void afterStep(std::int64_t step,
                   const std::map<std::string, double>& losses,
                   const TrainingControls& controls) override;
    bool endsTraining() const override { return m_endedEarly; }
    std::string name() const override { return "best"; }
    Json state() const override;
    void restore(const Json& state) override;

private:
    std::shared_ptr<const JndFaces> m_faces;
    std::vector<const JndFace*> m_validation;
    Plan m_plan;
    double m_originalPsnr = 0.0;
    std::optional<double> m_psnr;
    std::int64_t m_steps = 0;
    std::int64_t m_worse = 0;  ///< epochs since
    bool m_endedEarly = false;
};

}  // namespace limen
