// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "agreement/label_transfer.h"

#include <fmt/format.h>

#include "evaluation/prediction_scores.h"

namespace limen {

namespace {

/// Of probes with a JND point in both sets.
struct Common {
    std::vector<std::int64_t> identities;
    std::vector<LevelPair> pairs;
    std::vector<double> bppFrom, bppTo;
    std::vector<double> kept;  // 1 or 0; empty where it cannot be told
};

Common commonProbes(const TransferSide& from,
                    const TransferSide& to,
                    const std::map<ImageId, std::int64_t>& identities,
                    bool sameLevels) {
    Common common;
    for (const auto& [image, label] : from.labels) {
        const auto other = to.labels.find(image);
        if (other == to.labels.end() || label.flag != LabelFlag::Ok || other->second.flag != LabelFlag::Ok)
            continue;
        const int place = from.codec.levels.indexOf(*label.level);
        common.identities.push_back(identities.at(image));
        common.pairs.push_back({identities.at(image), place, to.codec.levels.indexOf(*other->second.level)});
        common.bppFrom.push_back(label.bpp.value_or(0.0));
        common.bppTo.push_back(other->second.bpp.value_or(0.0));
        if (sameLevels && to.grid)
            common.kept.push_back(to.grid->at(image).both(place) ? 1.0 : 0.0);
    }
    return common;
}

std::string whyLeftOut(const LabelSet& set, const LabelSet& beside) {
    if (set.stale)
        return "images were imported since";
    if (!set.complete)
        return "not every probe has a label";
    if (set.key.farRequested != beside.key.farRequested)
        return fmt::format("made at FAR {:g}", set.key.farRequested);
    if (set.key.reading != beside.key.reading)
        return fmt::format("read {}", readingName(set.key.reading));
    return {};
}

}  // namespace

LabelTransfer transferLabels(const TransferSide& from,
                             const TransferSide& to,
                             const std::map<ImageId, std::int64_t>& identities,
                             std::uint64_t seed) {
    const bool sameLevels = from.codec.name == to.codec.name && from.codec.levels == to.codec.levels;
    const Common common = commonProbes(from, to, identities, sameLevels);
    LabelTransfer transfer{from.name(), to.name(), compareLevels(common.pairs, seed), {}, {}, {}};
    if (!sameLevels) {
        LevelAgreement& agreement = transfer.agreement;
        agreement.error = agreement.bias = agreement.same = agreement.near = std::nullopt;
    }
    if (common.identities.empty())
        return transfer;
    if (!common.kept.empty())
        transfer.kept = meanOfPeople(common.identities, common.kept, seed);
    transfer.bppFrom = meanOfPeople(common.identities, common.bppFrom, seed);
    transfer.bppTo = meanOfPeople(common.identities, common.bppTo, seed);
    return transfer;
}

std::vector<TransferSide> transferSides(Study& study,
                                        const LabelSet& set,
                                        std::vector<std::string>& leftOut,
                                        const JobContext& context) {
    std::vector<TransferSide> sides;
    for (const LabelSet& other : LabelTable(study).sets()) {
        TransferSide side{other,
                          EncodingTable(study).codec(other.key.codec),
                          EmbeddingTable(study).recognizer(other.key.recognizer),
                          {},
                          {}};
        if (const std::string reason = whyLeftOut(other, set); !reason.empty()) {
            leftOut.push_back(fmt::format("{} ({})", side.name(), reason));
            continue;
        }
        for (const Label& label : LabelTable(study).labels(other.id))
            side.labels[label.image] = label;
        sides.push_back(std::move(side));
    }
    for (std::size_t i = 0; sides.size() > 1 && i < sides.size(); ++i) {
        TransferSide& side = sides[i];
        if (!gridCoverage(study, side.codec, side.recognizer.id).complete())
            continue;
        const auto count = static_cast<double>(sides.size());
        const JobContext part =
            context.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        side.grid = constraintGrid(study, side.set, LabelTable(study).labels(side.set.id), part);
    }
    return sides;
}

Json toJson(const LabelTransfer& transfer) {
    Json json = {{"from", transfer.from}, {"to", transfer.to}};
    json.update(toJson(transfer.agreement));
    json["kept"] = toJson(transfer.kept);
    json["bpp_from"] = toJson(transfer.bppFrom);
    json["bpp_to"] = toJson(transfer.bppTo);
    return json;
}

}  // namespace limen
