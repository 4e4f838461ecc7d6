// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stop_token>
#include <string>

#include "base/json.h"

namespace limen {

/// The JND predictor as one writes it in PyTorch, which benchmarks compare with: a program of Limen's
/// (resources/bench/plain_pytorch_jnd.py), run by `python3` or what the environment variable LIMEN_PYTHON
/// names.
class PlainPytorch {
public:
    /// Asks it for its version. Throws Cancelled on `stop`.
    explicit PlainPytorch(std::stop_token stop);

    /// Why this machine cannot run it, or empty.
    const std::string& missing() const { return m_missing; }
    /// The version of its PyTorch.
    const std::string& version() const { return m_version; }

    /// The program's answer; both are described in it. Throws Error (Failure) when it fails, Cancelled on the
    /// constructor's `stop`.
    Json ask(const Json& request) const;

private:
    std::stop_token m_stop;
    std::string m_missing, m_version;
};

}  // namespace limen
