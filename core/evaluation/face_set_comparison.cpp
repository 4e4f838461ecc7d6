// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/face_set_comparison.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>

#include "base/threads.h"
#include "codecs/codec.h"
#include "labelling/embedding_matrix.h"

namespace limen {

namespace {

EmbeddingMatrix matrixOf(const std::vector<VerificationImage>& images) {
    EmbeddingMatrix matrix(images.empty() ? 1 : static_cast<int>(images.front().embedding.size()));
    for (const VerificationImage& image : images)
        matrix.append(image.embedding);
    return matrix;
}

double deviationOf(const std::vector<double>& values) {
    double sum = 0.0;
    double squares = 0.0;
    for (const double value : values) {
        sum += value;
        squares += value * value;
    }
    const auto count = static_cast<double>(values.size());
    return std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
}

}  // namespace

Distribution distributionOf(std::vector<double> values) {
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    const auto quantile = [&](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
    };
    return {quantile(0.5), quantile(0.25), quantile(0.75)};
}

Json distributionJson(const Distribution& distribution) {
    return {{"median", distribution.median},
            {"quartiles", {distribution.lowerQuartile, distribution.upperQuartile}}};
}

FaceSetSimilarity faceSetSimilarity(const std::vector<VerificationImage>& images) {
    const PairScores scores = scorePairs(images);
    FaceSetSimilarity result;
    result.genuine = distributionOf(scores.genuine);
    result.impostor = distributionOf(scores.impostor);

    const EmbeddingMatrix matrix = matrixOf(images);
    std::map<std::string, std::vector<double>> people;
    for (std::size_t i = 0; i < images.size(); ++i)
        for (std::size_t j = i + 1; j < images.size(); ++j) {
            const double cosine = matrix.cosine(j, images[i].embedding);
            if (images[i].identity != images[j].identity)
                result.closestStrangers = std::max(result.closestStrangers, cosine);
            else if (images[i].probe)
                people[images[i].identity].push_back(cosine);
        }
    double total = 0.0;
    for (const auto& [person, cosines] : people)
        total += deviationOf(cosines);
    result.spreadWithin = people.empty() ? 0.0 : total / static_cast<double>(people.size());
    return result;
}

NearestFaces nearestFaces(const std::vector<VerificationImage>& one,
                          const std::vector<VerificationImage>& other,
                          const JobContext& context) {
    const EmbeddingMatrix matrix = matrixOf(other);
    NearestFaces nearest;
    std::vector<double> cosines(other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        context.throwIfStopped();
        matrix.cosines(0, one[i].embedding, cosines);
        const auto largest = std::max_element(cosines.begin(), cosines.end());
        if (largest != cosines.end() && *largest > nearest.cosine)
            nearest = {*largest, i, static_cast<std::size_t>(largest - cosines.begin())};
    }
    return nearest;
}

double meanBitsPerPixel(const std::vector<VerificationFace>& faces,
                        const std::string& codec,
                        int level,
                        const JobContext& context) {
    std::vector<const VerificationFace*> probes;
    for (const VerificationFace& face : faces)
        if (face.probe)
            probes.push_back(&face);
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    double total = 0.0;
    runWorkers(context.workers(), context.stop(), [&](int, const std::stop_token& stop) {
        const auto coder = createCodec(codec, stop);
        for (std::size_t i = next++; i < probes.size() && !stop.stop_requested(); i = next++) {
            const RgbImage& face = probes[i]->face;
            const std::size_t bytes = coder->encode(face, level).bitstream.size();
            const std::lock_guard lock(mutex);
            total += bitsPerPixel(bytes, face.width, face.height);
        }
    });
    context.throwIfStopped();
    return probes.empty() ? 0.0 : total / static_cast<double>(probes.size());
}

}  // namespace limen
