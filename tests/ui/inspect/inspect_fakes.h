// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "inspect/face_loader.h"
#include "inspect/face_predictor.h"

namespace limen::test {

/// Holds a worker thread where the test wants it.
class Gate {
public:
    void close() {
        const std::lock_guard lock(m_mutex);
        m_open = false;
    }
    void open() {
        {
            const std::lock_guard lock(m_mutex);
            m_open = true;
        }
        m_wake.notify_all();
    }
    /// False when stopped before it opened.
    bool pass(const std::stop_token& stop = {}) {
        std::unique_lock lock(m_mutex);
        return m_wake.wait(lock, stop, [this] { return m_open; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_open = true;
};

/// What the fakes answer and what they were asked, shared between the test and the worker threads.
struct FakeStudy {
    static constexpr int width = 16;
    static constexpr int height = 12;

    Gate frames;
    Gate judgements;
    Gate predictions;
    std::map<ImageId, FaceFacts> faces;  // not changed once a view looks at them
    std::string codecProblem;
    std::string whyNotJudged;
    std::map<int, std::string> notStored;  // level -> why it is not shown; not changed later either
    CodecLevels levels{"QP", 13, 51, 1};
    std::string whyNotPredicted;  // not changed later either, as what follows
    std::optional<int> selected = 33;
    std::optional<int> recommended;  // by the predictor itself

    std::vector<int> askedLevels() {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }
    std::vector<int> judgedLevels() {
        const std::lock_guard lock(m_mutex);
        return m_judged;
    }
    std::vector<ImageId> predictedImages() {
        const std::lock_guard lock(m_mutex);
        return m_predicted;
    }
    int stoppedPredictions() {
        const std::lock_guard lock(m_mutex);
        return m_stopped;
    }
    std::vector<PredictorChoice> choices() {
        const std::lock_guard lock(m_mutex);
        return m_choices;
    }
    void setChoices(std::vector<PredictorChoice> choices) {
        const std::lock_guard lock(m_mutex);
        m_choices = std::move(choices);
    }
    void notePrediction(ImageId image) {
        const std::lock_guard lock(m_mutex);
        m_predicted.push_back(image);
    }
    void noteStopped() {
        const std::lock_guard lock(m_mutex);
        ++m_stopped;
    }
    void noteFrame(int level) {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(level);
    }
    void noteJudgement(int level) {
        const std::lock_guard lock(m_mutex);
        m_judged.push_back(level);
    }

    /// A picture whose values tell x, y and the image: R = 10 x, G = 20 y, B = 100 + image.
    static RgbImage picture(ImageId id) {
        RgbImage image(width, height);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                image.at(x, y)[0] = static_cast<std::uint8_t>(10 * x);
                image.at(x, y)[1] = static_cast<std::uint8_t>(20 * y);
                image.at(x, y)[2] = static_cast<std::uint8_t>(100 + id);
            }
        return image;
    }
    /// The "decoded" picture: blue brighter by the level, so that its residual is -level there, 0 elsewhere.
    static RgbImage decoded(ImageId id, int level) {
        RgbImage image = picture(id);
        for (std::size_t i = 2; i < image.pixels.size(); i += 3)
            image.pixels[i] = static_cast<std::uint8_t>(image.pixels[i] + level);
        return image;
    }
    static FaceFrame frame(ImageId id, int level) {
        return {level, decoded(id, level), 100, 0.5, 30.0, false};
    }

    FaceFacts& add(ImageId id, Role role = Role::Probe) {
        FaceFacts& facts = faces[id];
        facts.record.id = id;
        facts.record.identity = "A";
        facts.record.stem = "A_000" + std::to_string(id);
        facts.record.role = role;
        facts.record.sourcePath = "/photos/A/one.jpg";
        facts.original = picture(id);
        return facts;
    }
    void label(ImageId id, LabelFlag flag, std::optional<int> level) {
        FaceFacts& facts = faces.at(id);
        facts.label = Label{id, flag, level, std::nullopt, 2, 3, 0};
        if (level)
            facts.jnd = frame(id, *level);
    }

private:
    std::mutex m_mutex;
    std::vector<int> m_asked;
    std::vector<int> m_judged;
    std::vector<ImageId> m_predicted;
    int m_stopped = 0;
    std::vector<PredictorChoice> m_choices = {{shippedPredictor, "/models/limen-jnd-s.json", "16"}};
};

class FakeLoader : public FaceLoader {
public:
    explicit FakeLoader(std::shared_ptr<FakeStudy> study) : m_study(std::move(study)) {}
    SourceFacts open(const InspectSource&) override {
        return {m_study->codecProblem.empty() ? m_study->levels : CodecLevels{},
                "fake",
                m_study->codecProblem,
                {}};
    }
    FaceFacts face(ImageId image) override {
        m_image = image;
        return m_study->faces.at(image);
    }
    FaceFrame frame(int level) override {
        m_study->noteFrame(level);
        m_study->frames.pass();
        if (const auto found = m_study->notStored.find(level); found != m_study->notStored.end())
            return {level, {}, 0, 0.0, 0.0, false, found->second};
        return FakeStudy::frame(m_image, level);
    }

private:
    std::shared_ptr<FakeStudy> m_study;
    ImageId m_image = 0;
};

/// Accepts up to QP 30; levels 13 and 51 are known without a new encoding.
class FakeJudge : public FaceJudge {
public:
    explicit FakeJudge(std::shared_ptr<FakeStudy> study) : m_study(std::move(study)) {}
    void open(const InspectSource&) override {}
    FaceJudgements face(ImageId) override {
        FaceJudgements facts;
        facts.whyNot = m_study->whyNotJudged;
        facts.threshold = 0.4;
        facts.genuinePairs = 3;
        facts.distractors = 50;
        facts.similarityUncompressed = 0.9;
        facts.genuineUncompressed = 2;
        if (facts.whyNot.empty())
            facts.levels = {of(13), of(51)};
        return facts;
    }
    LevelJudgement judge(int level, const RgbImage&) override {
        m_study->noteJudgement(level);
        m_study->judgements.pass();
        return of(level);
    }

private:
    static LevelJudgement of(int level) {
        const bool accepted = level <= 30;
        return {level, 0.9 - 0.01 * level, accepted ? 2 : 1, 0, accepted};
    }
    std::shared_ptr<FakeStudy> m_study;
};

/// Predicts what the "decoder" would give at the level that the choice's hash names.
class FakePredictor : public FacePredictor {
public:
    explicit FakePredictor(std::shared_ptr<FakeStudy> study) : m_study(std::move(study)) {}
    std::vector<PredictorChoice> open(const InspectSource&) override { return m_study->choices(); }
    JndPrediction predict(const PredictorChoice& with,
                          const RgbImage& face,
                          const JobContext& context) override {
        const ImageId image = face.at(0, 0)[2] - 100;
        m_study->notePrediction(image);
        if (!m_study->predictions.pass(context.stop())) {
            m_study->noteStopped();
            context.throwIfStopped();
        }
        if (!m_study->whyNotPredicted.empty())
            throwFailure(m_study->whyNotPredicted, "Choose another predictor.");
        return {FakeStudy::decoded(image, std::stoi(with.hash)), m_study->recommended};
    }
    std::optional<int> select(ImageId, const RgbImage&, const JobContext&) override {
        return m_study->selected;
    }

private:
    std::shared_ptr<FakeStudy> m_study;
};

}  // namespace limen::test
