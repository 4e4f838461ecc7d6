// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/psnr_text.h"

#include <QCoreApplication>
#include <cmath>

namespace limen {

QString psnrText(double psnr, const QLocale& locale) {
    return std::isinf(psnr)
               ? QCoreApplication::translate("limen::Psnr", "identical")
               : QCoreApplication::translate("limen::Psnr", "%1 dB").arg(locale.toString(psnr, 'f', 2));
}

}  // namespace limen
