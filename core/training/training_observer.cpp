// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/training_observer.h"

namespace limen {

void TrainingObserver::beforeStep(std::int64_t, double&, const TrainingControls&) {}
void TrainingObserver::afterStep(std::int64_t,
                                 const std::map<std::string, double>&,
                                 const TrainingControls&) {}
void TrainingObserver::onCheckpoint(std::int64_t, const TrainingControls&) {}
void TrainingObserver::onFailedStep(std::int64_t, const models::TensorMap&, const Error&) {}
void TrainingObserver::restore(const Json&) {}

}  // namespace limen
