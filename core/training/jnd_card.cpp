// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/jnd_card.h"

#include "prediction/jnd_predictor.h"
#include "training/trained_model.h"

namespace limen {

Json jndCard(const std::string& name, const Json& settings, double psnr, std::int64_t steps) {
    Json training = settings;
    training["best_step"] = steps;
    training["validation_psnr"] = psnr;
    training["versions"] = trainingVersions();
    return {{"name", name},
            {"task", jndTask},
            {"architecture", "jnd-predictor"},
            {"options", settings.at("network")},
            {"input",
             {{"size", {alignedSize, alignedSize}},
              {"colour", "RGB"},
              {"mean", {127.5, 127.5, 127.5}},
              {"std", {127.5, 127.5, 127.5}}}},
            {"licence", "weights: research use, as the faces they were learned from; code: BSD-3-Clause"},
            {"source", "trained by limen train"},
            {"training", std::move(training)}};
}

}  // namespace limen
