// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/comparison_params.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "base/error.h"
#include "comparison/compared_parts.h"
#include "hvs/trained_eye_model.h"
#include "jobs/model_lists.h"
#include "prediction/jnd_predictor.h"
#include "training/held_out.h"

namespace limen {

namespace {

PredictorOptions predictorOptions(const JobContext& context) {
    return {context.options().device, context.options().precision, context.workers()};
}

/// Baselines and eye models.
std::vector<Candidate> candidatesFor(const Params& params, bool allEyeModels, const JobContext& context) {
    std::vector<Candidate> candidates = baselineCandidates();
    const std::string wanted = params.has("eye-models") ? params.text("eye-models")
                               : allEyeModels           ? "all"
                                                        : "none";
    if (wanted == "none")
        return candidates;
    const std::uint64_t seed = context.options().seed;
    std::vector<Candidate> models = eyeModelCandidates(seed);
    if (wanted != "all") {
        const std::vector<std::string> names = namesOf(params, "eye-models");
        const auto isNamed = [&names](const std::string& name) {
            return std::find(names.begin(), names.end(), name) != names.end();
        };
        if (!isNamed("all"))
            std::erase_if(models, [&](const Candidate& model) { return !isNamed(model.name); });
        for (const std::string& name : names)
            if (name != "all" && !isPublishedEyeModel(name))
                models.push_back(trainedEyeModelCandidate(name, context.options().device, seed));
    }
    candidates.insert(candidates.end(), models.begin(), models.end());
    return candidates;
}

/// The model of a run: what it is follows from its card.
Candidate candidateOfRun(const std::string& name,
                         const std::filesystem::path& card,
                         const JobContext& context) {
    if (readModelCard(card).task == eyeModelTask)
        return trainedEyeModelCandidate(
            card.string(), context.options().device, context.options().seed, name);
    return predictorCandidate(card.string(), predictorOptions(context), name);
}

/// Tables and what is kept know candidates by name alone.
void requireOwnNames(const std::vector<MeasuredPart>& parts) {
    for (const MeasuredPart& part : parts) {
        std::set<std::string> names;
        for (const Candidate& candidate : part.candidates)
            if (!names.insert(candidate.name).second)
                throwBadInput(fmt::format("Two of what is compared are called \"{}\".", candidate.name),
                              "Compare them one after the other, or train one again under another name "
                              "(--run).");
    }
}

}  // namespace

std::vector<ParamSpec> candidateParams() {
    return {
        {.name = "models",
         .help = "Predictors of JND images or levels, separated by commas: installed models or cards",
         .defaultValue = shippedPredictor},
        {.name = "run",
         .help = "Runs of the study, separated by commas and divided alike, in place of --models"},
        {.name = "eye-models",
         .help = "Eye models, separated by commas, or all, or none; cards of trained ones as well; left out: "
                 "all, where a table ranks predictors"}};
}

std::vector<MeasuredPart> measuredParts(const Study& study,
                                        const CodecRecord& codec,
                                        const std::shared_ptr<const JndFaces>& faces,
                                        const Params& params,
                                        bool allEyeModels,
                                        const JobContext& context,
                                        bool orEverybody) {
    const std::vector<Candidate> everywhere = candidatesFor(params, allEyeModels, context);
    std::vector<MeasuredPart> result;
    if (params.has("run")) {
        for (PartOfRuns& run : partsOfRuns(study, codec, *faces, namesOf(params, "run"))) {
            result.push_back({std::move(run.part), everywhere});
            for (const auto& [name, card] : run.models)
                result.back().candidates.push_back(candidateOfRun(name, card, context));
        }
        requireOwnNames(result);
        return result;
    }
    const JndDivision division = divideFaces(faces, readHeldOutIdentities(heldOutFile(params)));
    if (orEverybody && !params.has("held-out") && (division.heldOut.empty() || division.open.empty())) {
        result.push_back({wholePart(study, codec, *faces), everywhere});
        std::erase_if(result.back().candidates, [](const Candidate& candidate) {
            return candidate.kind == CandidateKind::Baseline && candidate.name != "original";
        });
    } else {
        result.push_back({heldOutPart(study, codec, division), everywhere});
    }
    for (const std::string& model : namesOf(params, "models"))
        result.back().candidates.push_back(predictorCandidate(model, predictorOptions(context)));
    requireOwnNames(result);
    return result;
}

ParamSpec constantsParam() {
    return {.name = "constants",
            .help =
                "Table 3: constant levels, separated by commas; left out: QP 24, 32, 35, 36, 37, 40, 41 "
                "and 42"};
}

std::vector<int> constantLevels(const Params& params, const CodecLevels& levels) {
    if (params.has("constants"))
        return levelsOf(params, "constants", levels);
    return levels.unit == "QP" ? std::vector<int>{24, 32, 35, 36, 37, 40, 41, 42} : std::vector<int>();
}

}  // namespace limen
