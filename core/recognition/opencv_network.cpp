// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/opencv_network.h"

#include <fmt/format.h>
#include <algorithm>
#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

namespace limen {

namespace {

/// The one of a card's files with that extension.
const std::filesystem::path& fileWith(const ModelCard& card, const std::string& extension) {
    for (const std::filesystem::path& file : card.files)
        if (file.extension() == extension)
            return file;
    throwBadInput(fmt::format("The model card {} of format {} names no file that ends in {}.",
                              card.cardFile.string(),
                              card.format,
                              extension),
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

/// OpenCV writes to stderr before it throws; stderr belongs to Limen's progress and the exception says the
/// same.
class QuietOpencv {
public:
    QuietOpencv() : m_before(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
    ~QuietOpencv() { cv::utils::logging::setLogLevel(m_before); }
    QuietOpencv(const QuietOpencv&) = delete;
    QuietOpencv& operator=(const QuietOpencv&) = delete;

private:
    cv::utils::logging::LogLevel m_before;
};

cv::dnn::Net readNet(const ModelCard& card) {
    const QuietOpencv quiet;
    try {
        if (card.format == "caffe")
            return cv::dnn::readNetFromCaffe(fileWith(card, ".prototxt").string(),
                                             fileWith(card, ".caffemodel").string());
        if (card.format == "onnx")
            return cv::dnn::readNetFromONNX(fileWith(card, ".onnx").string());
        if (card.format == "tensorflow")
            return cv::dnn::readNetFromTensorflow(fileWith(card, ".pb").string());
    } catch (const cv::Exception& error) {
        throwBadInput(
            fmt::format("OpenCV {} cannot read the network of {}: {}.", CV_VERSION, card.name, reason(error)),
            "Use another format of this model, for example safetensors with a known architecture.");
    }
    throwBadInput(
        fmt::format("The format {} of the model {} is not one that OpenCV reads.", card.format, card.name),
        "Convert the network to onnx.");
}

/// The layer to ask for; empty: the last. The TensorFlow reader merges layers and loses the names of those
/// that it merges, the last among them.
std::string outputOf(const ModelCard& card, const cv::dnn::Net& net) {
    const bool lost = card.format == "tensorflow" && net.getLayerId(card.output) < 0;
    return lost ? std::string() : card.output;
}

}  // namespace

class OpencvNetwork::Implementation {
public:
    explicit Implementation(const ModelCard& card)
        : m_name(card.name), m_input(card.input), m_net(readNet(card)), m_output(outputOf(card, m_net)) {
        cv::setNumThreads(1);
        m_net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        m_net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    }

    std::vector<float> forward(std::span<const float> input, int batch, ErrorKind blame) {
        const int shape[] = {batch, 3, m_input.height, m_input.width};
        m_blob.create(4, shape, CV_32F);
        if (m_blob.total() != input.size())
            throw Error(blame, fmt::format("The input of {} has not the size that its card states.", m_name));
        const auto images = static_cast<std::size_t>(batch);
        const std::size_t pixels = input.size() / (3 * images);
        float* to = m_blob.ptr<float>();
        for (std::size_t image = 0; image < images; ++image)
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t p = 0; p < pixels; ++p)
                    *to++ = input[(image * pixels + p) * 3 + c];
        try {
            m_net.setInput(m_blob);
            const cv::Mat result = m_output.empty() ? m_net.forward() : m_net.forward(m_output);
            if (result.type() != CV_32F || !result.isContinuous())
                throw Error(blame, fmt::format("The output of {} does not consist of floats.", m_name));
            return {result.ptr<float>(), result.ptr<float>() + result.total()};
        } catch (const cv::Exception& error) {
            throw Error(
                blame,
                fmt::format("OpenCV {} cannot run the network of {}: {}.", CV_VERSION, m_name, reason(error)),
                "Check the card's \"input\" and \"output\".");
        }
    }

private:
    std::string m_name;
    ModelInput m_input;
    cv::dnn::Net m_net;
    std::string m_output;
    cv::Mat m_blob;
};

OpencvNetwork::OpencvNetwork(const ModelCard& card) {
    card.verifyFiles();
    m_implementation = std::make_unique<Implementation>(card);
}
OpencvNetwork::~OpencvNetwork() = default;
OpencvNetwork::OpencvNetwork(OpencvNetwork&&) noexcept = default;

std::vector<float> OpencvNetwork::forward(std::span<const float> input, int batch, ErrorKind blame) {
    return m_implementation->forward(input, batch, blame);
}

}  // namespace limen
