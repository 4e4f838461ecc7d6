// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/job.h"
#include "jobs/jobs.h"

namespace limen {

const std::vector<Job>& allJobs() {
    // One job per line, so that a new one changes one line.
    // clang-format off
    static const std::vector<Job> jobs = {
        demoJob(),
        sampleJob(),
        importJob(),
        compressJob(),
        encodeJob(),
        labelJob(),
        accuracyJob(),
        reportJob(),
        exportJob(),
        embedJob(),
        predictJob(),
        evaluateJob(),
        selectQpJob(),
        agreementJob(),
        trainJob(),
        steerJob(),
        trainSamplerJob(),
        trainLandmarksJob(),
        landmarksErrorJob(),
        trainRecognizerJob(),
        trainQualityJob(),
        verifyJob(),
        compareFacesJob(),
        modelsJob(),
        infoJob(),
        codecsJob(),
        jndMapJob(),
        metricsJob(),
        qualityJob(),
        bdRateJob(),
        benchJob(),
    };
    // clang-format on
    return jobs;
}

const Job* findJob(const std::string& id) {
    for (const Job& job : allJobs())
        if (job.id == id)
            return &job;
    return nullptr;
}

}  // namespace limen
