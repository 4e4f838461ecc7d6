// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/plain_pytorch.h"

#include <fmt/format.h>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

#include "base/child_process.h"
#include "base/error.h"
#include "base/installation.h"

namespace limen {

namespace {

/// Steps at full width take ten seconds and more each.
constexpr auto longest = std::chrono::hours(6);

std::string pythonProgram() {
    const char* named = std::getenv("LIMEN_PYTHON");
    return named != nullptr && *named != '\0' ? named : "python3";
}

/// Python ends with what went wrong.
std::string lastLine(std::string text) {
    text.erase(text.find_last_not_of(" \r\n") + 1);
    return text.substr(text.find_last_of('\n') + 1);
}

}  // namespace

PlainPytorch::PlainPytorch(std::stop_token stop) : m_stop(std::move(stop)) {
    std::string why;
    try {
        m_version = ask({{"job", "version"}}).value("torch", "");
        if (!m_version.empty())
            return;
        why = fmt::format("{} tells no version of PyTorch", pythonProgram());
    } catch (const Error& error) {
        why = error.what();
        why.erase(why.find_last_not_of('.') + 1);
    }
    m_missing = fmt::format(
        "There is no plain PyTorch to compare with ({}): install python3-torch, or name a Python that has "
        "PyTorch and NumPy in LIMEN_PYTHON.",
        why);
}

Json PlainPytorch::ask(const Json& request) const {
    const std::string text = request.dump();
    ChildCommand command;
    // -B: leaves no compiled files beside the program.
    command.arguments = {
        pythonProgram(), "-B", (sharedDataFolder() / "bench" / "plain_pytorch_jnd.py").string()};
    command.input = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    command.timeout = longest;
    const ChildResult result = runChild(command, m_stop);
    if (!result.succeeded())
        throwFailure(fmt::format("{} with Limen's plain PyTorch program ended with {}: {}.",
                                 pythonProgram(),
                                 result.ending(),
                                 lastLine(result.errors)));
    Json answer = Json::parse(result.output, nullptr, /*allow_exceptions=*/false);
    if (!answer.is_object())
        throwFailure(
            fmt::format("Limen's plain PyTorch program, run by {}, gave no JSON object.", pythonProgram()));
    return answer;
}

}  // namespace limen
