// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/label_text.h"

#include <QCoreApplication>

namespace limen {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("limen::Label", text);
}

}  // namespace

QString explainLabel(const FaceFacts& face, const QString& unit) {
    if (!face.label)
        return {};
    switch (face.label->flag) {
        case LabelFlag::Ok:
            return tr("JND point at %1 %2: the coarsest compression that keeps recognition as it is.")
                .arg(unit)
                .arg(face.label->level.value_or(0));
        case LabelFlag::NoMates:
            return tr("No JND point: the only image of this person, so there is no genuine pair to keep.");
        case LabelFlag::Unrecognised:
            return tr("No JND point: even uncompressed, none of its %1 genuine pairs is accepted.")
                .arg(face.label->genuinePairs);
        case LabelFlag::NoLevel:
            return tr("No JND point: no level of this codec keeps recognition as it is.");
    }
    return {};
}

}  // namespace limen
