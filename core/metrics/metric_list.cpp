// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/metric_list.h"

#include <fmt/format.h>

#include "base/error.h"

namespace limen {

namespace {

ImageMetric lpips(const char* name, const char* title, const char* network, const char* architecture) {
    return {.name = name,
            .title = title,
            .better = Better::Lower,
            .task = "perceptual-distance",
            .architecture = architecture,
            .formula = fmt::format("sum over places in {} of the mean over positions of "
                                   "sum_c w_c (f_c - g_c)^2, f and g of unit length",
                                   network),
            .source = "Zhang 2018, LPIPS v0.1"};
}

ImageMetric nme(const char* name, const char* title, const char* length) {
    return {.name = name,
            .title = title,
            .unit = "%",
            .better = Better::Lower,
            .of = MetricOf::Faces,
            .task = "landmarks",
            .architecture = "pfld",
            .formula = fmt::format("100 mean |p - g| / {}, over 68 landmarks", length),
            .source = "Sagonas 2013; landmarks found by a network in both faces"};
}

}  // namespace

const std::vector<ImageMetric>& metrics() {
    static const std::vector<ImageMetric> all = {
        {.name = "psnr",
         .title = "PSNR",
         .unit = "dB",
         .formula = "10 log10(255^2 / MSE), MSE over all pixels and R, G, B",
         .source = "infinite for equal images"},
        {.name = "ssim",
         .title = "SSIM",
         .formula =
             "mean of (2 mx my + C1)(2 sxy + C2) / ((mx^2 + my^2 + C1)(sx^2 + sy^2 + C2)), 8-bit grey, "
             "11x11 Gaussian of sigma 1.5, valid area",
         .source = "Wang 2004"},
        {.name = "ms_ssim_3",
         .title = "MS-SSIM-3",
         .formula =
             "SSIM's contrast and structure at scales 1 and 2 and SSIM at scale 3, to the powers 0.0448, "
             "0.2856 and 0.3001 over their sum",
         .source = "Wang 2003, three of its five scales: five need more than 160 pixels"},
        lpips("lpips_squeeze", "LPIPS-squeeze", "SqueezeNet", "lpips-squeeze"),
        lpips("lpips_alex", "LPIPS-alex", "AlexNet", "lpips-alex"),
        lpips("lpips_vgg", "LPIPS-vgg", "VGG-16", "lpips-vgg"),
        {.name = "dists",
         .title = "DISTS",
         .better = Better::Lower,
         .task = "perceptual-distance",
         .architecture = "dists",
         .formula = "1 - sum_c (a_c texture_c + b_c structure_c) over the channels of the image and VGG-16",
         .source = "Ding 2020"},
        nme("nme", "NME", "sqrt(w h) of the landmarks' box"),
        nme("nme_inter_ocular", "NME (inter-ocular)", "distance of the outer corners of the eyes"),
        {.name = "fid",
         .title = "FID",
         .better = Better::Lower,
         .of = MetricOf::Sets,
         .task = "image-features",
         .architecture = "inception-v3-fid",
         .formula =
             "|m1 - m2|^2 + Tr(S1 + S2 - 2 (S1 S2)^(1/2)) of Inception features; depends on the number "
             "of images",
         .source = "Heusel 2017"},
    };
    return all;
}

const ImageMetric& metricNamed(const std::string& name) {
    std::string known;
    for (const ImageMetric& metric : metrics()) {
        if (metric.name == name)
            return metric;
        known += (known.empty() ? "" : ", ") + metric.name;
    }
    throwBadInput(fmt::format("There is no metric \"{}\".", name), fmt::format("Use one of {}.", known));
}

ModelCard modelOf(const ImageMetric& metric) {
    for (ModelCard& card : installedModels())
        if (card.task == metric.task && card.architecture == metric.architecture)
            return std::move(card);
    throwBadInput(
        fmt::format("{} needs a model of the task {} and the architecture {}; none is installed.",
                    metric.title,
                    metric.task,
                    metric.architecture),
        "Import one with `limen models import CARD`, or add the folder of its card to LIMEN_MODELS.");
}

}  // namespace limen
