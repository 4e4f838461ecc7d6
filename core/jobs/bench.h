// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// The measurements behind `limen bench`. Each compares Limen with a named alternative in one run, alternating
// the two, and returns medians and ratios; an alternative that this machine cannot run is null with a reason.
// Only the models of the human eye have none: their authors' programs need MATLAB.

#include "base/job_context.h"
#include "base/json.h"
#include "jobs/job.h"

namespace limen {

/// Encode plus decode in process against processes of ffmpeg or vvencapp for each face (bench_codec.cpp).
Json benchCodec(const Params& params, JobContext& context);
/// Rate, PSNR and time of one codec over its levels, and its BD-rate against another (bench_rate.cpp).
Json benchRate(const Params& params, JobContext& context);
/// Recognizers at batch 32: ms per face as run, against eager default-layout LibTorch, fp32 and bf16
/// (bench_embed.cpp).
Json benchEmbed(const Params& params, JobContext& context);
/// A whole labelling run on synthetic faces (or a study) against ffmpeg processes and unbatched inference
/// over the full grid, extrapolated from a sample (bench_label.cpp).
Json benchLabel(const Params& params, JobContext& context);
/// Steps of training a JND predictor in fp32 and bf16, without and with the content loss, against the same
/// network, losses and optimiser in plain PyTorch (bench_train.cpp).
Json benchTrain(const Params& params, JobContext& context);
/// Models of the human eye: ms of a JND map of a face and of a 1920x1080 image, on one core (bench_hvs.cpp).
Json benchHvs(const Params& params, JobContext& context);
/// JND predictors at batch 16 in fp32 and bf16 against the same network in plain PyTorch, and what selecting
/// a level of the codec costs beside (bench_predict.cpp).
Json benchPredict(const Params& params, JobContext& context);

}  // namespace limen
