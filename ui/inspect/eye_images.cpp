// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/eye_images.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/job_context.h"
#include "comparison/eye_jnd_image.h"
#include "hvs/trained_eye_model.h"
#include "inspect/error_text.h"
#include "inspect/inspect_controller.h"

namespace limen {

EyeImages::Make EyeImages::asCompared() {
    // Kept: a model makes its tables once.
    using Key = std::pair<std::string, std::string>;  // with another card it is another model
    auto models = std::make_shared<std::map<Key, std::shared_ptr<const EyeModel>>>();
    return [models](const EyeModelChoice& choice, const RgbImage& face, ImageId image) {
        std::shared_ptr<const EyeModel>& model = (*models)[{choice.source, choice.hash}];
        if (!model)
            model = openEyeModel(choice.source, {});
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
      m_choices(publishedEyeModels()),
      m_wanted(shownInPaper()),
      m_chosen(m_wanted),
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

void EyeImages::findTrained(const std::filesystem::path& study) {
    m_lister.post([this, study, listing = ++m_listings] {
        std::vector<EyeModelChoice> trained;
        try {
            trained = trainedEyeModels(study);
        } catch (const std::exception&) {
            // A folder that cannot be read has nothing to offer; `limen models` says why.
        }
        QMetaObject::invokeMethod(
            this,
            [this, listing, found = std::move(trained)] { takeTrained(listing, found); },
            Qt::QueuedConnection);
    });
}

void EyeImages::takeTrained(std::uint64_t listing, std::vector<EyeModelChoice> trained) {
    if (listing != m_listings)
        return;
    std::vector<EyeModelChoice> choices = publishedEyeModels();
    std::move(trained.begin(), trained.end(), std::back_inserter(choices));
    if (choices == m_choices)
        return;
    for (const EyeModelChoice& before : m_choices)
        if (std::find(choices.begin(), choices.end(), before) == choices.end()) {
            // Trained anew, or gone.
            m_recent.clear();
            m_images.erase(before.name);
            m_problems.erase(before.name);
        }
    m_choices = std::move(choices);
    pickWanted();
    Q_EMIT choicesChanged();
}

const EyeModelChoice* EyeImages::choice(const std::string& model) const {
    const auto found = std::find_if(m_choices.begin(), m_choices.end(), [&model](const EyeModelChoice& one) {
        return one.name == model;
    });
    return found == m_choices.end() ? nullptr : &*found;
}

void EyeImages::choose(const Names& models) {
    m_wanted = models;
    pickWanted();
}

void EyeImages::pickWanted() {
    Names known;
    for (const EyeModelChoice& choice : m_choices)
        if (std::find(m_wanted.begin(), m_wanted.end(), choice.name) != m_wanted.end())
            known.push_back(choice.name);
    if (known != m_chosen) {
        m_chosen = std::move(known);
        Q_EMIT chosenChanged();
    }
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
    std::vector<EyeModelChoice> missing;
    for (const std::string& model : m_chosen)
        if (!m_images.contains(model))
            missing.push_back(*choice(model));
    if (const FaceFacts* face = m_shown->face();
        m_enabled && face != nullptr && m_image && !missing.empty()) {
        m_stop = std::stop_source();
        m_worker.post([this,
                       missing,
                       request = m_requests,
                       image = *m_image,
                       original = face->original,
                       stop = m_stop.get_token()] {
            for (const EyeModelChoice& model : missing) {
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
                    [this, request, name = model.name, made, problem] { take(request, name, made, problem); },
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
