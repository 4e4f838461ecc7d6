// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// The jobs, one file each. Only the registry and tests include this; everybody else asks findJob().

#include "jobs/job.h"

namespace limen {

Job accuracyJob();         // accuracy_job.cpp
Job agreementJob();        // agreement_job.cpp
Job bdRateJob();           // bd_rate_job.cpp
Job benchJob();            // bench_job.cpp
Job codecsJob();           // codecs_job.cpp
Job compareFacesJob();     // compare_faces_job.cpp
Job compressJob();         // compress_job.cpp
Job demoJob();             // demo_job.cpp
Job embedJob();            // embed_job.cpp
Job encodeJob();           // encode_job.cpp
Job evaluateJob();         // evaluate_job.cpp
Job exportJob();           // export_job.cpp
Job importJob();           // import_job.cpp
Job infoJob();             // info_job.cpp
Job jndMapJob();           // jnd_map_job.cpp
Job labelJob();            // label_job.cpp
Job landmarksErrorJob();   // landmarks_error_job.cpp
Job metricsJob();          // metrics_job.cpp
Job modelsJob();           // models_job.cpp
Job predictJob();          // predict_job.cpp
Job qualityJob();          // quality_job.cpp
Job reportJob();           // report_job.cpp
Job sampleJob();           // sample_job.cpp
Job selectQpJob();         // select_qp_job.cpp
Job steerJob();            // steer_job.cpp
Job trainJob();            // train_job.cpp
Job trainLandmarksJob();   // train_landmarks_job.cpp
Job trainQualityJob();     // train_quality_job.cpp
Job trainRecognizerJob();  // train_recognizer_job.cpp
Job trainSamplerJob();     // train_sampler_job.cpp
Job verifyJob();           // verify_job.cpp

}  // namespace limen
