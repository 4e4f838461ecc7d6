// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "inspect/inspect_facts.h"
#include "prediction/jnd_predictor.h"

namespace limen {

/// A predictor to choose.
struct PredictorChoice {
    std::string id;                             ///< name of an installed model, or "runs/NAME" in the study
    std::filesystem::path card;                 ///< for openJndPredictor()
    std::string hash;                           ///< ModelCard::hash: with another one it predicts otherwise
    std::optional<double> validationPsnr = {};  ///< dB, of a run
};

/// What a predictor says of one image.
struct FacePrediction {
    RgbImage image;                   ///< the predicted JND image
    double psnrToOriginal = 0.0;      ///< dB
    std::optional<double> psnrToJnd;  ///< dB, where the ground truth is known
    std::optional<int> selected;      ///< level to encode it at, where the predictor or eq. (8) says so
};

/// Where predictions come from. Called on one worker thread only, another than the loader's; may be slow;
/// throws Error, and Cancelled when stopped.
class FacePredictor {
public:
    virtual ~FacePredictor() = default;
    /// Says what can be chosen there.
    virtual std::vector<PredictorChoice> open(const InspectSource& source) = 0;
    virtual JndPrediction predict(const PredictorChoice& with,
                                  const RgbImage& face,
                                  const JobContext& context) = 0;
    /// The level that Tian 2022, eq. (8), selects for an image of the source; none unless all are stored.
    virtual std::optional<int> select(ImageId image,
                                      const RgbImage& predicted,
                                      const JobContext& context) = 0;
};

}  // namespace limen
