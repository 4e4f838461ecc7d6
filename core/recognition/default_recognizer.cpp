// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/default_recognizer.h"

#include "recognition/model_card.h"

namespace limen {

std::string defaultRecognizer() {
    std::string name;
    for (const ModelCard& card : installedModels())  // in just this order, the built-in one last
        if (card.task == "face-recognition" && name.empty())
            name = card.name;
    return name;
}

}  // namespace limen
