// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "inspect/face_loader.h"
#include "inspect/latest_worker.h"

namespace limen {

/// Keeps what is shown in step with what is asked for, without ever blocking: frames and judgements are made
/// on two worker threads, so that a slow network does not hold up the next frame. Every result carries the
/// number of the source and the image it is for; results for another source or image are dropped, and so is a
/// frame older than the one shown.
class InspectController : public QObject {
    Q_OBJECT

public:
    InspectController(std::unique_ptr<FaceLoader> loader,
                      std::unique_ptr<FaceJudge> judge,
                      QObject* parent = nullptr);
    /// Waits for the work in hand.
    ~InspectController() override;

    void setSource(const InspectSource& source);
    void clear();
    void setImage(ImageId image);
    /// A level the codec does not have becomes the nearest one. Before the source is open, kept for later.
    void setLevel(int level);

    std::optional<int> level() const { return m_level; }
    const std::optional<SourceFacts>& source() const { return m_sourceFacts; }
    const FaceFacts* face() const { return m_face.get(); }
    const FaceFrame* frame() const { return m_frame.get(); }
    const std::optional<FaceJudgements>& judgements() const { return m_judgements; }
    /// Of the frame shown, once there is one.
    const LevelJudgement* judgement() const;
    /// All judgements of the image so far, stored and live, by level.
    const std::map<int, LevelJudgement>& judgedLevels() const { return m_judgedLevels; }
    bool hasImage() const { return m_image.has_value(); }
    bool isBusy() const { return m_busy; }
    /// Why nothing can be shown; empty: no reason.
    const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void sourceChanged();
    void faceChanged();
    void frameChanged();
    void judgementChanged();
    void levelChanged(int level);
    void busyChanged(bool busy);
    void failed(const QString& what);

private:
    struct FrameWork;
    struct JudgeWork;
    class LoaderThread;
    class JudgeThread;

    void requestFrame();
    void requestJudgement();
    void takeSource(std::uint64_t source, const SourceFacts& facts);
    void takeFace(std::uint64_t source, std::shared_ptr<const FaceFacts> face);
    void takeFrame(std::uint64_t source, ImageId image, std::shared_ptr<const FaceFrame> frame);
    void takeJudgements(std::uint64_t source, ImageId image, const FaceJudgements& judgements);
    void takeJudgement(std::uint64_t source, ImageId image, const LevelJudgement& judgement);
    void takeFailure(std::uint64_t source, const QString& what);
    void finishFrames(std::uint64_t request);
    void finishJudging(std::uint64_t request);
    void forgetFace();
    void updateBusy();
    int startLevel(const FaceFacts& face) const;

    InspectSource m_source;
    std::uint64_t m_sourceNumber = 0;  // 0: none
    std::uint64_t m_sources = 0;
    std::optional<ImageId> m_image;
    std::optional<int> m_level;

    std::optional<SourceFacts> m_sourceFacts;
    std::shared_ptr<const FaceFacts> m_face;
    std::shared_ptr<const FaceFrame> m_frame;
    std::optional<FaceJudgements> m_judgements;
    std::map<int, LevelJudgement> m_judgedLevels;
    QString m_problem;

    std::uint64_t m_frameRequests = 0;
    std::uint64_t m_framesDone = 0;
    std::uint64_t m_judgeRequests = 0;
    std::uint64_t m_judgesDone = 0;
    bool m_busy = false;

    // Last, so that they end before anything their work refers to.
    std::unique_ptr<LoaderThread> m_frames;
    std::unique_ptr<JudgeThread> m_judging;
};

}  // namespace limen
