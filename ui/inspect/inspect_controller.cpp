// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/inspect_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "inspect/error_text.h"

namespace limen {

namespace {

int nearestLevel(const CodecLevels& levels, int level) {
    const double index = std::round(static_cast<double>(level - levels.finest) / levels.step);
    return levels.level(static_cast<int>(std::clamp(index, 0.0, static_cast<double>(levels.count() - 1))));
}

template <class Function>
void deliver(InspectController* to, Function&& function) {
    QMetaObject::invokeMethod(to, std::forward<Function>(function), Qt::QueuedConnection);
}

}  // namespace

struct InspectController::FrameWork {
    std::uint64_t request = 0;
    std::uint64_t sourceNumber = 0;
    InspectSource source;
    std::optional<ImageId> image;
    std::optional<int> level;
};

struct InspectController::JudgeWork {
    std::uint64_t request = 0;
    std::uint64_t sourceNumber = 0;
    InspectSource source;
    ImageId image = 0;
    std::shared_ptr<const FaceFrame> frame;  // none: only what is stored
};

/// The loader and what it has open; everything but post() runs on the worker's thread.
class InspectController::LoaderThread {
public:
    LoaderThread(std::unique_ptr<FaceLoader> loader, InspectController* owner)
        : m_loader(std::move(loader)), m_owner(owner) {}

    void post(FrameWork work) {
        m_worker.post([this, work = std::move(work)] { run(work); });
    }

private:
    void run(const FrameWork& work) {
        try {
            if (bring(work) && work.level && !m_worker.superseded()) {
                auto frame = std::make_shared<const FaceFrame>(m_loader->frame(*work.level));
                deliver(m_owner, [to = m_owner, n = work.sourceNumber, image = *work.image, frame] {
                    to->takeFrame(n, image, frame);
                });
            }
        } catch (const std::exception& error) {
            deliver(m_owner,
                    [to = m_owner, n = work.sourceNumber, what = QString::fromStdString(errorText(error))] {
                        to->takeFailure(n, what);
                    });
        }
        deliver(m_owner, [to = m_owner, request = work.request] { to->finishFrames(request); });
    }

    /// Opens source and image if they are not; false if there is no frame to make.
    bool bring(const FrameWork& work) {
        if (m_opened != work.sourceNumber) {
            m_opened =
                work.sourceNumber;  // also when it fails: trying again at every slider step would not help
            m_usable = false;
            m_current.reset();
            const SourceFacts facts = m_loader->open(work.source);
            m_usable = true;
            deliver(m_owner, [to = m_owner, n = work.sourceNumber, facts] { to->takeSource(n, facts); });
        }
        if (!m_usable || !work.image || m_worker.superseded())
            return false;
        if (m_current != work.image) {
            m_current.reset();
            auto face = std::make_shared<const FaceFacts>(m_loader->face(*work.image));
            m_current = work.image;
            deliver(m_owner, [to = m_owner, n = work.sourceNumber, face] { to->takeFace(n, face); });
        }
        return true;
    }

    std::unique_ptr<FaceLoader> m_loader;
    InspectController* m_owner;
    std::uint64_t m_opened = 0;
    bool m_usable = false;
    std::optional<ImageId> m_current;
    LatestWorker m_worker;  // last: it uses the members above
};

/// The judge and what it has open; everything but post() runs on the worker's thread.
class InspectController::JudgeThread {
public:
    JudgeThread(std::unique_ptr<FaceJudge> judge, InspectController* owner)
        : m_judge(std::move(judge)), m_owner(owner) {}

