// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <filesystem>
#include <new>
#include <opencv2/core.hpp>

#include "base/cancellation.h"
#include "base/error.h"
#include "jobs/job.h"
#include "study/image_table.h"
#include "study/job_history.h"
#include "study/study_error.h"

namespace limen {

namespace {

std::string describe(const Outcome& outcome) {
    switch (outcome.state) {
        case Outcome::State::Succeeded:
            return "succeeded";
        case Outcome::State::SomeItemsFailed:
            return "some items failed";
        case Outcome::State::Cancelled:
            return "cancelled";
        case Outcome::State::Failed:
            return "failed: " + outcome.message;
    }
    return "";
}

/// Parameters and the global options that change results.
Json recordedParameters(const Params& params, const RunOptions& options) {
    Json record = params.values();
    record["device"] = options.device;
    record["precision"] = options.precision;
    record["seed"] = options.seed;
    record["threads"] = options.threads;
    return record;
}

/// Everything thrown becomes a value here; nothing leaves a job as an exception.
template <typename Body>
Outcome caught(const std::string& where, const Body& body) {
    try {
        return body();
    } catch (const Cancelled&) {
        return Outcome::cancelled();
    } catch (const Error& error) {
        return Outcome::failed(error);
    } catch (const SQLite::Exception& exception) {
        return Outcome::failed(studyError(exception, where));
    } catch (const std::bad_alloc&) {
        return Outcome::failed(Error(ErrorKind::Failure,
                                     "There is not enough memory for this job.",
                                     "Close other programs, or use fewer --threads."));
    } catch (const cv::Exception& exception) {
        return Outcome::failed(fmt::format("OpenCV stopped the job: {}.", exception.err));
    } catch (const std::exception& exception) {
        return Outcome::failed(fmt::format("The job stopped unexpectedly: {}.", exception.what()));
    }
}

bool isEmpty(Study& study) {
    const ImageTable images(study);
    return images.counts(Role::Probe).images + images.counts(Role::Distractor).images == 0;
}

Outcome runOnStudy(const Job& job, const Params& params, JobContext& context) {
    const std::string folder = params.text("study");
    const bool created = job.createsStudy && !Study::exists(folder);
    Outcome outcome;
    bool leftEmpty = false;
    {
        Study study = created ? Study::create(folder) : Study::open(folder, Study::Access::ReadWrite);
        const StudyWriteLock lock(study);
        JobHistory history(study);
        const std::int64_t record = history.begin(job.id, recordedParameters(params, context.options()));
        outcome = caught(folder, [&] { return job.run(params, context); });
        leftEmpty = created && outcome.state != Outcome::State::Succeeded && isEmpty(study);
        if (!leftEmpty)
            history.finish(record, describe(outcome), outcome.result);
    }
    if (leftEmpty) {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    return outcome;
}

}  // namespace

Outcome runJob(const Job& job, const Json& rawParams, JobContext& context) {
    // Limen's parallelism is one image per worker; OpenCV's own pool would only fight with it.
    cv::setNumThreads(1);
    std::string where = "the study";
    return caught(where, [&] {
        const Params params = validateParams(job.params, rawParams);
        if (!job.changesStudy)
            return caught(params.has("study") ? params.text("study") : where,
                          [&] { return job.run(params, context); });
        where = params.text("study");
        return runOnStudy(job, params, context);
    });
}

}  // namespace limen
