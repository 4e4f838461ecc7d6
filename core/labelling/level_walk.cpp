// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/level_walk.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "base/cancellation.h"
#include "base/threads.h"

namespace limen {

namespace {

/// Hands out the images to the workers and counts what was done.
class SharedWalkState {
public:
    SharedWalkState(std::size_t total, const JobContext& context, std::string what)
        : m_total(total), m_context(&context), m_what(std::move(what)) {}

    std::optional<std::size_t> takeImage() {
        const std::size_t index = m_next++;
        return index < m_total ? std::optional(index) : std::nullopt;
    }
    void imageDone() { m_context->progress(++m_done, m_total, m_what); }
    void count(const WalkTotals& totals) {
        m_encoded += totals.encoded;
        m_embedded += totals.embedded;
    }
    WalkTotals totals() const { return {m_encoded, m_embedded}; }

private:
    std::size_t m_total;
    const JobContext* m_context;
    std::string m_what;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::size_t> m_done = 0;
    std::atomic<std::size_t> m_encoded = 0;
    std::atomic<std::size_t> m_embedded = 0;
};

/// The levels of a study's images as the study keeps them.
class StudyLevels final : public LevelSupply {
public:
    StudyLevels(const Observation& observation, StudyWriter& writer, const std::stop_token& stop)
        : m_observation(observation),
          m_writer(writer),
          m_source(observation.study, observation.codecSetting, observation.codec, writer, stop) {}

    std::optional<Seen> stored(ImageId image, int level) override {
        auto embedding = EmbeddingTable(m_source.study())
                             .find(m_observation.recognizer, m_observation.codec, image, level);
        if (!embedding)
            return std::nullopt;
        const auto record = EncodingTable(m_source.study()).record(m_observation.codec, image, level);
        return record ? std::optional(Seen{*record, std::move(*embedding)}) : std::nullopt;
    }
    RgbImage face(ImageId image) override { return ImageTable(m_source.study()).face(image); }
    LevelImage at(ImageId image, const RgbImage& face, int level) override {
        return m_source.at(image, face, level);
    }
    void keep(ImageId image, int level, const std::vector<float>& embedding) override {
        m_writer.submit(
            [recognizer = m_observation.recognizer, codec = m_observation.codec, image, level, embedding](
                Study& study) { EmbeddingTable(study).add(recognizer, codec, image, level, embedding); });
    }

private:
    const Observation& m_observation;
    StudyWriter& m_writer;
    LevelSource m_source;
};

/// One worker: its levels, its network, and the images it has in work.
class WalkWorker {
public:
    WalkWorker(const Observation& observation, const OpenSupply& openSupply, const std::stop_token& stop)
        : m_stop(stop),
          m_supply(openSupply(stop)),
          m_recognizer(openRecognizer(observation.recognizerName, observation.options)) {}

    void run(SharedWalkState& shared, const std::vector<ImageRecord>& images, const MakeWalk& makeWalk) {
        while (true) {
            throwIfStopped(m_stop);
            while (m_active.size() < static_cast<std::size_t>(Recognizer::batchSize)) {
                const auto index = shared.takeImage();
                if (!index)
                    break;
                begin(images[*index], makeWalk, shared);
            }
            if (m_active.empty())
                break;
            advanceAll(shared);
        }
        shared.count(m_totals);
    }

private:
    struct Active {
        ImageId image = 0;
        RgbImage face;
        std::unique_ptr<LevelWalk> walk;
        int level = 0;
    };

    /// Feeds the walk what is stored until it needs something made. False: the walk is over.
    bool seek(Active& active) {
        while (const auto level = active.walk->nextLevel()) {
            const auto seen = m_supply->stored(active.image, *level);
            if (!seen) {
                active.level = *level;
                return true;
            }
            active.walk->record(seen->encoding, seen->embedding);
        }
        active.walk->finish();
        return false;
    }

    void begin(const ImageRecord& image, const MakeWalk& makeWalk, SharedWalkState& shared) {
        Active active;
        active.image = image.id;
        active.walk = makeWalk(image);
        if (!seek(active)) {
            shared.imageDone();
            return;
        }
        active.face = m_supply->face(image.id);
        m_active.push_back(std::move(active));
    }

    void advanceAll(SharedWalkState& shared) {
        std::vector<RgbImage> faces;
        std::vector<EncodingRecord> records;
        for (const Active& active : m_active) {
            throwIfStopped(m_stop);  // a batch of a slow codec takes minutes
            LevelImage level = m_supply->at(active.image, active.face, active.level);
            m_totals.encoded += level.encodedNow ? 1 : 0;
            records.push_back(level.record);
            faces.push_back(std::move(level.reconstruction));
        }
        const std::vector<std::vector<float>> embeddings = m_recognizer->embed(faces);
        m_totals.embedded += embeddings.size();
        std::vector<Active> unfinished;
        for (std::size_t i = 0; i < m_active.size(); ++i) {
            Active& active = m_active[i];
            m_supply->keep(active.image, active.level, embeddings[i]);
            active.walk->record(records[i], embeddings[i]);
            if (seek(active))
                unfinished.push_back(std::move(active));
            else
                shared.imageDone();
        }
        m_active = std::move(unfinished);
    }

