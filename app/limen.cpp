// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "command_line.h"
#include "console_observer.h"
#include "console_result.h"
#include "interrupt.h"

namespace {

using namespace limen;

/// The one object on standard output that --json promises, also when the job did not succeed.
Json resultObject(const Outcome& outcome) {
    Json object = outcome.result;
    if (outcome.state == Outcome::State::Failed) {
        object["error"] = outcome.message;
        object["hint"] = outcome.hint;
    } else if (outcome.state == Outcome::State::Cancelled) {
        object["error"] = "cancelled";
    }
    return object;
}

void print(const Outcome& outcome, bool json) {
    if (json)
        fmt::print("{}\n", resultObject(outcome).dump(2, ' ', false, Json::error_handler_t::replace));
    else
        fmt::print("{}", formatResult(outcome.result));
    std::fflush(stdout);
    if (outcome.state == Outcome::State::Failed)
        fmt::print(stderr, "limen: {}{}{}\n", outcome.message, outcome.hint.empty() ? "" : " ", outcome.hint);
    else if (outcome.state == Outcome::State::Cancelled)
        fmt::print(stderr, "limen: cancelled; what was finished is kept.\n");
}

int run(int argc, char** argv) {
    int exitCode = 0;
    const auto line = parseCommandLine(argc, argv, exitCode);
    if (!line)
        return exitCode;
    const Interrupt interrupt;
    ConsoleObserver observer(line->job->id, line->json);
    JobContext context(observer, interrupt.token(), line->options);
    const Outcome outcome = runJob(*line->job, line->parameters, context);
    observer.finish();
    print(outcome, line->json);
    return outcome.exitCode();
}

}  // namespace

int main(int argc, char** argv) {
    // Read when these libraries are loaded: each of Limen's workers is one thread.
    ::setenv("OMP_NUM_THREADS", "1", 0);
    ::setenv("OPENBLAS_NUM_THREADS", "1", 0);
    try {
        return run(argc, argv);
    } catch (const std::exception& exception) {
        fmt::print(stderr, "limen: {}\n", exception.what());
        return 1;
    }
}
