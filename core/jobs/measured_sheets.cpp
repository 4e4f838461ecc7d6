// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/measured_sheets.h"

#include <fmt/format.h>
#include <set>

#include "base/error.h"
#include "comparison/compared_parts.h"
#include "comparison/selection_bias.h"
#include "labelling/missing_encodings.h"

namespace limen {

namespace {

ComparisonSheet measuredSheet(const MeasuredPart& measured,
                              const std::vector<PartMeasure>& measures,
                              const JobContext& context) {
    ComparisonSheet sheet = readSheet(measured.part);
    measurePart(
        sheet,
        measured.part,
        measured.candidates,
        measures,
        [&] { writeSheet(measured.part, sheet); },
        context);
    std::vector<ComparedRow> rows;
    for (const Candidate& candidate : measured.candidates)
        rows.push_back(*sheet.find(candidate.name));
    sheet.rows = std::move(rows);
    return sheet;
}

}  // namespace

void encodeParts(const Study& study,
                 const CodecRecord& codec,
                 const std::vector<MeasuredPart>& parts,
                 const JobContext& context) {
    std::set<ImageId> needed;
    for (const MeasuredPart& measured : parts)
        for (const auto* places : {&measured.part.learned, &measured.part.measured})
            for (const std::size_t place : *places)
                needed.insert(measured.part.faces->faces[place].image);
    Study reading = Study::open(study.folder(), Study::Access::ReadOnly);
    std::vector<ImageRecord> images = ImageTable(reading).withRole(Role::Probe);
    std::erase_if(images, [&needed](const ImageRecord& image) { return !needed.contains(image.id); });
    const EncodingReport report =
        encodeMissing(study.folder(), codec.setting, images, codec.levels.all(), context);
    if (!report.failed.empty())
        throwFailure(fmt::format(
            "{} cannot be encoded: {}", report.failed.front().file, report.failed.front().reason));
}

std::vector<ComparisonSheet> measuredSheets(const std::vector<MeasuredPart>& parts,
                                            const std::vector<PartMeasure>& measures,
                                            const JobContext& context) {
    std::vector<ComparisonSheet> sheets;
    const auto count = static_cast<double>(parts.size());
    for (const MeasuredPart& part : parts) {
        const auto done = static_cast<double>(sheets.size());
        sheets.push_back(measuredSheet(part, measures, context.part(done / count, (done + 1.0) / count)));
    }
    return sheets;
}

std::string addBiases(std::vector<CodedPart>& coded,
                      const std::vector<MeasuredPart>& parts,
                      SelectionRule rule,
                      const JobContext& context) {
    std::vector<MeasuredPart> validation;
    for (const MeasuredPart& part : parts) {
        std::optional<ComparedPart> own = validationPart(part.part);
        if (!own)
            return fmt::format(
                "The part \"{}\" has no validation faces to choose a bias on; runs have them (--run).",
                part.part.name);
        validation.push_back({*std::move(own), part.candidates});
        std::erase_if(validation.back().candidates, [](const Candidate& candidate) {
            return !takesBias(candidate.name, kindName(candidate.kind));
        });
    }
    const std::vector<ComparisonSheet> sheets = measuredSheets(validation, {}, context);
    for (std::size_t i = 0; i < coded.size(); ++i)
        addBiasedChoices(coded[i], sheets[i], rule, parts[i].part.codec.levels);
    return {};
}

ParamSpec biasParam(const std::string& where) {
    return {.name = "bias",
            .type = ParamType::Flag,
            .help = where +
                    "Shows each choice also shifted by one number of levels, chosen on the validation faces "
                    "of each fold; needs --run"};
}

}  // namespace limen