    std::stop_token m_stop;
    std::unique_ptr<LevelSupply> m_supply;
    std::unique_ptr<Recognizer> m_recognizer;
    std::vector<Active> m_active;
    WalkTotals m_totals;
};

/// Visits given levels, whatever is seen.
class GridWalk final : public LevelWalk {
public:
    explicit GridWalk(std::vector<int> levels) : m_levels(std::move(levels)) {}
    std::optional<int> nextLevel() override {
        return m_next < m_levels.size() ? std::optional(m_levels[m_next]) : std::nullopt;
    }
    void record(const EncodingRecord&, const std::vector<float>&) override { ++m_next; }

private:
    std::vector<int> m_levels;
    std::size_t m_next = 0;
};

}  // namespace

WalkTotals walkLevels(const Observation& observation,
                      const std::vector<ImageRecord>& images,
                      const MakeWalk& makeWalk,
                      const OpenSupply& openSupply,
                      const JobContext& context,
                      const std::string& what) {
    SharedWalkState shared(images.size(), context, what);
    const auto batches = (images.size() + Recognizer::batchSize - 1) / Recognizer::batchSize;
    const int workers = std::clamp(static_cast<int>(batches), 1, context.workers());
    runWorkers(workers, context.stop(), [&](int, const std::stop_token& stop) {
        WalkWorker(observation, openSupply, stop).run(shared, images, makeWalk);
    });
    context.throwIfStopped();
    return shared.totals();
}

WalkTotals walkLevels(const Observation& observation,
                      const std::vector<ImageRecord>& images,
                      const MakeWalk& makeWalk,
                      StudyWriter& writer,
                      const JobContext& context,
                      const std::string& what) {
    const auto openSupply = [&](const std::stop_token& stop) {
        return std::make_unique<StudyLevels>(observation, writer, stop);
    };
    return walkLevels(observation, images, makeWalk, OpenSupply(openSupply), context, what);
}

WalkTotals fillGrid(const Observation& observation,
                    const std::vector<ImageRecord>& images,
                    const std::vector<int>& levels,
                    StudyWriter& writer,
                    const JobContext& context) {
    const auto makeWalk = [&](const ImageRecord&) { return std::make_unique<GridWalk>(levels); };
    return walkLevels(observation, images, makeWalk, writer, context, "encoding and embedding every level");
}

void embedFaces(const Observation& observation,
                const std::vector<ImageId>& images,
                const std::function<RgbImage(Study& study, ImageId image)>& faceOf,
                const std::function<void(std::size_t place, const std::vector<float>& embedding)>& embedded,
                const JobContext& context,
                const std::string& what) {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    const auto batch = static_cast<std::size_t>(Recognizer::batchSize);
    const std::size_t batches = (images.size() + batch - 1) / batch;
    if (batches == 0)
        return;
    runWorkers(std::clamp(static_cast<int>(batches), 1, context.workers()),
               context.stop(),
               [&](int, const std::stop_token& stop) {
                   Study reader = Study::open(observation.study, Study::Access::ReadOnly);
                   const auto network = openRecognizer(observation.recognizerName, observation.options);
                   for (std::size_t first = batch * next++; first < images.size(); first = batch * next++) {
                       throwIfStopped(stop);
                       const std::size_t end = std::min(images.size(), first + batch);
                       std::vector<RgbImage> faces;
                       for (std::size_t i = first; i < end; ++i)
                           faces.push_back(faceOf(reader, images[i]));
                       const auto embeddings = network->embed(faces);
                       for (std::size_t i = first; i < end; ++i)
                           embedded(i, embeddings[i - first]);
                       context.progress(done += end - first, images.size(), what);
                   }
               });
}

std::size_t embedOriginals(const Observation& observation, StudyWriter& writer, const JobContext& context) {
    std::vector<ImageId> missing;
    {
        Study reader = Study::open(observation.study, Study::Access::ReadOnly);
        std::set<ImageId> stored;
        for (const auto& [image, vector] : EmbeddingTable(reader).originals(observation.recognizer))
            stored.insert(image);
        for (const ImageRecord& image : ImageTable(reader).all())
            if (!stored.contains(image.id))
                missing.push_back(image.id);
    }
    const auto faceOf = [](Study& study, ImageId image) { return ImageTable(study).face(image); };
    const auto store = [&](std::size_t place, const std::vector<float>& embedding) {
        writer.submit(
            [recognizer = observation.recognizer, image = missing[place], embedding](Study& target) {
                EmbeddingTable(target).addOriginal(recognizer, image, embedding);
            });
    };
    embedFaces(observation, missing, faceOf, store, context, "embedding the originals");
    return missing.size();
}

}  // namespace limen
