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

bool isWhole(const ComparedRow& row, const Candidate& candidate, std::span<const PartMeasure> measures) {
    return row.source == candidate.source &&
           (!row.predictsImages() ||
            std::all_of(measures.begin(), measures.end(), [&row](const PartMeasure& measure) {
                return std::all_of(measure.names.begin(), measure.names.end(), [&](const auto& name) {
                    return row.numbers.contains(name) && row.measures.contains(name) &&
                           row.measures[name] == measure.source;
                });
            }));
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
        if (stored != nullptr && isWhole(*stored, candidate, measures))
            continue;
        const CandidateAnswers answers = candidate.answer(part, own.part(0.0, 0.4));
        ComparedRow row = measured(part, candidate, answers, own.part(0.4, 0.7));
        if (row.predictsImages()) {
            const std::vector<RgbImage> predicted = imagesOf(answers.faces);
            for (const PartMeasure& measure : measures) {
                row.numbers.merge(measure.measure(part, predicted, own.part(0.7, 1.0)));
                for (const std::string& name : measure.names)
                    row.measures[name] = measure.source;
            }
        }
        std::erase_if(sheet.rows, [&row](const ComparedRow& other) { return other.name == row.name; });
        sheet.rows.push_back(std::move(row));
        keep();
    }
}

}  // namespace limen
