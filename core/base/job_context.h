// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

namespace limen {

/// What a job is doing. `done` and `total` count the items of the innermost step (total 0: unknown);
/// `fraction` is the share of the whole job, 0..1.
struct Progress {
    std::string what;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    double fraction = 0.0;
};

enum class LogLevel { Debug, Info, Warning, Error };

/// Receives what a job reports. Called on the job's thread, possibly thousands of times a second:
/// implementations must be quick and thread-safe, and throttle for themselves.
class JobObserver {
public:
    virtual ~JobObserver();
    virtual void onProgress(const Progress& progress) = 0;
    virtual void onLog(LogLevel level, const std::string& message) = 0;
    /// A number that develops, such as a loss: name, step, value.
    virtual void onMetric(const std::string& name, std::int64_t step, double value);
};

/// Drops everything; for tests and nested calls.
JobObserver& silentObserver();

/// The global options that reach every job (design.md section 5).
struct RunOptions {
    int threads = 0;  ///< workers; 0 = one per usable core
    std::string device = "cpu";
    std::string precision = "fp32";
    std::uint64_t seed = 1;
};

/// Passed into a job: where it reports, when it must stop, with what resources it runs.
/// Copies report to the same observer; a nested context covers a part of its parent's progress.
class JobContext {
public:
    JobContext(JobObserver& observer, std::stop_token stop, RunOptions options = {});

    /// A context whose 0..1 is the part [from, to] of this one.
    JobContext part(double from, double to) const;

    void progress(std::uint64_t done, std::uint64_t total, const std::string& what) const;
    void log(LogLevel level, const std::string& message) const { m_observer->onLog(level, message); }
    void info(const std::string& message) const { log(LogLevel::Info, message); }
    void warn(const std::string& message) const { log(LogLevel::Warning, message); }
    void metric(const std::string& name, std::int64_t step, double value) const {
        m_observer->onMetric(name, step, value);
    }

    const std::stop_token& stop() const { return m_stop; }
    /// Throws Cancelled when a stop was requested.
    void throwIfStopped() const;
    const RunOptions& options() const { return m_options; }
    /// options().threads, or the number of usable cores when that is 0.
    int workers() const;

private:
    JobObserver* m_observer;
    std::stop_token m_stop;
    RunOptions m_options;
    double m_from = 0.0;
    double m_to = 1.0;
};

}  // namespace limen
