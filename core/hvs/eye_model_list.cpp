// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include "base/error.h"
#include "hvs/eye_model.h"
#include "hvs/eye_model_makers.h"

namespace limen {

namespace {

struct Entry {
    EyeModelInfo info;
    std::unique_ptr<EyeModel> (*make)(const EyeModelOptions&);
};

const std::vector<Entry>& entries() {
    static const std::vector<Entry> all = {
        {{"chou95", "Chou & Li 1995", true}, makeChou95},
        {{"yang05", "Yang et al. 2005", true}, makeYang05},
        {{"zhang05", "Zhang et al. 2005", true}, makeZhang05},
        {{"liu10", "Liu et al. 2010", true}, makeLiu10},
        {{"wu13", "Wu et al. 2013", false}, makeWu13},
        {{"wu17", "Wu et al. 2017", true}, makeWu17},
        {{"jiang22", "Jiang et al. 2022 (CPL)", false}, makeJiang22},
    };
    return all;
}

}  // namespace

const std::vector<EyeModelInfo>& eyeModels() {
    static const std::vector<EyeModelInfo> infos = [] {
        std::vector<EyeModelInfo> list;
        for (const Entry& entry : entries())
            list.push_back(entry.info);
        return list;
    }();
    return infos;
}

std::unique_ptr<EyeModel> createEyeModel(const std::string& name, const EyeModelOptions& options) {
    std::string names;
    for (const Entry& entry : entries()) {
        names += (names.empty() ? "" : ", ") + entry.info.name;
        if (entry.info.name != name)
            continue;
        if (options.variant == EyeModelVariant::Paper && !entry.info.hasPaperVariant)
            throwBadInput(fmt::format("{} has no variant \"paper\" of its own.", name),
                          "Leave the variant out: the authors' program is followed.");
        return entry.make(options);
    }
    throwBadInput(fmt::format("There is no JND model \"{}\".", name),
                  fmt::format("The models: {}; or the card of one that was trained.", names));
}

}  // namespace limen
