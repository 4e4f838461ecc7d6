// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/eye_images.h"

#include <algorithm>
#include <utility>

#include "base/job_context.h"
#include "comparison/eye_jnd_image.h"
#include "inspect/error_text.h"
#include "inspect/inspect_controller.h"

namespace limen {

EyeImages::Make EyeImages::asCompared() {
    // Kept: a model makes its tables once.
    auto models = std::make_shared<std::map<std::string, std::unique_ptr<EyeModel>>>();
    return [models](const std::string& name, const RgbImage& face, ImageId image) {
        std::unique_ptr<EyeModel>& model = (*models)[name];
        if (!model)
            model = createEyeModel(name);
        return eyeJndImage(*model, face, image, RunOptions{}.seed);
    };
}

EyeImages::Names EyeImages::shownInPaper() {
    return {"zhang05", "wu17", "jiang22"};
}

EyeImages::EyeImages(InspectController* shown, QObject* parent, Make make)
    : QObject(parent),
      m_shown(shown),
      m_make(std::move(make)),
      m_chosen(shownInPaper()),
      m_recent(remembered) {
    connect(shown, &InspectController::faceChanged, this, &EyeImages::followFace);
    connect(shown, &InspectController::sourceChanged, this, [this] { m_recent.clear(); });
}

EyeImages::~EyeImages() {
    m_stop.request_stop();
}

void EyeImages::setEnabled(bool enabled) {
    if (enabled == m_enabled)
        return;
    m_enabled = enabled;
    request();
}

void EyeImages::choose(const Names& models) {
    Names known;
    for (const EyeModelInfo& info : eyeModels())
        if (std::find(models.begin(), models.end(), info.name) != models.end())
            known.push_back(info.name);
    if (known == m_chosen)
        return;
    m_chosen = std::move(known);
    Q_EMIT chosenChanged();
    request();
}

const RgbImage* EyeImages::image(const std::string& model) const {
    const auto found = m_images.find(model);
    return found == m_images.end() ? nullptr : &found->second;
}

QString EyeImages::problem(const std::string& model) const {
    const auto found = m_problems.find(model);
    return found == m_problems.end() ? QString() : found->second;
}

void EyeImages::followFace() {
    const FaceFacts* face = m_shown->face();
    const auto image = face != nullptr ? std::optional(face->record.id) : std::nullopt;
    if (image != m_image) {
        if (m_image && !m_images.empty())
            m_recent.insert(*m_image, new Images(std::move(m_images)));
        m_images.clear();
        m_problems.clear();
        m_image = image;
        if (const Images* recent = image ? m_recent.object(*image) : nullptr)
            m_images = *recent;
    }
    request();
}

void EyeImages::request() {
    m_stop.request_stop();
    ++m_requests;
    Names missing;
    for (const std::string& model : m_chosen)
        if (!m_images.contains(model))
            missing.push_back(model);
    if (const FaceFacts* face = m_shown->face();
        m_enabled && face != nullptr && m_image && !missing.empty()) {
        m_stop = std::stop_source();
        m_worker.post([this,
                       missing,
                       request = m_requests,
                       image = *m_image,
                       original = face->original,
                       stop = m_stop.get_token()] {
            for (const std::string& model : missing) {
                if (stop.stop_requested())
                    return;
                RgbImage made;
                QString problem;
                try {
                    made = m_make(model, original, image);
                } catch (const std::exception& error) {
                    problem = QString::fromStdString(errorText(error));
                }
                QMetaObject::invokeMethod(
                    this,
                    [this, request, model, made, problem] { take(request, model, made, problem); },
                    Qt::QueuedConnection);
            }
        });
    }
    Q_EMIT changed();
}

void EyeImages::take(std::uint64_t request,
                     const std::string& model,
                     const RgbImage& image,
                     const QString& problem) {
    if (request != m_requests)
        return;
    if (problem.isEmpty())
        m_images[model] = image;
    else
        m_problems[model] = problem;
    Q_EMIT changed();
}

}  // namespace limen
