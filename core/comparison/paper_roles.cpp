// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/paper_roles.h"

#include <optional>

#include "base/error.h"
#include "base/safe_file.h"
#include "training/run_folder.h"

namespace limen {

namespace {

struct Design {
    bool identityLoss = false;
    bool divided = false;  ///< AFD
    bool skips = false;
};

/// Nothing for what is no run of a JND predictor with a network.
std::optional<Design> designOf(const std::filesystem::path& settings) {
    try {
        const Json json = Json::parse(readTextFile(settings));
        const Json& network = json.at("network");
        return Design{json.at("lambda_id").get<double>() > 0.0,
                      network.at("afd").get<std::string>() != "off",
                      network.at("skips").get<bool>()};
    } catch (const Json::exception&) {
        return std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

PaperRoles paperRoles(const std::filesystem::path& study, const ResultTable& table) {
    std::map<std::string, Design> designs;  // of a cross-validated run, which has one for all folds
    for (const RunEntry& run : listRuns(study))
        if (const std::optional<Design> design = designOf(run.folder.settings()))
            designs.emplace(run.name.substr(0, run.name.find('/')), *design);
    PaperRoles roles;
    for (const TableRow& row : table.rows) {
        const auto found = designs.find(row.name);
        if (found == designs.end())
            continue;
        const Design& design = found->second;
        if (design.skips && design.divided) {
            roles.emplace(design.identityLoss ? "with identity loss" : "without identity loss", row.name);
            if (design.identityLoss)
                roles.emplace("AFD and skips", row.name);
        }
        if (!design.skips && design.identityLoss)
            roles.emplace(design.divided ? "AFD, no skips" : "no AFD, no skips", row.name);
    }
    return roles;
}

}  // namespace limen
