// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/verification_faces.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "base/error.h"
#include "study/image_table.h"

namespace limen {

std::vector<VerificationFace> verificationFaces(Study& study,
                                                const std::set<std::string>& identities,
                                                std::size_t mostPerIdentity) {
    const ImageTable table(study);
    std::map<std::string, std::vector<ImageRecord>> people;
    for (ImageRecord& record : table.all())
        if (identities.empty() || identities.contains(record.identity))
            people[record.identity].push_back(std::move(record));
    if (people.empty())
        throwBadInput(fmt::format("The study {} holds none of these people.", study.name()),
                      "Import them, or give another list of identities.");
    std::vector<VerificationFace> faces;
    for (auto& [identity, records] : people) {
        std::sort(records.begin(), records.end(), [](const ImageRecord& a, const ImageRecord& b) {
            return a.fileHash < b.fileHash;
        });
        records.resize(std::min(records.size(), mostPerIdentity));
        for (const ImageRecord& record : records)
            faces.push_back({identity, record.role == Role::Probe, table.face(record.id)});
    }
    return faces;
}

std::vector<VerificationImage> embedFaces(const std::vector<VerificationFace>& faces,
                                          Recognizer& recognizer,
                                          const JobContext& context) {
    std::vector<VerificationImage> images;
    for (std::size_t first = 0; first < faces.size(); first += Recognizer::batchSize) {
        context.throwIfStopped();
        context.progress(first, faces.size(), "faces by " + recognizer.name());
        const std::size_t end = std::min(faces.size(), first + Recognizer::batchSize);
        std::vector<RgbImage> batch;
        for (std::size_t i = first; i < end; ++i)
            batch.push_back(faces[i].face);
        auto embeddings = recognizer.embed(batch);
        for (std::size_t i = first; i < end; ++i)
            images.push_back({faces[i].identity, faces[i].probe, std::move(embeddings[i - first])});
    }
    context.progress(faces.size(), faces.size(), "faces by " + recognizer.name());
    return images;
}

VerificationReport verifyRecognizer(const std::vector<VerificationFace>& faces,
                                    Recognizer& recognizer,
                                    const JobContext& context) {
    return verify(scorePairs(embedFaces(faces, recognizer, context)),
                  {std::begin(verificationFars), std::end(verificationFars)},
                  verificationSeed);
}

Json verificationJson(const VerificationReport& report) {
    Json tars = Json::array();
    for (const VerificationReport::Point& point : report.points)
        tars.push_back({{"far", point.far},
                        {"tar", point.tar ? Json(*point.tar) : Json(nullptr)},
                        {"threshold", point.threshold ? Json(*point.threshold) : Json(nullptr)}});
    return {{"accuracy", report.accuracy},
            {"deviation", report.deviation},
            {"genuine_pairs", report.genuinePairs},
            {"impostor_pairs", report.impostorPairs},
            {"balanced_pairs", report.balancedPairs},
            {"tar", std::move(tars)}};
}

}  // namespace limen
