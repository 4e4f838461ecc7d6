// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "inspect/face_predictor.h"
#include "prediction/codec_mix.h"
#include "study/study.h"

namespace limen {

/// Predictions by installed models and by the finished runs of a study. The network is opened when it is
/// first asked and kept until another is chosen.
class StudyFacePredictor : public FacePredictor {
public:
    std::vector<PredictorChoice> open(const InspectSource& source) override;
    JndPrediction predict(const PredictorChoice& with,
                          const RgbImage& face,
                          const JobContext& context) override;
    std::optional<int> select(ImageId image, const RgbImage& predicted, const JobContext& context) override;

private:
    InspectSource m_source;
    std::optional<Study> m_study;
    std::optional<LevelReader> m_levels;

    std::unique_ptr<JndPredictor> m_predictor;
    std::string m_hash;  ///< of its card
};

}  // namespace limen
