// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/best_model.h"

#include <algorithm>
#include <cmath>

#include "image/planar_face.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

constexpr std::size_t facesAtOnce = 16;

/// An original that is its own JND image would make any mean infinite.
constexpr double mostPsnr = 100.0;

double boundedPsnr(const RgbImage& a, const RgbImage& b) {
    return std::min(mostPsnr, psnr(a, b));
}

}  // namespace

std::vector<RgbImage> predictedJnd(models::NetworkTrainer& trainer,
                                   const std::vector<const JndFace*>& faces) {
    std::vector<RgbImage> predicted;
    for (std::size_t first = 0; first < faces.size(); first += facesAtOnce) {
        const std::size_t count = std::min(facesAtOnce, faces.size() - first);
        FloatTensor images{{static_cast<std::int64_t>(count), 3, alignedSize, alignedSize}, {}};
        for (std::size_t i = 0; i < count; ++i)
            appendPlanar(faces[first + i]->original, false, images.values);
        const FloatTensor jnd = trainer.evaluate({{"images", std::move(images)}}).at("jnd");
        const std::size_t size = jnd.values.size() / count;
        for (std::size_t i = 0; i < count; ++i)
            predicted.push_back(fromPlanar(
                std::span<const float>(jnd.values).subspan(i * size, size), alignedSize, alignedSize));
    }
    return predicted;
}

BestModel::BestModel(std::shared_ptr<const JndFaces> faces,
                     std::span<const std::size_t> validation,
                     Plan plan)
    : m_faces(std::move(faces)), m_plan(std::move(plan)) {
    double sum = 0.0;
    for (const std::size_t place : validation) {
        const JndFace& face = m_faces->faces[place];
        m_validation.push_back(&face);
        sum += boundedPsnr(face.jnd, face.original);
    }
    m_originalPsnr = sum / static_cast<double>(m_validation.size());
}

void BestModel::afterStep(std::int64_t step,
                          const std::map<std::string, double>&,
                          const TrainingControls& controls) {
    if ((step + 1) % m_plan.stepsPerEpoch != 0)
        return;
    const std::vector<RgbImage> predicted = predictedJnd(controls.trainer, m_validation);
    double sum = 0.0;
    for (std::size_t i = 0; i < predicted.size(); ++i)
        sum += boundedPsnr(m_validation[i]->jnd, predicted[i]);
    const double mean = sum / static_cast<double>(predicted.size());
    m_plan.publish(step, "validation_psnr", mean);
    m_plan.publish(step, "validation_gain", mean - m_originalPsnr);
    if (m_psnr && mean <= *m_psnr) {
        ++m_worse;
        m_endedEarly = m_plan.patience > 0 && m_worse >= m_plan.patience;
        return;
    }
    m_psnr = mean;
    m_steps = step + 1;
    m_worse = 0;
    m_plan.store(controls.trainer, mean, m_steps);
    controls.writeCheckpoint(m_plan.checkpoint);
}

Json BestModel::state() const {
    return {{"psnr", m_psnr ? Json(*m_psnr) : Json()},
            {"steps", m_steps},
            {"worse", m_worse},
            {"ended_early", m_endedEarly}};
}

void BestModel::restore(const Json& state) {
    m_psnr = state.at("psnr").is_null() ? std::nullopt : std::optional(state.at("psnr").get<double>());
    m_steps = state.at("steps").get<std::int64_t>();
    m_worse = state.at("worse").get<std::int64_t>();
    m_endedEarly = state.at("ended_early").get<bool>();
}

}  // namespace limen
