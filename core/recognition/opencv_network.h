// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/error.h"
#include "recognition/model_card.h"

namespace limen {

/// The network of a card of format "caffe", "onnx" or "tensorflow", run by OpenCV's DNN module in fp32 on the
/// CPU, on one thread (OpenCV's count is set for the whole process: results may depend on it). An instance
/// belongs to one thread.
class OpencvNetwork {
public:
    /// Checks the hashes of the files. Throws Error (BadInput) for files and formats that OpenCV cannot read.
    explicit OpencvNetwork(const ModelCard& card);
    ~OpencvNetwork();
    OpencvNetwork(OpencvNetwork&&) noexcept;

    /// `input`: batch x height x width x 3 floats, as the card's input says. Gives the values of the card's
    /// output, all of the first image first. Throws Error of kind `blame` where the network cannot run.
    std::vector<float> forward(std::span<const float> input, int batch, ErrorKind blame = ErrorKind::Failure);

private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace limen
