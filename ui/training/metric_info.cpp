// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/metric_info.h"

#include <QCoreApplication>
#include <algorithm>

namespace limen {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("limen::MetricInfo", text);
}

}  // namespace

const std::vector<MetricInfo>& knownMetrics() {
    static const std::vector<MetricInfo> all = {
        {"validation_psnr",
         tr("Validation PSNR (dB)"),
         tr("dB"),
         tr("PSNR of the predicted against the ground-truth JND image, 10 log10(255² / MSE) over R, G, B; "
            "mean "
            "over the validation images, after each epoch. Dashed: the unmodified original (doing nothing)."),
         false,
         false,
         true,
         2},
        {"loss",
         tr("Total loss"),
         {},
         tr("λ_id L_id + λ_pixel L_pixel + λ_content L_content, mean over the batch"),
         true,
         true,
         true},
        {"identity",
         tr("Identity loss"),
         {},
         tr("L_id = log(1 + exp(|v - v+|)) + log(1 + exp(-|v - v-|)); 2 log 2 = 1.386 when positive and "
            "negative "
            "are equally far"),
         true,
         true,
         true},
        {"pixel",
         tr("Pixel loss"),
         {},
         tr("L_pixel = |ground truth - predicted|, mean over pixels; the range of a channel is 2"),
         true,
         true,
         true},
        {"content",
         tr("Content loss"),
         {},
         tr("L_content: squared distance of the features of a fixed network, summed over its layers"),
         true,
         true,
         true},
        {"share_identity",
         tr("Gradient share of identity"),
         {},
         tr("Share of λ_id L_id in the gradients of the three terms, 0 to 1"),
         false},
        {"share_pixel",
         tr("Gradient share of pixels"),
         {},
         tr("Share of λ_pixel L_pixel in the gradients of the three terms, 0 to 1"),
         false},
        {"share_content",
         tr("Gradient share of content"),
         {},
         tr("Share of λ_content L_content in the gradients of the three terms, 0 to 1"),
         false},
        {"gradient", tr("Gradient norm"), {}, tr("Euclidean norm over all parameters"), true},
        {"rate",
         tr("Learning rate"),
         {},
         tr("Of Adam in this step: the rate that was set, lowered by the schedule"),
         true,
         false},
        {"images_per_second",
         tr("Throughput (images/s)"),
         tr("images/s"),
         tr("Images trained on a second"),
         false},
        {"validation_gain",
         tr("Gain over doing nothing (dB)"),
         tr("dB"),
         tr("Validation PSNR minus that of the unmodified originals"),
         false,
         false,
         false,
         2},
    };
    return all;
}

MetricInfo metricInfo(const std::string& name) {
    const auto& all = knownMetrics();
    const auto found =
        std::find_if(all.begin(), all.end(), [&name](const MetricInfo& info) { return info.name == name; });
    if (found != all.end())
        return *found;
    MetricInfo info;
    info.name = name;
    info.title = QString::fromStdString(name);
    return info;
}

QString settingTitle(const std::string& setting) {
    if (setting == "lambda_id")
        return tr("λ identity");
    if (setting == "lambda_pixel")
        return tr("λ pixel");
    if (setting == "lambda_content")
        return tr("λ content");
    if (setting == "rate")
        return tr("Learning rate");
    return QString::fromStdString(setting);
}

}  // namespace limen
