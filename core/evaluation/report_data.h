// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/accuracy_curve.h"
#include "image/montage.h"
#include "labelling/label_summary.h"

namespace limen {

/// A face as an example: the original, and what the codec leaves of it at the JND point.
struct ReportFace {
    ImageRecord image;
    Label label;
    EncodingRecord encoding;
    RgbImage original;
    RgbImage jnd;
    std::optional<RgbImage> predicted = {};  ///< the JND image as a predictor sees it
};

/// Where an image has its JND point, and what it costs there.
struct JndPoint {
    ImageId image = 0;
    int level = 0;
    double bpp = 0.0;
};

/// One current label set of the study.
struct ReportSet {
    LabelSet set;
    CodecRecord codec;
    int series = 0;  ///< of `codec`: seriesOf()
    RecognizerRecord recognizer;
    LabelSummary summary;
    std::vector<JndPoint> points;  ///< of each image that has one
    GridCoverage grid;
    std::optional<AccuracyReport> accuracy;  ///< only if the grid is complete
    std::vector<ReportFace> most;            ///< most compressible first
    std::vector<ReportFace> least;           ///< least compressible first; none of `most`
    std::string facesProblem;                ///< why there are no faces; usually empty
};

struct ReportSheet {
    ContactSheet sheet;
    int people = 0;  ///< shown
    int images = 0;  ///< shown
};

/// What a result that the study keeps is of. Plain text.
struct ReportSource {
    std::string id, title;
    std::vector<std::string> notes;
    std::string origin;   ///< runs, seed, data and versions
    std::string command;  ///< the line that makes it again; may be empty
};

struct ReportTable {
    struct Row {
        std::string name, note;
        std::vector<std::pair<std::string, bool>> cells;  ///< text, and whether it is the best of its column
    };
    ReportSource source;
    std::vector<std::string> columns;
    std::vector<Row> rows;
};

struct ReportFigure {
    ReportSource source;
    std::string svg;  ///< stand-alone, for white paper
};

/// What a report says, all of it from the study.
struct StudyReport {
    std::string study;   ///< name
    std::string folder;  ///< last part of its path: paths say who somebody is and where they keep things
    ImageTable::Counts probes;
    ImageTable::Counts distractors;
    std::string probeSet;       ///< ImageTable::setHash()
    std::string distractorSet;  ///< ImageTable::setHash()
    std::map<std::string, int> alignments;
    std::vector<std::pair<CodecRecord, std::size_t>> codecs;  ///< with the number of encodings
    std::vector<RecognizerRecord> recognizers;
    std::optional<ReportSheet> sheet;       ///< none without probes
    std::vector<ReportSet> sets;            ///< as sortBySeries() orders them, else oldest first
    int staleSets = 0;                      ///< made before the last import; not shown
    int leftOutSets = 0;                    ///< of other codecs than `chosenCodecs`; not shown
    std::vector<std::string> chosenCodecs;  ///< settings; empty: all
    std::vector<std::string> commands;      ///< what made the study, as lines for a terminal
    std::vector<ReportTable> tables;        ///< that the study keeps
    std::vector<ReportFigure> figures;      ///< that the study keeps
    std::string predictor;                  ///< who predicted JND images; empty: nobody
    std::string predictionProblem;          ///< why nobody did; usually empty
    int brokenRuns = 0;                     ///< jobs of the history that failed or were stopped
    std::vector<std::string> versions;      ///< of the programs that made it
    std::string writtenAt;                  ///< ISO 8601, UTC
    std::string writtenBy;                  ///< versionSummary()
};

/// The numbers of the current label sets that differ from `labelSet` in nothing but the codec setting, that
/// one among them, as sortBySeries() orders them. No faces, and no codec or network is asked for anything.
std::vector<ReportSet> readComparableSets(Study& study, std::int64_t labelSet, const JobContext& context);

/// The numbers of one label set, without faces.
ReportSet readSetNumbers(Study& study, const LabelSet& labelSet, const JobContext& context);

/// Reads what a report shows, of the label sets of `codecs` (none given: all). The texts of the caller,
/// `commands`, `brokenRuns` and `chosenCodecs`, kept tables and figures, and predictions (addPredictions())
/// are left to it.
StudyReport gatherReport(Study& study, const std::set<CodecId>& codecs, const JobContext& context);

}  // namespace limen
