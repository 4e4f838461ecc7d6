// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "base/version.h"
#include "jobs/bench.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"

namespace limen {

namespace {

struct Measurement {
    const char* name;
    Json (*measure)(const Params&, JobContext&);
    bool partOfAll;
};

constexpr Measurement measurements[] = {{"codec", benchCodec, true},
                                        {"rate", benchRate, false},
                                        {"embed", benchEmbed, true},
                                        {"label", benchLabel, true},
                                        {"hvs", benchHvs, true},
                                        {"train", benchTrain, true},
                                        {"predict", benchPredict, true}};

Outcome run(const Params& params, JobContext& context) {
    const std::vector<std::string> asked =
        params.has("what") ? params.texts("what") : std::vector<std::string>{"all"};
    const auto isAsked = [&](const Measurement& one) {
        return std::ranges::find(asked, one.name) != asked.end() ||
               (one.partOfAll && std::ranges::find(asked, "all") != asked.end());
    };
    const auto count = static_cast<double>(std::ranges::count_if(measurements, isAsked));
    Json result = {{"versions", versionSummary()}, {"cores", context.workers()}};
    double done = 0.0;
    for (const Measurement& one : measurements) {
        if (!isAsked(one))
            continue;
        JobContext part = context.part(done / count, (done + 1.0) / count);
        result[one.name] = one.measure(params, part);
        done += 1.0;
    }
    return Outcome::succeeded(result);
}

}  // namespace

Job benchJob() {
    ParamSpec what;
    what.name = "what";
    what.type = ParamType::Choice;
    what.help = "What to measure, one or several; left out: all but the rate";
    what.choices = {"codec", "rate", "embed", "label", "hvs", "train", "predict", "all"};
    what.positional = true;
    what.repeated = true;
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
    ParamSpec model;
    model.name = "model";
    model.help = "JND predictor or card for `bench predict`; left out: new networks of every width";
    ParamSpec width;
    width.name = "width";
    width.type = ParamType::Choice;
    width.help = "Share of the paper's channels of new networks; left out: 0.25 to train, all to predict";
    width.choices = {"1", "0.5", "0.25", "all"};
    ParamSpec depth = width;
    depth.name = "depth";
    depth.help = "Depth of their encoder, as in IR-18, IR-34 or IR-50";
    depth.choices = {"18", "34", "50"};
    depth.defaultValue = "50";
    const ParamSpec batch = numberParam(
        "batch", ParamType::Integer, "Images per step of `bench train`, an even number", 12, 2, 1024);
    const ParamSpec steps = numberParam("steps",
                                        ParamType::Integer,
                                        "Steps of `bench train` in a round; where the content loss is "
                                        "computed in every 4th step, the next multiple of 4",
                                        2,
                                        1,
                                        1000);
    const ParamSpec rounds = numberParam(
        "rounds", ParamType::Integer, "Rounds of `bench hvs`, `bench train` and `bench predict`", 3, 1, 1000);
    ParamSpec eyeModels;
    eyeModels.name = "eye-models";
    eyeModels.help =
        "Models for `bench hvs`, separated by commas, cards of trained ones as well; left out: all";
    Job job;
    job.id = "bench";
    job.title = "Measure speed";
    job.help =
        "Measures Limen against named alternatives in one run and gives medians and ratios. `bench rate` "
        "gives a codec's bits per pixel, PSNR and milliseconds per face over its levels and its BD-rate "
        "against another codec: the table of the help page about codecs. `bench hvs` gives the milliseconds "
        "that "
        "each model of the human eye takes for the JND map of a face and of an image of 1920x1080 pixels "
        "made "
        "of the faces, on one core, medians over the rounds.\n\n"
        "`bench train` and `bench predict` measure the JND predictor in fp32 and, where the processor has "
        "it, bf16, against the same network in Python, as one writes it in PyTorch: fp32, in its default "
        "layout and in channels_last, with as many threads (--threads). Rounds alternate between them. That "
        "takes a Python 3 with PyTorch and NumPy (Debian's python3-torch): `python3`, or the one that the "
        "environment variable LIMEN_PYTHON names. Without it Limen is measured alone, and `reason` says so. "
        "`bench train` measures steps without the content loss and, where a model of the task "
        "content-features (VGG-19) is installed, with it. `bench predict` measures new networks of every "
        "width, or --model, and beside them what predict --select-qp adds: every level of --codec "
        "encoded.\n\n"
        "Times are by the clock (ms_per_..., images_per_second) and of processors (cpu_ms_per_..., which "
        "counts less what else the machine does); `speedup` is how many times as long the alternative "
        "takes. Both must compute the same, or the bench fails: each term of the loss of the first step "
        "within 1e-4 (bf16: 2 %) (`first_step`), predictions within 1 grey level (bf16: 0.5 on average) "
        "(`grey_levels`).";
    job.params = {what,
                  codec,
                  recognizer,
                  images,
                  study,
                  count,
                  qp,
                  against,
                  againstQp,
                  model,
                  width,
                  depth,
                  batch,
                  steps,
                  rounds,
                  eyeModels};
    job.run = run;
    return job;
}

}  // namespace limen
