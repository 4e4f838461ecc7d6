// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

namespace limen {

/// "31.40 dB"; "identical" for infinity.
QString psnrText(double psnr, const QLocale& locale);

}  // namespace limen
