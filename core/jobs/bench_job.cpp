// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "base/version.h"
#include "jobs/bench.h"
#include "jobs/jobs.h"

namespace limen {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

namespace {

Outcome run(const Params& params, JobContext& context) {
    const std::string what = params.text("what");
    Json result = {{"versions", versionSummary()}, {"cores", context.workers()}};
    if (what == "codec" || what == "all")
        result["codec"] = benchCodec(params, context);
    if (what == "rate")
        result["rate"] = benchRate(params, context);
    if (what == "embed" || what == "all")
        result["embed"] = benchEmbed(params, context);
    if (what == "label" || what == "all")
        result["label"] = benchLabel(params, context);
    return Outcome::succeeded(result);
}

}  // namespace

Job benchJob() {
    ParamSpec what;
    what.name = "what";
    what.type = ParamType::Choice;
    what.help = "What to measure";
    what.choices = {"codec", "rate", "embed", "label", "all"};
    what.defaultValue = "all";
    what.positional = true;
    ParamSpec codec;
    codec.name = "codec";
    codec.type = ParamType::Codec;
    codec.help = "Codec setting";
    codec.defaultValue = "hevc";
    ParamSpec recognizer;
    recognizer.name = "recognizer";
    recognizer.type = ParamType::Recognizer;
    recognizer.help =
        "Installed recognizer or card; left out: every installed one (embed), hog-baseline (label)";
    ParamSpec images;
    images.name = "images";
    images.type = ParamType::InputFolder;
    images.help = "Folder of aligned 112x112 faces; drawn ones when left out";
    ParamSpec study;
    study.name = "study";
    study.type = ParamType::Study;
    study.help = "Study whose probes are used where --images is left out; drawn ones without it";
    ParamSpec count;
    count.name = "count";
    count.type = ParamType::Integer;
    count.help = "Faces per measurement";
    count.defaultValue = 32;
    count.minimum = 1;
    count.maximum = 10000;
    ParamSpec qp;
    qp.name = "qp";
    qp.type = ParamType::Levels;
    qp.help = "Levels for `bench rate`; left out: six, for QPs 17 to 42 in steps of 5";
    ParamSpec against;
    against.name = "against";
    against.type = ParamType::Codec;
    against.help = "Codec setting that `bench rate` compares with";
    against.defaultValue = "hevc";
    ParamSpec againstQp = qp;
    againstQp.name = "against-qp";
    againstQp.help = "Levels of that codec";
    Job job;
    job.id = "bench";
    job.title = "Measure speed";
    job.help =
        "Measures Limen against named alternatives in one run and gives medians and ratios. `bench rate` "
        "gives "
        "a codec's bits per pixel, PSNR and milliseconds per face over its levels and its BD-rate against "
        "another codec: the table of the help page about codecs.";
    job.params = {what, codec, recognizer, images, study, count, qp, against, againstQp};
    job.run = run;
    return job;
}

}  // namespace limen
