// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_data.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/utc_time.h"
#include "base/version.h"
#include "codecs/stored_codec.h"
#include "evaluation/series_style.h"
#include "study/job_history.h"

namespace limen {

namespace {

// What a page bears: more people or faces would be too small to see, or the file too large to send.
constexpr std::size_t mostPeople = 24;
constexpr std::size_t mostImages = 8;
constexpr int sheetWidth = 1560;
constexpr int smallestCell = 64;
constexpr std::size_t examples = 4;
constexpr std::size_t mostSetsWithFaces = 6;

std::optional<ReportSheet> makeSheet(Study& study, const std::vector<ImageRecord>& probes) {
    if (probes.empty())
        return std::nullopt;
    ReportSheet result;
    std::vector<std::vector<RgbImage>> people;
    std::int64_t identity = 0;
    for (const ImageRecord& probe : probes) {  // by identity and stem
        if (people.empty() || probe.identityId != identity) {
            if (people.size() == mostPeople)
                break;
            people.emplace_back();
            identity = probe.identityId;
        }
        if (people.back().size() == mostImages)
            continue;
        people.back().push_back(ImageTable(study).face(probe.id));
        ++result.images;
    }
    result.people = static_cast<int>(people.size());
    std::size_t columns = people.size();
    for (const std::vector<RgbImage>& person : people)
        columns = std::max(columns, person.size());
    const int cell = std::clamp(sheetWidth / static_cast<int>(columns), smallestCell, alignedSize);
    result.sheet = contactSheet(people, cell);
    return result;
}

struct Candidate {
    const ImageRecord* image;
    Label label;
    int levelIndex;  // greater is coarser
};

/// Most compressible first: the coarsest JND point, and the fewer bits where two are alike.
std::vector<Candidate> rankFaces(const std::vector<ImageRecord>& probes,
                                 const std::vector<Label>& labels,
                                 const CodecLevels& levels) {
    std::map<ImageId, const ImageRecord*> byId;
    for (const ImageRecord& probe : probes)
        byId[probe.id] = &probe;
    std::vector<Candidate> ranked;
    for (const Label& label : labels)
        if (const auto found = byId.find(label.image); label.level && label.bpp && found != byId.end())
            ranked.push_back({found->second, label, levels.indexOf(*label.level)});
    std::sort(ranked.begin(), ranked.end(), [](const Candidate& a, const Candidate& b) {
        if (a.levelIndex != b.levelIndex)
            return a.levelIndex > b.levelIndex;
        if (*a.label.bpp != *b.label.bpp)
            return *a.label.bpp < *b.label.bpp;
        return a.image->id < b.image->id;
    });
    return ranked;
}

/// The first `count` of `ranked`, one of each person as long as there are people, none of `taken`.
std::vector<Candidate> firstOfEach(const std::vector<Candidate>& ranked,
                                   std::size_t count,
                                   std::set<ImageId>& taken) {
    std::vector<Candidate> chosen;
    std::set<std::int64_t> people;
    for (const bool onePerPerson : {true, false})
        for (const Candidate& candidate : ranked) {
            if (chosen.size() == count)
                return chosen;
            if (onePerPerson && people.contains(candidate.image->identityId))
                continue;
            if (!taken.insert(candidate.image->id).second)
                continue;
            people.insert(candidate.image->identityId);
            chosen.push_back(candidate);
        }
    return chosen;
}

ReportFace readFace(Study& study, const Candidate& candidate, CodecId codecId, Codec& codec) {
    const ImageId image = candidate.image->id;
    const int level = *candidate.label.level;
    const EncodingTable encodings(study);
    const auto record = encodings.record(codecId, image, level);
    const auto picture = encodings.reconstruction(codecId, image, level, codec);
    if (!record || !picture)
        throwFailure("The encoding at a JND point is missing from the study.", "Run `limen label` again.");
    return {*candidate.image, candidate.label, *record, ImageTable(study).face(image), *picture};
}

void addFaces(Study& study,
              const std::vector<ImageRecord>& probes,
              const std::vector<Label>& labels,
              ReportSet& set) {
    std::vector<Candidate> ranked = rankFaces(probes, labels, set.codec.levels);
    const std::size_t each = ranked.size() == 1 ? 1 : std::min(examples, ranked.size() / 2);
    std::set<ImageId> taken;
    const std::vector<Candidate> most = firstOfEach(ranked, each, taken);
    std::reverse(ranked.begin(), ranked.end());
    const std::vector<Candidate> least = firstOfEach(ranked, each, taken);
    try {
        const auto codec = openStoredCodec(set.codec.setting, set.codec.identity, set.codec.levels).codec;
        for (const Candidate& candidate : most)
            set.most.push_back(readFace(study, candidate, set.codec.id, *codec));
        for (const Candidate& candidate : least)
            set.least.push_back(readFace(study, candidate, set.codec.id, *codec));
    } catch (const Error& error) {
        // The numbers are still worth a report, for example on a machine that cannot decode the pictures.
        set.most.clear();
        set.least.clear();
        set.facesProblem = error.what();
    }
}

ReportSet readNumbers(Study& study,
                      const LabelSet& labelSet,
                      const std::vector<Label>& labels,
                      const JobContext& context) {
    ReportSet set;
    set.set = labelSet;
    set.codec = EncodingTable(study).codec(labelSet.key.codec);
    set.series = seriesOf(EncodingTable(study).codecs(), set.codec.id);
    set.recognizer = EmbeddingTable(study).recognizer(labelSet.key.recognizer);
    set.summary = summarizeLabels(labels, set.codec.levels);
    for (const Label& label : labels)
        if (label.level && label.bpp)
            set.points.push_back({label.image, *label.level, *label.bpp});
    set.grid = gridCoverage(study, set.codec, set.recognizer.id);
    if (set.grid.complete() && labelSet.complete)
        set.accuracy = accuracyOfStored(study, labelSet, context);
    return set;
}

ReportSet readSet(Study& study,
                  const LabelSet& labelSet,
                  const std::vector<ImageRecord>& probes,
                  bool withFaces,
                  const JobContext& context) {
    const std::vector<Label> labels = LabelTable(study).labels(labelSet.id);
    ReportSet set = readNumbers(study, labelSet, labels, context);
    if (withFaces)
        addFaces(study, probes, labels, set);
    else
        set.facesProblem = fmt::format("they are shown for the first {} label sets only.", mostSetsWithFaces);
    return set;
}

}  // namespace

std::vector<ReportSet> readComparableSets(Study& study, std::int64_t labelSet, const JobContext& context) {
    std::vector<LabelSet> sets = LabelTable(study).sets();
    const auto chosen = std::find_if(
        sets.begin(), sets.end(), [labelSet](const LabelSet& set) { return set.id == labelSet; });
    if (chosen == sets.end())
        return {};
    std::erase_if(sets,
                  [key = chosen->key](const LabelSet& set) { return !differInCodecOnly(key, set.key); });
    std::reverse(sets.begin(), sets.end());
    sortBySeries(sets, EncodingTable(study).codecs());
    std::vector<ReportSet> result;
    for (const LabelSet& set : sets) {
        const double from = static_cast<double>(result.size()) / static_cast<double>(sets.size());
        const double to = static_cast<double>(result.size() + 1) / static_cast<double>(sets.size());
        result.push_back(readSetNumbers(study, set, context.part(from, to)));
    }
    return result;
}

ReportSet readSetNumbers(Study& study, const LabelSet& labelSet, const JobContext& context) {
    return readNumbers(study, labelSet, LabelTable(study).labels(labelSet.id), context);
}

StudyReport gatherReport(Study& study, const std::set<CodecId>& codecs, const JobContext& context) {
    const ImageTable images(study);
    StudyReport report;
    report.study = study.name();
    report.folder = study.folder().lexically_normal().filename().string();
    if (report.folder.empty())  // "NAME.limen/"
        report.folder = study.folder().lexically_normal().parent_path().filename().string();
    report.probes = images.counts(Role::Probe);
    report.distractors = images.counts(Role::Distractor);
    report.probeSet = images.setHash(Role::Probe);
    report.distractorSet = images.setHash(Role::Distractor);
    report.alignments = images.alignments();
    for (const CodecRecord& codec : EncodingTable(study).codecs())
        report.codecs.emplace_back(codec, EncodingTable(study).existing(codec.id).size());
    report.recognizers = EmbeddingTable(study).recognizers();
    for (const JobRecord& job : JobHistory(study).all())
        if (std::find(report.versions.begin(), report.versions.end(), job.versions) == report.versions.end())
            report.versions.push_back(job.versions);
    report.writtenAt = utcNow();
    report.writtenBy = versionSummary();

    const std::vector<ImageRecord> probes = images.withRole(Role::Probe);
    report.sheet = makeSheet(study, probes);
    std::vector<LabelSet> sets = LabelTable(study).sets();  // newest first
    report.staleSets =
        static_cast<int>(std::erase_if(sets, [](const LabelSet& labelSet) { return labelSet.stale; }));
    report.leftOutSets = static_cast<int>(std::erase_if(sets, [&codecs](const LabelSet& labelSet) {
        return !codecs.empty() && !codecs.contains(labelSet.key.codec);
    }));
    std::reverse(sets.begin(), sets.end());
    sortBySeries(sets, EncodingTable(study).codecs());
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const double count = static_cast<double>(sets.size());
        const double from = static_cast<double>(i) / count;
        report.sets.push_back(
            readSet(study, sets[i], probes, i < mostSetsWithFaces, context.part(from, from + 1.0 / count)));
    }
    return report;
}

}  // namespace limen
