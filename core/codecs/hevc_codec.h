// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace limen {

/// The x265 parameters of an all-intra picture at a constant QP without anything that varies the QP inside
/// the picture (contract.md, "Codecs", setting of record): `qp=32:ipratio=1:...`.
std::string x265Parameters(int qp);

}  // namespace limen
