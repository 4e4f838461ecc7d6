// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "image/rgb_image.h"
#include "recognition/model_card.h"

namespace limen {

/// The task of cards that predict JND images.
inline constexpr const char* jndTask = "jnd-prediction";

/// The task of cards that predict the level to encode a face at, and no image.
inline constexpr const char* levelTask = "jnd-level";

/// The predictor that Limen ships.
inline constexpr const char* shippedPredictor = "limen-jnd-s";

/// How to run a predictor.
struct PredictorOptions {
    std::string device = "cpu";
    std::string precision = "fp32";
    int threads = 1;
};

/// What is predicted for one face.
struct JndPrediction {
    RgbImage jnd;  ///< what it may look like at its JND point; without pixels of a card of levelTask
    /// The level to encode it at, of a predictor that knows its codec; otherwise selectLevel() finds it.
    std::optional<int> level = {};

    bool hasImage() const { return !jnd.pixels.empty(); }
};

/// The JND images alone.
std::vector<RgbImage> imagesOf(const std::vector<JndPrediction>& predictions);

/// Leaves out levels that are not of the codec setting `codec`: a predictor knows those of its card's codec
/// alone. Throws Error (BadInput) when nothing is left.
void keepLevelsOf(const std::string& codec, const ModelCard& card, std::vector<JndPrediction>& predictions);

/// Predicts JND points: what a face may look like there, which level of a codec it is, or both. An object
/// belongs to one thread.
class JndPredictor {
public:
    virtual ~JndPredictor() = default;
    virtual const ModelCard& card() const = 0;
    /// The JND points of aligned faces, in their order; an answer depends on its face alone.
    /// Throws Error (BadInput) for another size, Cancelled when stopped.
    virtual std::vector<JndPrediction> predict(const std::vector<RgbImage>& faces,
                                               const JobContext& context) = 0;
};

/// The predictor of an installed model or a card; it predicts images. Throws Error (BadInput): there is none,
/// it is of another task, its files are not what the card says.
std::unique_ptr<JndPredictor> openJndPredictor(const std::string& nameOrCard,
                                               const PredictorOptions& options);

/// The same, or one that predicts levels alone, for whoever asks at which level to encode a face.
std::unique_ptr<JndPredictor> openAnyPredictor(const std::string& nameOrCard,
                                               const PredictorOptions& options);

}  // namespace limen