    void post(JudgeWork work) {
        m_worker.post([this, work = std::move(work)] { run(work); });
    }

private:
    void run(const JudgeWork& work) {
        try {
            if (bring(work) && work.frame && !m_worker.superseded()) {
                const LevelJudgement judgement = m_judge->judge(work.frame->level, work.frame->image);
                deliver(m_owner, [to = m_owner, n = work.sourceNumber, image = work.image, judgement] {
                    to->takeJudgement(n, image, judgement);
                });
            }
        } catch (const std::exception& error) {
            // The picture is fine: only the verdict is missing, and the details say why.
            m_current.reset();
            FaceJudgements none;
            none.whyNot = errorText(error);
            deliver(m_owner, [to = m_owner, n = work.sourceNumber, image = work.image, none] {
                to->takeJudgements(n, image, none);
            });
        }
        deliver(m_owner, [to = m_owner, request = work.request] { to->finishJudging(request); });
    }

    bool bring(const JudgeWork& work) {
        if (m_opened != work.sourceNumber) {
            m_current.reset();
            m_opened = 0;
            m_judge->open(work.source);
            m_opened = work.sourceNumber;
        }
        if (m_current != work.image) {
            m_current.reset();
            const FaceJudgements judgements = m_judge->face(work.image);
            m_current = work.image;
            m_canJudge = judgements.whyNot.empty();
            deliver(m_owner, [to = m_owner, n = work.sourceNumber, image = work.image, judgements] {
                to->takeJudgements(n, image, judgements);
            });
        }
        return m_canJudge;
    }

