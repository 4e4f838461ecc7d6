// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/part_measurement.h"

#include <algorithm>

#include "base/ordered_workers.h"
#include "prediction/qp_selection.h"

namespace limen {

namespace {

struct FaceResult {
    double error = 0.0;  ///< of the predicted image; without one, unused
    int selected = 0;
    int byEnergy = 0;
};

double meanSquare(const RgbImage& a, const RgbImage& b) {
    return scoreFace(0, 0, a, b).mse;
}

/// One face: every level is decoded once for both rules.
FaceResult measureFace(const JndFace& face,
                       const JndPrediction& predicted,
                       const CodecLevels& levels,
                       LevelReader& reader) {
    FaceResult result;
    if (!predicted.hasImage()) {
        result.selected = predicted.level.value_or(levels.finest);
        return result;
    }
    result.error = meanSquare(face.jnd, predicted.jnd);
    std::vector<double> toFace;
    MostAlikeLevel mostAlike(predicted.jnd);
    for (const int level : levels.all()) {
        const RgbImage decoded = reader.at(face.image, level);
        toFace.push_back(meanSquare(face.original, decoded));
        mostAlike.compare(level, decoded);
    }
    result.selected = predicted.level.value_or(mostAlike.level());
    result.byEnergy = levelByEnergy(levels, toFace, meanSquare(face.original, predicted.jnd));
    return result;
}

ComparedRow measured(const ComparedPart& part,
                     const Candidate& candidate,
                     const CandidateAnswers& answers,
                     const JobContext& context) {
    ComparedRow row{
        candidate.name, kindName(candidate.kind), answers.note, candidate.source, {}, Json::object(), {}, {}};
    row.ownLevels = std::any_of(
        answers.faces.begin(), answers.faces.end(), [](const auto& face) { return face.level.has_value(); });
    const bool images = std::none_of(
        answers.faces.begin(), answers.faces.end(), [](const auto& face) { return !face.hasImage(); });
    std::vector<double> errors;
    computeInOrder<FaceResult>(
        context.workers(),
        part.size(),
        context.stop(),
        [&](int) {
            return [&, reader = std::make_shared<LevelReader>(part.study, part.codec)](std::size_t i) {
                return measureFace(part.face(i), answers.faces[i], part.codec.levels, *reader);
            };
        },
        [&](std::size_t i, const FaceResult& face) {
            row.selected.push_back(face.selected);
            if (images) {
                errors.push_back(face.error);
                row.byEnergy.push_back(face.byEnergy);
            }
            context.progress(i + 1, part.size(), "selecting levels");
        });
    if (images)
        row.numbers["mse"] = std::move(errors);
    return row;
}

/// Those that a row does not have, or has of another source.
std::vector<const PartMeasure*> missingMeasures(const ComparedRow& row,
                                                std::span<const PartMeasure> measures) {
    std::vector<const PartMeasure*> missing;
    if (!row.predictsImages())
        return missing;
    for (const PartMeasure& measure : measures)
        if (!std::all_of(measure.names.begin(), measure.names.end(), [&](const std::string& name) {
                return row.numbers.contains(name) && row.measures.contains(name) &&
                       row.measures[name] == measure.source;
            }))
            missing.push_back(&measure);
    return missing;
}

void addMeasure(ComparedRow& row,
                const PartMeasure& measure,
                const ComparedPart& part,
                const std::vector<RgbImage>& predicted,
                const JobContext& context) {
    for (auto& [name, numbers] : measure.measure(part, predicted, context))
        row.numbers.insert_or_assign(name, std::move(numbers));
    for (const std::string& name : measure.names)
        row.measures[name] = measure.source;
}

}  // namespace

void measurePart(ComparisonSheet& sheet,
                 const ComparedPart& part,
                 std::span<const Candidate> candidates,
                 std::span<const PartMeasure> measures,
                 const std::function<void()>& keep,
                 const JobContext& context) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& candidate = candidates[i];
        const auto count = static_cast<double>(candidates.size());
        const JobContext own =
            context.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        const ComparedRow* stored = sheet.find(candidate.name);
        if (stored != nullptr && stored->source != candidate.source)
            stored = nullptr;
        if (stored != nullptr && missingMeasures(*stored, measures).empty())
            continue;
        const CandidateAnswers answers = candidate.answer(part, own.part(0.0, 0.4));
        // What was measured stays: the next table may ask for it again.
        ComparedRow row =
            stored != nullptr ? *stored : measured(part, candidate, answers, own.part(0.4, 0.7));
        const std::vector<const PartMeasure*> missing = missingMeasures(row, measures);
        const std::vector<RgbImage> predicted =
            missing.empty() ? std::vector<RgbImage>() : imagesOf(answers.faces);
        for (std::size_t k = 0; k < missing.size(); ++k) {
            const double share = 0.3 / static_cast<double>(missing.size());
            const double from = 0.7 + share * static_cast<double>(k);
            addMeasure(row, *missing[k], part, predicted, own.part(from, from + share));
        }
        std::erase_if(sheet.rows, [&row](const ComparedRow& other) { return other.name == row.name; });
        sheet.rows.push_back(std::move(row));
        keep();
    }
}

}  // namespace limen
