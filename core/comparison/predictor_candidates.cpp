// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/candidate.h"

namespace limen {

Candidate predictorCandidate(const std::string& nameOrCard,
                             const PredictorOptions& options,
                             const std::string& name) {
    const std::shared_ptr<JndPredictor> predictor = openAnyPredictor(nameOrCard, options);
    const ModelCard& card = predictor->card();
    return {name.empty() ? card.name : name,
            CandidateKind::Predictor,
            {{"card", card.name},
             {"sha256", card.sha256},
             {"device", options.device},
             {"precision", options.precision}},
            [predictor](const ComparedPart& part, const JobContext& context) {
                std::vector<RgbImage> originals;
                for (std::size_t i = 0; i < part.size(); ++i)
                    originals.push_back(part.face(i).original);
                CandidateAnswers answers{predictor->predict(originals, context),
                                         predictor->card().options.value("method", "a trained predictor")};
                keepLevelsOf(part.codec.setting, predictor->card(), answers.faces);
                return answers;
            }};
}

}  // namespace limen
