// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/error.h"
#include "jobs/jobs.h"
#include "recognition/model_card.h"

namespace limen {

namespace {

Json summary(const ModelCard& card) {
    return {{"name", card.name},
            {"task", card.task},
            {"format", card.format},
            {"embedding", card.embedding > 0 ? Json(card.embedding) : Json(nullptr)},
            {"licence", card.licence},
            {"source", card.source},
            {"card", card.cardFile.empty() ? Json(nullptr) : Json(card.cardFile.string())}};
}

Json list() {
    std::vector<std::string> problems;
    Json models = Json::array();
    for (const ModelCard& card : installedModels(&problems))
        models.push_back(summary(card));
    return {{"models", std::move(models)}, {"problems", problems}};
}

Json info(const ModelCard& card) {
    Json result = summary(card);
    const ModelInput& in = card.input;
    result["architecture"] = card.architecture;
    result["options"] = card.options;
    result["input"] = {{"size", {in.width, in.height}},
                       {"crop", {in.cropX, in.cropY, in.cropWidth, in.cropHeight}},
                       {"colour", in.bgr ? "BGR" : "RGB"},
                       {"mean", in.mean},
                       {"std", in.std}};
    result["output"] = card.output;
    result["files"] = Json::array();
    for (std::size_t i = 0; i < card.files.size(); ++i)
        result["files"].push_back(
            {{"file", card.files[i].string()}, {"sha256", card.sha256.at(card.fileNames[i])}});
    result["hash"] = card.hash;
    result["verified"] = true;
    result["problem"] = nullptr;
    try {
        card.verifyFiles();
    } catch (const Error& error) {
        result["verified"] = false;
        result["problem"] = error.what();
    }
    return result;
}

Outcome run(const Params& params, JobContext&) {
    const std::string action = params.text("action");
    if (action == "list")
        return Outcome::succeeded(list());
    if (!params.has("target"))
        throwBadInput("`limen models " + action + "` needs a model.",
                      action == "info" ? "Give an installed name or the path of a card."
                                       : "Give the path of the card to import.");
    const std::string target = params.text("target");
    if (action == "info")
        return Outcome::succeeded(info(findModel(target, "")));
    const std::filesystem::path card = importModel(target);
    return Outcome::succeeded({{"imported", readModelCard(card).name}, {"card", card.string()}});
}

}  // namespace

Job modelsJob() {
    ParamSpec action;
    action.name = "action";
    action.type = ParamType::Choice;
    action.help = "What to do";
    action.choices = {"list", "info", "import"};
    action.defaultValue = "list";
    action.positional = true;
    ParamSpec target;
    target.name = "target";
    target.help = "info: an installed name or a card; import: a card";
    target.positional = true;
    Job job;
    job.id = "models";
    job.title = "Models";
    job.help =
        "Lists the models Limen finds (in the folders of LIMEN_MODELS, then among your own), shows one, or "
        "copies a "
        "model card with its files into your model folder after checking their hashes.";
    job.params = {action, target};
    job.run = run;
    return job;
}

}  // namespace limen
