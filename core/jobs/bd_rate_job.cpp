// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <charconv>

#include "base/csv_table.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "jobs/jobs.h"
#include "metrics/bd_rate.h"

namespace limen {

namespace {

double number(const CsvTable::Row& row, std::size_t column, const std::string& file) {
    const std::string& text = row.fields[column];
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throwBadInput(fmt::format("{}, line {}: \"{}\" is not a number.", file, row.line, text),
                      "The columns rate and quality hold numbers with a decimal point.");
    return value;
}

std::vector<RatePoint> readCurve(const std::string& file) {
    const CsvTable table = parseCsv(readTextFile(file), file);
    const auto rate = table.column("rate");
    const auto quality = table.column("quality");
    if (!rate || !quality)
        throwBadInput(fmt::format("{} has no columns rate and quality.", file),
                      "Its first line must name them: rate,quality.");
    std::vector<RatePoint> curve;
    for (const CsvTable::Row& row : table.rows)
        curve.push_back({number(row, *rate, file), number(row, *quality, file)});
    return curve;
}

BdMethod methodOf(const std::string& name) {
    return name == "cubic" ? BdMethod::Cubic : name == "pchip" ? BdMethod::Pchip : BdMethod::Akima;
}

Outcome run(const Params& params, JobContext& context) {
    const std::vector<RatePoint> anchor = readCurve(params.text("anchor"));
    const std::vector<RatePoint> test = readCurve(params.text("test"));
    const BdMethod method = methodOf(params.text("method"));
    const auto orNull = [](const std::optional<double>& value) {
        return value ? Json(*value) : Json(nullptr);
    };
    const double overlap = qualityOverlap(anchor, test);
    if (overlap > 0.0 && overlap < 0.75)
        context.warn(fmt::format("The curves share only {:.0f} % of their qualities.", 100.0 * overlap));
    return Outcome::succeeded({{"bd_rate", orNull(bdRate(anchor, test, method))},
                               {"bd_psnr", orNull(bdPsnr(anchor, test, method))},
                               {"method", params.text("method")},
                               {"quality_overlap", overlap}});
}

ParamSpec curveParam(const char* name, const char* help) {
    ParamSpec spec;
    spec.name = name;
    spec.type = ParamType::InputFile;
    spec.help = help;
    spec.positional = true;
    spec.required = true;
    return spec;
}

}  // namespace

Job bdRateJob() {
    ParamSpec method;
    method.name = "method";
    method.type = ParamType::Choice;
    method.help = "How the curves are drawn between their points";
    method.choices = {"akima", "pchip", "cubic"};
    method.defaultValue = "akima";
    Job job;
    job.id = "bd-rate";
    job.title = "Compare two rate-distortion curves";
    job.help =
        "Bjontegaard's deltas of two curves: by how many percent the test needs more bits than the anchor at "
        "equal "
        "quality, and by how many dB it is better at equal rate; null where the curves share no quality or "
        "rate.";
    job.params = {curveParam("anchor", "CSV file with columns rate,quality: the curve to compare with"),
                  curveParam("test", "CSV file with columns rate,quality"),
                  method};
    job.run = run;
    return job;
}

}  // namespace limen
