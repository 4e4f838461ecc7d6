// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/quality_columns.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/error.h"
#include "jobs/model_lists.h"
#include "jobs/run_name.h"

namespace limen {

namespace {

bool ratesFaces(const ModelCard& card) {
    return card.task == faceQualityTask ||
           (card.task == "face-recognition" && card.options.value("dropout", 0.0) > 0.0);
}

/// A model and what opens it.
struct Rater {
    std::string name;  ///< an installed one's, or the path of a card
    ModelCard card;
};

std::vector<Rater> ratersOf(const std::filesystem::path& study, const Params& params) {
    std::vector<Rater> raters;
    if (params.has("quality"))
        for (const std::string& given : namesOf(params, "quality")) {
            const std::string name = qualityModelNamed(study, given);
            raters.push_back({name, findModel(name, "")});
            if (!ratesFaces(raters.back().card))
                throwBadInput(fmt::format("--quality: {} does not rate faces.", given),
                              "Name a run of `limen train-quality`, a model of the task face-quality, or a "
                              "recognizer trained with dropout.");
        }
    for (const ModelCard& card : installedModels())
        if (ratesFaces(card) && std::none_of(raters.begin(), raters.end(), [&card](const Rater& rater) {
                return rater.card.name == card.name;
            }))
            raters.push_back({card.name, card});
    return raters;
}

std::string keyOf(const ModelCard& card) {
    return (card.task == faceQualityTask ? "d_quality_" : "d_ser_fiq_") + card.name;
}

/// A column of record and what to do where no model has it.
struct ColumnOfRecord {
    const char* title;
    const char* what;
};

constexpr std::array<ColumnOfRecord, 3> columnsOfRecord = {
    {{"dSDD*", "Train a model with `limen train-quality` and name its run with --quality."},
     {"dSER*", "Import a recognizer that was trained with dropout with `limen models import CARD`."},
     {"dLightQNet",
      "Import LightQNet with `limen models import CARD`, or add the folder of its card to LIMEN_MODELS."}}};

}  // namespace

ParamSpec qualityParam() {
    return {.name = "quality",
            .help =
                "Tables 2 and 5: models that rate faces, separated by commas, beside those that are "
                "installed: runs of `limen train-quality` in the study, or cards"};
}

QualityColumns qualityColumns(const std::filesystem::path& study,
                              const Params& params,
                              const QualityOptions& options) {
    const std::vector<Rater> raters = ratersOf(study, params);
    QualityColumns result;
    std::vector<std::string> titles;
    for (const Rater& rater : raters)
        titles.push_back("d" + qualityTitle(rater.card));
    for (std::size_t i = 0; i < raters.size(); ++i) {
        const ModelCard& card = raters[i].card;
        const bool alone = std::count(titles.begin(), titles.end(), titles[i]) == 1;
        const std::string title = alone ? titles[i] : titles[i] + " of " + card.name;
        const std::string key = keyOf(card);
        if (std::any_of(raters.begin(),
                        raters.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const Rater& other) { return keyOf(other.card) == key; }))
            throwBadInput(fmt::format("--quality: two models are called \"{}\".", card.name),
                          "Name one of them.");
        try {
            result.measures.push_back(qualityDifference(key, raters[i].name, options));
            result.columns.push_back({key, {title, 4, TableColumn::Better::Smaller}});
            const std::string method = result.measures.back().source.value("method", "");
            result.notes.push_back(
                fmt::format("{}: difference of the score of {} ({}) between the predicted "
                            "and the true JND image.",
                            title,
                            card.name,
                            method));
        } catch (const Error& error) {
            result.notes.push_back(fmt::format("{} is missing: {} {}", title, error.what(), error.hint()));
        }
    }
    for (const ColumnOfRecord& column : columnsOfRecord)
        if (std::find(titles.begin(), titles.end(), column.title) == titles.end())
            result.notes.push_back(
                fmt::format("{} is missing: no model for it is at hand. {}", column.title, column.what));
    return result;
}

}  // namespace limen
