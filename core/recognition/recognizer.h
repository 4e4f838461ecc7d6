// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// A face-recognition system's embedding part. An instance belongs to one thread.
class Recognizer {
public:
    /// Networks always see this many images; a smaller batch is padded (contract.md, "Determinism").
    static constexpr int batchSize = 32;

    virtual ~Recognizer();

    /// Short name: "mobilefacenet-ms1m".
    virtual const std::string& name() const = 0;
    /// Everything that changes the output: name, hash of card and weights, back end and its version, device,
    /// precision. Embeddings are kept under it.
    virtual const std::string& identity() const = 0;
    /// Values per embedding.
    virtual int dimension() const = 0;

    /// Unit embeddings of aligned 112x112 faces, in order; each `dimension()` floats. Any number of faces.
    /// The embedding of a face does not depend on the other faces of its batch.
    /// Throws Error (BadInput) if a face is not 112x112, Error (Failure) if the network fails.
    virtual std::vector<std::vector<float>> embed(std::span<const RgbImage> faces) = 0;
};

/// What embedding depends on besides the recognizer's card.
struct RecognizerOptions {
    std::string device = "cpu";      ///< "cpu" or "cuda"
    std::string precision = "fp32";  ///< "fp32" or "bf16"
    int threads = 1;                 ///< threads within one network; workers x threads <= cores
};

/// Opens an installed recognizer by name, or a card by its path. Throws Error (BadInput): unknown name,
/// missing or wrong card, hash mismatch, a network file that does not fit its card (names the first tensor
/// that differs), device or precision this machine does not have.
std::unique_ptr<Recognizer> openRecognizer(const std::string& nameOrCard, const RecognizerOptions& options);

}  // namespace limen
