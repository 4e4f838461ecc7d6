// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QObject>
#include <QString>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "image/rgb_image.h"
#include "inspect/eye_model_choice.h"
#include "inspect/latest_worker.h"
#include "study/image_table.h"

namespace limen {

class InspectController;

/// JND images of chosen eye models for the face that a controller shows, made one after the other on a thread
/// of their own, as the comparison makes them. Moving on drops what is not made yet.
class EyeImages : public QObject {
    Q_OBJECT

public:
    /// How many faces are remembered.
    static constexpr int remembered = 32;
    using Names = std::vector<std::string>;
    using Make = std::function<RgbImage(const EyeModelChoice& model, const RgbImage& face, ImageId image)>;

    /// As Table II has them: comparison/eye_jnd_image.h, with the seed that `limen evaluate` has by itself.
    static Make asCompared();
    /// Those that the paper's Figures 6 and 7 show.
    static Names shownInPaper();

    /// `make`: called on the thread.
    explicit EyeImages(InspectController* shown, QObject* parent = nullptr, Make make = asCompared());
    /// Waits for the model at work.
    ~EyeImages() override;

    /// Nothing is made while it is off.
    void setEnabled(bool enabled);
    /// Looks for models that somebody has trained, installed ones and those of the study (empty: none), on a
    /// thread of its own: choicesChanged().
    void findTrained(const std::filesystem::path& study);
    /// Published models, then those found.
    const std::vector<EyeModelChoice>& choices() const { return m_choices; }
    /// What is not among choices() is left out, until it is; the order is theirs.
    void choose(const Names& models);
    /// What was asked for, there or not.
    const Names& wanted() const { return m_wanted; }
    const Names& chosen() const { return m_chosen; }
    /// Null: no such model.
    const EyeModelChoice* choice(const std::string& model) const;

    /// Of the face shown; null until it is made.
    const RgbImage* image(const std::string& model) const;
    /// Why there is none; empty: it is being made, or there is no face.
    QString problem(const std::string& model) const;

Q_SIGNALS:
    void choicesChanged();
    void chosenChanged();
    /// The face is another, or one more image is there.
    void changed();

private:
    /// Of one face, by model.
    using Images = std::map<std::string, RgbImage>;
    using Problems = std::map<std::string, QString>;

    void followFace();
    void takeTrained(std::uint64_t listing, std::vector<EyeModelChoice> trained);
    void pickWanted();
    void request();
    void take(std::uint64_t request, const std::string& model, const RgbImage& image, const QString& problem);

    InspectController* m_shown;
    Make m_make;
    bool m_enabled = false;
    std::vector<EyeModelChoice> m_choices;
    Names m_wanted;
    Names m_chosen;
    std::uint64_t m_listings = 0;
    std::optional<ImageId> m_image;
    Images m_images;
    Problems m_problems;
    QCache<ImageId, Images> m_recent;
    std::uint64_t m_requests = 0;
    std::stop_source m_stop;  // of the newest request
    LatestWorker m_lister;
    LatestWorker m_worker;  // last, as m_lister: their work refers to the members above
};

}  // namespace limen
