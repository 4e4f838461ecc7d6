// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/recognizer_card.h"

namespace limen {

Json recognizerCard(const TrainedRecognizer& recognizer) {
    const ModelInput& in = recognizer.input;
    return {
        {"name", recognizer.name},
        {"task", "face-recognition"},
        {"architecture", recognizer.architecture},
        {"options", recognizer.options},
        {"input",
         {{"size", {in.width, in.height}},
          {"crop", {in.cropX, in.cropY, in.cropWidth, in.cropHeight}},
          {"colour", in.bgr ? "BGR" : "RGB"},
          {"mean", in.mean},
          {"std", in.std}}},
        {"embedding", recognizer.embedding},
        {"licence",
         "weights: research use, as the data and teachers they come from (see training); code: BSD-3-Clause"},
        {"source", "trained by limen train-recognizer"},
        {"use",
         "A default, so that Limen works at once. It must never label or judge studies of the people it was "
         "trained on."},
        {"training", recognizer.training}};
}

}  // namespace limen
