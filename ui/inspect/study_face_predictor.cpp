// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/study_face_predictor.h"

#include <utility>

#include "prediction/qp_selection.h"
#include "training/run_models.h"

namespace limen {

std::vector<PredictorChoice> StudyFacePredictor::open(const InspectSource& source) {
    m_source = source;
    m_study.reset();
    m_levels.reset();
    std::vector<PredictorChoice> choices;
    for (const ModelCard& card : installedModels())
        if (card.task == jndTask)
            choices.push_back({card.name, card.cardFile, card.hash});
    for (const RunModel& model : finishedRunModels(source.study, jndTask))
        choices.push_back({"runs/" + model.run, model.card.cardFile, model.card.hash, model.status.bestPsnr});
    return choices;
}

JndPrediction StudyFacePredictor::predict(const PredictorChoice& with,
                                          const RgbImage& face,
                                          const JobContext& context) {
    if (!m_predictor || m_hash != with.hash) {
        m_predictor.reset();
        m_predictor = openJndPredictor(with.card.string(), {});
        m_hash = with.hash;
    }
    std::vector<JndPrediction> predictions = m_predictor->predict({face}, context);
    keepLevelsOf(m_source.codecSetting, m_predictor->card(), predictions);
    return std::move(predictions.front());
}

std::optional<int> StudyFacePredictor::select(ImageId image,
                                              const RgbImage& predicted,
                                              const JobContext& context) {
    context.throwIfStopped();
    if (!m_source.codec)
        return std::nullopt;
    if (!m_levels) {
        m_study = Study::open(m_source.study, Study::Access::ReadOnly);
        m_levels.emplace(m_source.study, EncodingTable(*m_study).codec(*m_source.codec));
    }
    const std::size_t stored = EncodingTable(*m_study).records(*m_source.codec, image).size();
    if (stored != static_cast<std::size_t>(m_levels->levels().count()))
        return std::nullopt;
    return selectStoredLevel(*m_levels, image, predicted);
}

}  // namespace limen
