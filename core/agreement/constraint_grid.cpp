// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "agreement/constraint_grid.h"

#include <fmt/format.h>

#include "agreement/kept_results.h"
#include "base/error.h"

namespace limen {

namespace {

constexpr const char* keptName = "constraints";

std::string digits(const std::vector<bool>& kept) {
    std::string text;
    for (const bool one : kept)
        text += one ? '1' : '0';
    return text;
}

std::vector<bool> fromDigits(const std::string& text, std::size_t levels) {
    if (text.size() != levels || text.find_first_not_of("01") != std::string::npos)
        throwFailure(fmt::format("The constraints kept of a probe are not of {} levels.", levels),
                     "Delete the folder `agreement` of the study; what is in it is then made again.");
    std::vector<bool> kept;
    for (const char digit : text)
        kept.push_back(digit == '1');
    return kept;
}

ConstraintGrid made(Study& study,
                    const LabelSet& set,
                    const std::map<ImageId, Label>& originals,
                    const JobContext& context) {
    ConstraintGrid grid;
    for (const ProbeGrid& probe : recognitionGrid(study, set, context).probes) {
        const Label& original = originals.at(probe.image);
        ProbeConstraints constraints;
        for (const int accepted : probe.genuineAccepted)
            constraints.mates.push_back(accepted >= original.genuineAccepted);
        for (const int accepted : probe.impostorsAccepted)
            constraints.distractors.push_back(accepted <= original.impostorsAccepted);
        grid[probe.image] = std::move(constraints);
    }
    return grid;
}

}  // namespace

ConstraintGrid constraintGrid(Study& study,
                              const LabelSet& set,
                              const std::vector<Label>& labels,
                              const JobContext& context) {
    const auto levels = static_cast<std::size_t>(EncodingTable(study).codec(set.key.codec).levels.count());
    const Json key = labelSetKey(study, set);
    std::map<ImageId, Label> originals;
    for (const Label& label : labels)
        originals[label.image] = label;
    ConstraintGrid grid;
    if (const std::optional<Json> kept = readKept(study.folder(), keptName, key)) {
        for (const auto& [image, label] : originals) {
            const Json probe = kept->value(std::to_string(image), Json::array({"", ""}));
            grid[image] = {fromDigits(probe.at(0).get<std::string>(), levels),
                           fromDigits(probe.at(1).get<std::string>(), levels)};
        }
        return grid;
    }
    grid = made(study, set, originals, context);
    Json content = Json::object();
    for (const auto& [image, constraints] : grid)
        content[std::to_string(image)] = {digits(constraints.mates), digits(constraints.distractors)};
    writeKept(study.folder(), keptName, key, content);
    return grid;
}

}  // namespace limen
