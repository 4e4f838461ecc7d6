// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/study_params.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <filesystem>

#include "base/error.h"

namespace limen {

namespace {

template <typename Record, typename Describe>
Record onlyOne(const std::vector<Record>& records,
               const Study& study,
               const char* option,
               const char* verb,
               const Describe& describe) {
    if (records.size() == 1)
        return records.front();
    if (records.empty())
        throwBadInput(fmt::format("The study {} holds no results of a {} yet.", study.name(), option),
                      fmt::format("Run `limen {}` first, or name one with --{}.", verb, option));
    std::vector<std::string> names;
    for (const Record& record : records)
        names.push_back(describe(record));
    throwBadInput(fmt::format("The study {} has several: {}.", study.name(), fmt::join(names, ", ")),
                  fmt::format("Choose one with --{}.", option));
}

/// What a setting stands for with the libraries of this machine; empty where it cannot be made.
std::string identityOf(const std::string& setting) {
    try {
        return createCodec(setting)->identity();
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

ParamSpec studyParam() {
    ParamSpec spec;
    spec.name = "study";
    spec.type = ParamType::Study;
    spec.help = "The study: a folder NAME.limen";
    spec.required = true;
    return spec;
}

ParamSpec codecParam(bool optional) {
    ParamSpec spec;
    spec.name = "codec";
    spec.type = ParamType::Codec;
    spec.help = optional ? "Codec setting NAME[:key=value,...]; may be left out where the study has one"
                         : "Codec setting NAME[:key=value,...]; `limen codecs` lists them";
    if (!optional)
        spec.defaultValue = "hevc";
    return spec;
}

ParamSpec recognizerParam(bool optional) {
    ParamSpec spec;
    spec.name = "recognizer";
    spec.type = ParamType::Recognizer;
    spec.help = optional ? "Installed recognizer or card; may be left out where the study has one"
                         : "Installed recognizer (`limen models list`) or the path of its card";
    spec.required = !optional;
    return spec;
}

ParamSpec farParam() {
    ParamSpec spec;
    spec.name = "far";
    spec.help =
        "False accept rate that fixes the threshold t0, or auto: 1e-4 or the smallest the study resolves";
    spec.defaultValue = "1e-4";
    return spec;
}

ParamSpec readingParam() {
    ParamSpec spec;
    spec.name = "reading";
    spec.type = ParamType::Choice;
    spec.help = "Which satisfying level is the JND point";
    spec.choices = {"largest", "contiguous"};
    spec.defaultValue = "largest";
    return spec;
}

CodecRecord chooseCodec(Study& study, const Params& params) {
    const std::vector<CodecRecord> stored = EncodingTable(study).codecs();
    const auto describe = [](const CodecRecord& record) { return record.setting; };
    if (!params.has("codec"))
        return onlyOne(stored, study, "codec", "label", describe);
    const std::string setting = params.text("codec");
    const std::string identity = identityOf(setting);
    for (const CodecRecord& record : stored)
        if (record.identity == identity)
            return record;
    // What was encoded elsewhere can be looked at without that encoder, by the name it was given there.
    const auto same = [&](const CodecRecord& record) { return record.setting == setting; };
    const auto versions = std::count_if(stored.begin(), stored.end(), same);
    if (versions == 1)
        return *std::find_if(stored.begin(), stored.end(), same);
    if (versions > 1)
        throwBadInput(
            fmt::format(
                "The study {} holds what {} versions of {} encoded, and this machine has none of them.",
                study.name(),
                versions,
                setting),
            "Choose where one of them is installed; `limen report` shows them all.");
    if (identity.empty())
        createCodec(setting);  // says why there is none
    throwBadInput(fmt::format("The study {} holds nothing encoded with {}.", study.name(), setting),
                  "Run `limen label` or `limen encode` with it first.");
}

std::set<CodecId> chooseLabelledCodecs(Study& study, const Params& params) {
    std::set<CodecId> chosen;
    if (!params.has("codec"))
        return chosen;
    std::vector<CodecRecord> labelled;
    std::vector<std::string> names;
    for (const CodecRecord& record : EncodingTable(study).codecs()) {
        const std::vector<LabelSet> sets = LabelTable(study).sets();
        if (std::none_of(sets.begin(), sets.end(), [&record](const LabelSet& set) {
                return set.key.codec == record.id;
            }))
            continue;
        labelled.push_back(record);
        names.push_back(record.setting);
    }
    for (const std::string& setting : params.texts("codec")) {
        const std::string identity = identityOf(setting);
        bool found = false;
        for (const CodecRecord& record : labelled)
            if (record.setting == setting || record.identity == identity) {
                chosen.insert(record.id);
                found = true;
            }
        if (!found)
            throwBadInput(
                fmt::format("The study {} has no labels of the codec setting {}.", study.name(), setting),
                names.empty() ? "Run `limen label` with it first."
                              : fmt::format("It has labels of {}; run `limen label` for others.",
                                            fmt::join(names, ", ")));
    }
    return chosen;
}

RecognizerRecord chooseRecognizer(Study& study, const Params& params) {
    std::vector<RecognizerRecord> stored = EmbeddingTable(study).recognizers();
    const auto describe = [](const RecognizerRecord& record) {
        return record.options.precision == "fp32" ? record.name
                                                  : record.name + " " + record.options.precision;
    };
    if (!params.has("recognizer"))
        return onlyOne(stored, study, "recognizer", "label", describe);
    const std::string name = params.text("recognizer");
    std::error_code ignored;
    const std::string path = std::filesystem::absolute(name, ignored).lexically_normal().string();
    std::erase_if(stored, [&](const RecognizerRecord& record) {
        return record.name != name && record.openedAs != name && record.openedAs != path;
    });
    if (stored.empty())
        throwBadInput(fmt::format("The study {} holds no results of the recognizer {}.", study.name(), name),
                      "Run `limen label` with it first.");
    return onlyOne(stored, study, "recognizer", "label", describe);
}

Observation chooseObservation(Study& study, const Params& params, const RunOptions& options) {
    const std::string codec = params.has("codec") ? params.text("codec") : chooseCodec(study, params).setting;
    if (params.has("recognizer"))
        return observe(study, codec, params.text("recognizer"), {options.device, options.precision, 1});
    const RecognizerRecord record = chooseRecognizer(study, params);
    return observe(study, codec, record.openedAs, record.options);
}

LabelSet chooseLabelSet(Study& study, const Params& params) {
    std::vector<LabelSet> sets = LabelTable(study).sets();
    if (params.has("codec"))
        std::erase_if(
            sets, [id = chooseCodec(study, params).id](const LabelSet& set) { return set.key.codec != id; });
    if (params.has("recognizer"))
        std::erase_if(sets, [id = chooseRecognizer(study, params).id](const LabelSet& set) {
            return set.key.recognizer != id;
        });
    if (sets.empty())
        throwBadInput(fmt::format("The study {} has no such labels yet.", study.name()),
                      "Run `limen label` first.");
    const LabelKey& first = sets.front().key;
    for (const LabelSet& set : sets)
        if (set.key.codec != first.codec || set.key.recognizer != first.recognizer)
            throwBadInput(
                fmt::format("The study {} has labels of several codecs or recognizers.", study.name()),
                "Choose with --codec and --recognizer; `limen info` lists them.");
    std::stable_sort(
        sets.begin(), sets.end(), [](const LabelSet& a, const LabelSet& b) { return a.stale < b.stale; });
    return sets.front();
}

LabelSet chooseCurrentLabels(Study& study, const Params& params) {
    LabelSet set = chooseLabelSet(study, params);
    if (set.stale || !set.complete)
        throwFailure(fmt::format("The labels of the study {} are not those of all its images.", study.name()),
                     "Run `limen label` again.");
    return set;
}

}  // namespace limen
