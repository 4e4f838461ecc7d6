// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>

#include "agreement/agreement_tables.h"
#include "agreement/kept_results.h"
#include "agreement/mate_halves.h"
#include "base/error.h"
#include "base/version.h"
#include "comparison/calibration_figure.h"
#include "comparison/kept_comparisons.h"
#include "comparison/table_store.h"
#include "jobs/command_line_text.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "labelling/variant_labels.h"
#include "training/held_out.h"

namespace limen {

namespace {

constexpr const char* completeGridHint = "needs every level of every probe: run `limen accuracy` first";

/// A run of the job: what it was asked, what it found.
struct AgreementRun {
    const Params& params;
    std::string command;  ///< the line that does it again
    Study study;
    TransferSide side;  ///< the label set that is looked at
    std::vector<Label> labels = {};
    std::vector<ImageRecord> withPoint = {};  ///< probes with a JND point
    std::map<ImageId, std::int64_t> identities = {};
    std::uint64_t seed = 1;
    Json result = Json::object();

    bool wants(const char* part) const { return params.text("part") == "all" || params.text("part") == part; }
};

Json aboutOf(AgreementRun& run) {
    return {{"table", "agreement"},
            {"measured_on", run.side.name()},
            {"parameters", run.params.values()},
            {"command", run.command},
            {"seed", run.seed},
            {"versions", versionSummary()},
            {"data", labelSetKey(run.study, run.side.set)}};
}

void keepTable(AgreementRun& run, const std::string& id, ResultTable table) {
    table.about = aboutOf(run);
    storeTable(run.study.folder(), {tableId(id), std::move(table)});
    run.result["tables"].push_back(tableId(id));
}

/// Why this machine cannot make levels as the label set has them; empty where it can.
std::string whyNotHere(const TransferSide& side) {
    try {
        if (createCodec(side.codec.setting)->identity() != side.codec.identity)
            return fmt::format("the levels were made by another version of {}", side.codec.setting);
        if (openRecognizer(side.recognizer.openedAs, side.recognizer.options)->identity() !=
            side.recognizer.identity)
            return fmt::format("the labels were made by another version of {}", side.recognizer.name);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

void findVariantLabels(AgreementRun& run,
                       FaceVariant variant,
                       const std::vector<ImageRecord>& images,
                       KeptLabels& kept,
                       const JobContext& context) {
    const RecognizerRecord& recognizer = run.side.recognizer;
    const Observation observation{run.study.folder(),
                                  run.side.codec.setting,
                                  run.side.codec.id,
                                  recognizer.openedAs,
                                  recognizer.id,
                                  recognizer.options};
    const Gallery gallery = loadGallery(run.study, recognizer.id, recognizer.dimension);
    const JndTask task{gallery, run.side.set.threshold, run.side.set.key.reading, run.side.codec.levels};
    const auto found = [&kept](const Label& label) { kept.add(label); };
    try {
        labelVariant(observation, task, images, variant, found, context);
    } catch (...) {
        kept.save();
        throw;
    }
    kept.save();
}

RepeatedLabels variantCondition(AgreementRun& run,
                                FaceVariant variant,
                                const std::string& note,
                                const JobContext& context) {
    RepeatedLabels condition;
    Json key = labelSetKey(run.study, run.side.set);
    key["variant"] = variantName(variant);
    KeptLabels kept(run.study.folder(), variantName(variant), std::move(key));
    std::vector<ImageRecord> missing;
    for (const ImageRecord& image : run.withPoint)
        if (!kept.labels().contains(image.id))
            missing.push_back(image);
    const std::string reason = missing.empty() ? std::string() : whyNotHere(run.side);
    if (!reason.empty()) {
        condition.name = variantName(variant);
        condition.note = "not made here: " + reason;
        return condition;
    }
    if (!missing.empty())
        findVariantLabels(run, variant, missing, kept, context);
    std::vector<Label> labels;
    for (const ImageRecord& image : run.withPoint)
        labels.push_back(kept.labels().at(image.id));
    condition = repeatedLabels(run.side.labels, labels, run.identities, run.side.codec.levels, run.seed);
    condition.name = variantName(variant);
    condition.note = note;
    return condition;
}

/// Half of the mates against the other half, and both against all of them.
std::vector<RepeatedLabels> halfConditions(AgreementRun& run, const JobContext& context) {
    constexpr const char* halfName = "half of the mates, and the other half";
    constexpr const char* allName = "all mates, and half of them";
    const CodecLevels& levels = run.side.codec.levels;
    if (!gridCoverage(run.study, run.side.codec, run.side.recognizer.id).complete()) {
        RepeatedLabels condition;
        condition.name = halfName;
        condition.note = completeGridHint;
        return {condition};
    }
    const ConstraintGrid grid = constraintGrid(run.study, run.side.set, run.labels, context.part(0.0, 0.8));
    std::map<ImageId, Label> firsts;
    std::vector<Label> seconds, both;
    for (const auto& [first, second] :
         labelsByMateHalves(run.study, run.side.set, run.labels, grid, context.part(0.8, 1.0))) {
        firsts[first.image] = first;
        seconds.push_back(second);
        both.push_back(first);
        both.push_back(second);
    }
    RepeatedLabels halves = repeatedLabels(firsts, seconds, run.identities, levels, run.seed);
    halves.name = halfName;
    halves.note =
        "mates divided in two by a draw for each probe, of people with three photographs or more; the same "
        "distractors for both, so that the two are less independent than two sets of photographs would be";
    RepeatedLabels all = repeatedLabels(run.side.labels, both, run.identities, levels, run.seed);
    all.name = allName;
    all.note = "each half of the mates beside all of them: two comparisons an image";
    return {halves, all};
}

void selfAgreement(AgreementRun& run, const JobContext& context) {
    std::vector<RepeatedLabels> conditions;
    conditions.push_back(
        variantCondition(run,
                         FaceVariant::Mirrored,
                         "left and right exchanged before encoding; mates and distractors as they are",
                         context.part(0.0, 0.45)));
    conditions.push_back(variantCondition(
        run,
        FaceVariant::Shifted,
        "moved one column to the right before encoding, the leftmost repeated; mates and distractors as they "
        "are",
        context.part(0.45, 0.9)));
    for (RepeatedLabels& condition : halfConditions(run, context.part(0.9, 1.0)))
        conditions.push_back(std::move(condition));
    run.result["conditions"] = Json::array();
    for (const RepeatedLabels& condition : conditions)
        run.result["conditions"].push_back(toJson(condition));
    keepTable(run,
              "agreement self " + run.side.name(),
              selfAgreementTable(conditions, run.side, variantName(FaceVariant::Mirrored)));
}

void transfer(AgreementRun& run, const JobContext& context) {
    std::vector<std::string> leftOut;
    const std::vector<TransferSide> sides = transferSides(run.study, run.side.set, leftOut, context);
    std::vector<LabelTransfer> transfers;
    run.result["transfer"] = Json::array();
    for (const TransferSide& from : sides)
        for (const TransferSide& to : sides) {
            if (from.set.id == to.set.id)
                continue;
            context.throwIfStopped();
            transfers.push_back(transferLabels(from, to, run.identities, run.seed));
            run.result["transfer"].push_back(toJson(transfers.back()));
        }
    run.result["left_out"] = leftOut;
    keepTable(run,
              fmt::format("agreement transfer {:g} {}",
                          run.side.set.key.farRequested,
                          readingName(run.side.set.key.reading)),
              transferTable(transfers, leftOut));
}

void mates(AgreementRun& run, const JobContext&) {
    const MateCounts counts = mateCounts(run.side, run.identities, run.seed);
    run.result["mates"] = toJson(counts);
    keepTable(run, "agreement mates " + run.side.name(), mateTable(counts, run.side));
}

void calibration(AgreementRun& run, const JobContext& context) {
    run.result["calibration"] = Json::array();
    run.result["figures"] = Json::array();
    constexpr const char* nothingKept =
        "The study keeps no comparison of these labels, so no calibration; `limen evaluate` makes one.";
    const std::filesystem::path folder = run.study.folder();
    if (!std::filesystem::is_directory(folder / "comparisons"))
        return context.info(nothingKept);
    const auto faces = std::make_shared<const JndFaces>(
        loadJndFaces(run.study, run.side.set, std::nullopt, context.part(0.0, 0.9)));
    const CodecLevels& levels = run.side.codec.levels;
    for (const KeptComparison& kept :
         keptComparisons(run.study, run.side.codec, faces, readHeldOutIdentities(heldOutFile(run.params)))) {
        context.throwIfStopped();
        const std::vector<Calibration> found = calibrate(kept.sheet, levels, run.seed);
        Json rows = Json::array();
        for (const Calibration& one : found)
            rows.push_back(toJson(one));
        run.result["calibration"].push_back({{"measured_on", kept.measuredOn}, {"rows", std::move(rows)}});
        const std::string id = fmt::format("calibration {} {}", run.side.name(), kept.measuredOn);
        ResultTable table = calibrationTable(found, kept.sheet, levels);
        table.notes.push_back(
            fmt::format("Measured on: {}. Labels of {}.", kept.measuredOn, run.side.name()));
        if (std::optional<StoredFigure> figure = calibrationFigure(found, levels)) {
            figure->id = tableId("figure " + id);
            figure->notes = table.notes;
            figure->notes.push_back(
                "Line and bars: mean and standard deviation of the true JND points where "
                "about that level was selected. Dotted: both equal.");
            figure->about = aboutOf(run);
            figure->about["measured_on"] = kept.measuredOn;
            storeFigure(folder, *figure);
            run.result["figures"].push_back(figure->id);
        }
        keepTable(run, "agreement " + id, std::move(table));
    }
    if (run.result["calibration"].empty())
        context.info(nothingKept);
}

AgreementRun opened(const Params& params, const JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const LabelSet set = chooseCurrentLabels(study, params);
    TransferSide side{set,
                      EncodingTable(study).codec(set.key.codec),
                      EmbeddingTable(study).recognizer(set.key.recognizer),
                      {},
                      {}};
    AgreementRun run{params,
                     portableCommandLine(agreementJob(), params.values(), context.options()),
                     std::move(study),
                     std::move(side)};
    run.seed = context.options().seed;
    run.labels = LabelTable(run.study).labels(set.id);
    for (const Label& label : run.labels)
        run.side.labels[label.image] = label;
    for (ImageRecord& probe : ImageTable(run.study).withRole(Role::Probe)) {
        run.identities[probe.id] = probe.identityId;
        if (run.side.labels.at(probe.id).flag == LabelFlag::Ok)
            run.withPoint.push_back(std::move(probe));
    }
    if (run.withPoint.empty())
        throwFailure(fmt::format("No probe of the study {} has a JND point.", run.study.name()),
                     "`limen info` says why: too few photographs of a person, or faces not recognised.");
    run.result["recognizer"] = run.side.recognizer.name;
    run.result["codec"] = run.side.codec.setting;
    run.result["images"] = run.withPoint.size();
    run.result["tables"] = Json::array();
    return run;
}

Outcome run(const Params& params, JobContext& context) {
    AgreementRun run = opened(params, context);
    struct Step {
        const char* part;
        double weight;
        void (*work)(AgreementRun&, const JobContext&);
    };
    std::vector<Step> steps = {{"self", 20.0, selfAgreement},
                               {"transfer", 3.0, transfer},
                               {"mates", 0.2, mates},
                               {"calibration", 1.0, calibration}};
    std::erase_if(steps, [&run](const Step& step) { return !run.wants(step.part); });
    double all = 0.0, done = 0.0;
    for (const Step& step : steps)
        all += step.weight;
    for (const Step& step : steps) {
        step.work(run, context.part(done / all, (done + step.weight) / all));
        done += step.weight;
    }
    return Outcome::succeeded(std::move(run.result));
}

}  // namespace

Job agreementJob() {
    Job job;
    job.id = "agreement";
    job.title = "Measure what bounds predictors";
    job.help =
        "How far JND points agree with themselves, which bounds whoever predicts them. self: each face is "
        "mirrored, or moved by one pixel, encoded and looked at anew; and half of the mates decides alone. "
        "transfer: what the JND points of one recognizer or codec are worth for another, of all labels in "
        "the "
        "study with the same FAR and reading. mates: JND points over the number of mates. calibration: true "
        "over selected levels, of the comparisons that the study keeps (`limen evaluate`). Tables and "
        "figures "
        "are kept in the study. May be stopped and run again.";
    job.params = {studyParam(),
                  {.name = "part",
                   .type = ParamType::Choice,
                   .help = "What is measured",
                   .defaultValue = "all",
                   .choices = {"all", "self", "transfer", "mates", "calibration"}},
                  codecParam(true),
                  recognizerParam(true),
                  heldOutParam()};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
