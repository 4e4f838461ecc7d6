// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/opencv_recognizer.h"

#include <algorithm>
#include <fmt/format.h>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn.hpp>

#include "base/error.h"
#include "recognition/network_recognizer.h"

namespace limen {

namespace {

/// The one of a card's files with that extension.
const std::filesystem::path& fileWith(const ModelCard& card, const std::string& extension) {
    for (const std::filesystem::path& file : card.files)
        if (file.extension() == extension)
            return file;
    throwBadInput(fmt::format("The model card {} of format {} names no file that ends in {}.", card.cardFile.string(),
                              card.format, extension),
                  "Correct \"files\" or \"format\" of the card.");
}

/// OpenCV's sentence without its file, line and function; its first line only.
std::string reason(const cv::Exception& error) {
    std::string text = error.err.empty() ? error.what() : error.err;
    text = text.substr(0, text.find('\n'));
    while (!text.empty() && (text.back() == ' ' || text.back() == '.'))
        text.pop_back();
    return text;
}

cv::dnn::Net readNet(const ModelCard& card) {
    try {
        if (card.format == "caffe")
            return cv::dnn::readNetFromCaffe(fileWith(card, ".prototxt").string(),
                                             fileWith(card, ".caffemodel").string());
        if (card.format == "onnx")
            return cv::dnn::readNetFromONNX(fileWith(card, ".onnx").string());
        return cv::dnn::readNetFromTensorflow(fileWith(card, ".pb").string());
    } catch (const cv::Exception& error) {
        throwBadInput(fmt::format("OpenCV {} cannot read the network of {}: {}.", CV_VERSION, card.name, reason(error)),
                      "Use another format of this model, for example safetensors with a known architecture.");
    }
}

class OpencvRecognizer final : public NetworkRecognizer {
public:
    OpencvRecognizer(const ModelCard& model, const RecognizerOptions& options)
        : NetworkRecognizer(model, fmt::format("OpenCV DNN {}", CV_VERSION), options), m_net(readNet(model)) {
        cv::setNumThreads(1);
        m_net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        m_net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
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
    void run(std::span<const float> input, std::span<float> output, ErrorKind kind) {
        const int shape[] = {batchSize, 3, card().input.height, card().input.width};
        m_blob.create(4, shape, CV_32F);
        const std::size_t pixels = input.size() / (3 * batchSize);
        float* to = m_blob.ptr<float>();
        for (std::size_t image = 0; image < batchSize; ++image)
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t p = 0; p < pixels; ++p)
                    *to++ = input[(image * pixels + p) * 3 + c];
        try {
            m_net.setInput(m_blob);
            const cv::Mat result = card().output.empty() ? m_net.forward() : m_net.forward(card().output);
            if (result.type() != CV_32F || result.total() != output.size() || !result.isContinuous())
                throw Error(kind,
                            fmt::format("The network of {} gives {} values for a batch of {}, but its card says "
                                        "\"embedding\" {}.",
                                        name(), result.total(), batchSize, dimension()),
                            "Correct \"embedding\" or \"output\" of the card.");
            std::copy_n(result.ptr<float>(), output.size(), output.data());
        } catch (const cv::Exception& error) {
            throw Error(kind,
                        fmt::format("OpenCV {} cannot run the network of {}: {}.", CV_VERSION, name(), reason(error)),
                        "Check the card's \"input\" and \"output\".");
        }
    }

    cv::dnn::Net m_net;
    cv::Mat m_blob;
};

}  // namespace

std::unique_ptr<Recognizer> openOpencvRecognizer(const ModelCard& card, const RecognizerOptions& options) {
    if (options.device != "cpu")
        throwBadInput(fmt::format("The recognizer {} (format {}) runs on the CPU only.", card.name, card.format),
                      "Use --device cpu.");
    if (options.precision != "fp32")
        throwBadInput(fmt::format("The recognizer {} (format {}) runs in fp32 only.", card.name, card.format),
                      "Use --precision fp32.");
    return std::make_unique<OpencvRecognizer>(card, options);
}

}  // namespace limen