    std::unique_ptr<FaceJudge> m_judge;
    InspectController* m_owner;
    std::uint64_t m_opened = 0;
    bool m_canJudge = false;
    std::optional<ImageId> m_current;
    LatestWorker m_worker;  // last: it uses the members above
};

InspectController::InspectController(std::unique_ptr<FaceLoader> loader,
                                     std::unique_ptr<FaceJudge> judge,
                                     QObject* parent)
    : QObject(parent),
      m_frames(std::make_unique<LoaderThread>(std::move(loader), this)),
      m_judging(std::make_unique<JudgeThread>(std::move(judge), this)) {}

InspectController::~InspectController() = default;

void InspectController::setSource(const InspectSource& source) {
    // A job may have added results to what is shown: the picture stays while they are read.
    const bool sameCodec =
        source.codecSetting == m_source.codecSetting && (source.codec == m_source.codec || !m_source.codec);
    const bool refresh = m_sourceNumber != 0 && source.study == m_source.study && sameCodec;
    m_source = source;
    m_sourceNumber = ++m_sources;
    m_sourceFacts.reset();
    m_problem.clear();
    if (!refresh) {
        m_image.reset();
        forgetFace();
    }
    m_judgements.reset();
    m_judgedLevels.clear();
    Q_EMIT faceChanged();
    requestFrame();
}

void InspectController::clear() {
    m_sourceNumber = 0;
    m_sourceFacts.reset();
    m_image.reset();
    m_level.reset();
    m_problem.clear();
    forgetFace();
    Q_EMIT sourceChanged();
    Q_EMIT faceChanged();
}

void InspectController::setImage(ImageId image) {
    if (m_image == image && m_face)
        return;
    m_image = image;
    m_problem.clear();
    forgetFace();
    Q_EMIT faceChanged();
    requestFrame();
}

void InspectController::setLevel(int level) {
    if (m_sourceFacts && m_sourceFacts->levels.count() > 0 && m_sourceFacts->codecProblem.empty())
        level = nearestLevel(m_sourceFacts->levels, level);
    if (m_level == level)
        return;
    m_level = level;
    Q_EMIT levelChanged(level);
    requestFrame();
}

const LevelJudgement* InspectController::judgement() const {
    if (!m_frame)
        return nullptr;
    const auto found = m_judgedLevels.find(m_frame->level);
    return found == m_judgedLevels.end() ? nullptr : &found->second;
}

void InspectController::requestFrame() {
    if (m_sourceNumber == 0)
        return;
    // Without the codec's levels a remembered level may not exist, so the first frame waits for takeSource().
    const bool levelKnown = m_level && m_sourceFacts;
    m_frames->post(
        {++m_frameRequests, m_sourceNumber, m_source, m_image, levelKnown ? m_level : std::nullopt});
    updateBusy();
}

void InspectController::requestJudgement() {
    if (m_sourceNumber == 0 || !m_image)
        return;
    m_judging->post({++m_judgeRequests, m_sourceNumber, m_source, *m_image, m_frame});
    updateBusy();
}

void InspectController::takeSource(std::uint64_t source, const SourceFacts& facts) {
    if (source != m_sourceNumber)
        return;
    m_sourceFacts = facts;
    m_problem = QString::fromStdString(facts.codecProblem);
    const bool usable = facts.codecProblem.empty() && facts.levels.count() > 0;
    if (m_level && usable) {
        const int level = nearestLevel(facts.levels, *m_level);
        m_level = level;
        Q_EMIT levelChanged(level);
    }
    Q_EMIT sourceChanged();
    if (m_level && m_image && usable)
        requestFrame();
}

int InspectController::startLevel(const FaceFacts& face) const {
    const CodecLevels& levels = m_sourceFacts->levels;
    if (face.label && face.label->level)
        return nearestLevel(levels, *face.label->level);
    return levels.level(levels.count() / 2);
}

void InspectController::takeFace(std::uint64_t source, std::shared_ptr<const FaceFacts> face) {
    if (source != m_sourceNumber || m_image != face->record.id)
        return;
    m_face = std::move(face);
    m_problem = m_sourceFacts ? QString::fromStdString(m_sourceFacts->codecProblem) : QString();
    Q_EMIT faceChanged();
    if (!m_level && m_problem.isEmpty() && m_sourceFacts)
        setLevel(startLevel(*m_face));
    requestJudgement();
}

void InspectController::takeFrame(std::uint64_t source,
                                  ImageId image,
                                  std::shared_ptr<const FaceFrame> frame) {
    if (source != m_sourceNumber || m_image != image || !m_face)
        return;
    // Results of one thread arrive in the order they were asked for: this one is newer than the one shown.
    m_problem = QString::fromStdString(frame->whyNot);
    m_frame = frame->whyNot.empty() ? std::move(frame) : nullptr;
    Q_EMIT frameChanged();
    if (m_judgements && m_judgements->whyNot.empty() && !judgement())
        requestJudgement();
}

void InspectController::takeJudgements(std::uint64_t source,
                                       ImageId image,
                                       const FaceJudgements& judgements) {
    if (source != m_sourceNumber || m_image != image)
        return;
    m_judgements = judgements;
    for (const LevelJudgement& level : judgements.levels)
        m_judgedLevels.insert_or_assign(level.level, level);
    Q_EMIT judgementChanged();
    if (m_frame && judgements.whyNot.empty() && !judgement())
        requestJudgement();
}

void InspectController::takeJudgement(std::uint64_t source, ImageId image, const LevelJudgement& judgement) {
    if (source != m_sourceNumber || m_image != image)
        return;
    m_judgedLevels.insert_or_assign(judgement.level, judgement);
    Q_EMIT judgementChanged();
}

void InspectController::takeFailure(std::uint64_t source, const QString& what) {
    if (source != m_sourceNumber)
        return;
    m_problem = what;
    m_frame.reset();
    if (!m_sourceFacts)
        Q_EMIT sourceChanged();
    Q_EMIT frameChanged();
    Q_EMIT failed(what);
}

void InspectController::finishFrames(std::uint64_t request) {
    m_framesDone = request;
    updateBusy();
}

void InspectController::finishJudging(std::uint64_t request) {
    m_judgesDone = request;
    updateBusy();
}

void InspectController::forgetFace() {
    m_face.reset();
    m_frame.reset();
    m_judgements.reset();
    m_judgedLevels.clear();
}

void InspectController::updateBusy() {
    const bool busy = m_framesDone < m_frameRequests || m_judgesDone < m_judgeRequests;
    if (busy == m_busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

}  // namespace limen
