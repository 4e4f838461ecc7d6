// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/opencv_recognizer.h"

#include <fmt/format.h>
#include <algorithm>
#include <opencv2/core/version.hpp>

#include "base/error.h"
#include "recognition/network_recognizer.h"
#include "recognition/opencv_network.h"

namespace limen {

namespace {

class OpencvRecognizer final : public NetworkRecognizer {
public:
    OpencvRecognizer(const ModelCard& model, const RecognizerOptions& options)
        : NetworkRecognizer(model, fmt::format("OpenCV DNN {}", CV_VERSION), options), m_network(model) {
        // Shapes are only known once something ran; a graph that fails should fail when it is opened.
        const std::vector<float> zeros(static_cast<std::size_t>(batchSize) * 3 *
                                       static_cast<std::size_t>(model.input.width * model.input.height));
        std::vector<float> ignored(static_cast<std::size_t>(batchSize * model.embedding));
        run(zeros, ignored, ErrorKind::BadInput);
    }

protected:
    void forward(std::span<const float> input, std::span<float> output) override {
        run(input, output, ErrorKind::Failure);
    }

private:
    void run(std::span<const float> input, std::span<float> output, ErrorKind blame) {
        const std::vector<float> values = m_network.forward(input, batchSize, blame);
        if (values.size() != output.size())
            throw Error(blame,
                        fmt::format("The network of {} gives {} values for a batch of {}, but its card says "
                                    "\"embedding\" {}.",
                                    name(),
                                    values.size(),
                                    batchSize,
                                    dimension()),
                        "Correct \"embedding\" or \"output\" of the card.");
        std::copy(values.begin(), values.end(), output.begin());
    }

    OpencvNetwork m_network;
};

}  // namespace

std::unique_ptr<Recognizer> openOpencvRecognizer(const ModelCard& card, const RecognizerOptions& options) {
    if (options.device != "cpu")
        throwBadInput(
            fmt::format("The recognizer {} (format {}) runs on the CPU only.", card.name, card.format),
            "Use --device cpu.");
    if (options.precision != "fp32")
        throwBadInput(fmt::format("The recognizer {} (format {}) runs in fp32 only.", card.name, card.format),
                      "Use --precision fp32.");
    return std::make_unique<OpencvRecognizer>(card, options);
}

}  // namespace limen
