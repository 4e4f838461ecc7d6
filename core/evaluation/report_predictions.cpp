// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_predictions.h"

#include "base/error.h"
#include "prediction/jnd_predictor.h"

namespace limen {

void addPredictions(StudyReport& report, const std::string& predictor, const JobContext& context) {
    std::vector<ReportFace*> shown;
    std::vector<RgbImage> originals;
    for (ReportSet& set : report.sets)
        for (auto* faces : {&set.most, &set.least})
            for (ReportFace& face : *faces) {
                shown.push_back(&face);
                originals.push_back(face.original);
            }
    if (shown.empty())
        return;
    try {
        const RunOptions& options = context.options();
        const auto model =
            openJndPredictor(predictor, {options.device, options.precision, context.workers()});
        std::vector<JndPrediction> predictions = model->predict(originals, context);
        for (std::size_t i = 0; i < shown.size(); ++i)
            shown[i]->predicted = std::move(predictions[i].jnd);
        report.predictor = model->card().name;
    } catch (const Error& error) {
        report.predictionProblem = error.what();
    }
}

}  // namespace limen
