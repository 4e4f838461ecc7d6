// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/train_levels.h"

#include "evaluation/scored_predictions.h"
#include "evaluation/selection_scores.h"
#include "jobs/model_lists.h"
#include "study/embedding_table.h"

namespace limen {

std::vector<ParamSpec> levelTrainingParams() {
    return {
        {.name = "head",
         .type = ParamType::Choice,
         .help = "mv-nr, mv-fr: what the network answers: for each level whether the face is still "
                 "recognised (binary), the same with thresholds that cannot cross (ordinal), or the JND "
                 "point (regression)",
         .defaultValue = "binary",
         .choices = {"binary", "ordinal", "regression"}},
        {.name = "references",
         .help = "mv-fr: levels at which the network sees the face as well, separated by commas; each "
                 "costs an encoding for every face",
         .defaultValue = "37"},
        {.name = "trunk",
         .type = ParamType::Choice,
         .help = "mv-nr, mv-fr: what they see of a recognizer: the means of its last two maps, or its "
                 "embedding, which is all that a recognizer run by OpenCV shows",
         .defaultValue = "maps",
         .choices = {"maps", "embedding"}},
        {.name = "trunk-recognizer",
         .help = "mv-nr, mv-fr, regressor: the recognizer they see with; left out: that of the labels"},
        {.name = "unbalanced",
         .type = ParamType::Flag,
         .help = "mv-nr, mv-fr, binary: at each level all faces weigh the same, however few are (or are not) "
                 "recognised there"}};
}

bool predictsLevels(const Params& params) {
    const std::string model = params.text("model");
    return model == "mv-nr" || model == "mv-fr" || model == "regressor";
}

FaceDescriptions faceDescriptionsOf(Study& study,
                                    const LabelSet& labels,
                                    const Params& params,
                                    std::shared_ptr<const JndFaces> faces) {
    CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const DescriptionPlan plan = {
        .trunk = params.text("model") == "regressor" ? "embedding" : params.text("trunk"),
        .recognizer = params.has("trunk-recognizer")
                          ? params.text("trunk-recognizer")
                          : EmbeddingTable(study).recognizer(labels.key.recognizer).openedAs,
        .references = params.text("model") == "mv-fr" ? levelsOf(params, "references", codec.levels)
                                                      : std::vector<int>()};
    return {study.folder(), std::move(codec), std::move(faces), plan};
}

LevelTrainingOptions levelTrainingOptionsOf(const Params& params) {
    LevelTrainingOptions options;
    const std::string model = params.text("model");
    options.method = model == "mv-nr"   ? LevelMethod::NoReference
                     : model == "mv-fr" ? LevelMethod::FewReference
                                        : LevelMethod::Regressor;
    LevelNetworkOptions& network = options.network;
    network.head = params.text("head");
    network.balanced = !params.flag("unbalanced");
    if (params.has("batch"))
        network.batch = static_cast<int>(params.integer("batch"));
    if (params.has("epochs"))
        network.epochs = params.integer("epochs");
    network.rate = params.real("rate");
    options.flip = !params.flag("no-flip");
    return options;
}

Json measuredLevels(const JndFaces& faces,
                    const CodecLevels& levels,
                    const std::vector<std::size_t>& test,
                    const std::filesystem::path& card,
                    const JobContext& context) {
    const auto predictor = openAnyPredictor(
        card.string(), {context.options().device, context.options().precision, context.workers()});
    std::vector<RgbImage> originals;
    for (const std::size_t place : test)
        originals.push_back(faces.faces[place].original);
    std::vector<int> selected;
    for (const JndPrediction& prediction : predictor->predict(originals, context))
        selected.push_back(*prediction.level);
    return {
        {"images", test.size()},
        {"selection",
         toJson(summarizeSelection(unscoredFaces(faces, test), selected, levels, context.options().seed))}};
}

}  // namespace limen
