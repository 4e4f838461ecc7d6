// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/form_choices.h"

#include "codecs/codec.h"
#include "recognition/model_card.h"

namespace limen {

FormChoices FormChoices::installed() {
    FormChoices choices;
    for (const CodecInfo& info : knownCodecs())
        choices.codecs.push_back({QString::fromStdString(info.name),
                                  QString::fromStdString(info.title),
                                  info.available ? QString() : QString::fromStdString(info.whatToInstall)});
    for (const ModelCard& card : installedModels())
        if (card.task == "face-recognition")
            choices.recognizers.append(QString::fromStdString(card.name));
    return choices;
}

}  // namespace limen
