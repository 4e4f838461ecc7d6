// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/operating_point.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
#include <set>

#include "base/error.h"
#include "base/threads.h"

namespace limen {

namespace {

constexpr double defaultFar = 1e-4;

/// floor(FAR x N) without 1e-4 x 30,000 becoming 2.
std::size_t allowedAccepts(double far, std::int64_t pairs) {
    return static_cast<std::size_t>(std::floor(far * static_cast<double>(pairs) * (1.0 + 1e-12)));
}

struct Genuine {
    std::int64_t pairs = 0;
    std::int64_t accepted = 0;
    double shareSum = 0.0;
    int identities = 0;
};

Genuine countGenuine(const Gallery& gallery, double threshold) {
    Genuine total;
    const std::set<std::int64_t> identities(gallery.probeIdentities().begin(),
                                            gallery.probeIdentities().end());
    const EmbeddingMatrix& probes = gallery.probeEmbeddings();
    for (const std::int64_t identity : identities) {
        const std::vector<std::size_t>& rows = gallery.rowsOf(identity);
        std::int64_t pairs = 0;
        std::int64_t accepted = 0;
        for (const std::size_t i : rows) {
            const std::vector<float> embedding = probes.row(i);
            for (const std::size_t j : rows) {
                if (i == j)
                    continue;
                ++pairs;
                accepted += probes.cosine(j, embedding) > threshold ? 1 : 0;
            }
        }
        if (pairs == 0)
            continue;
        total.pairs += pairs;
        total.accepted += accepted;
        total.shareSum += static_cast<double>(accepted) / static_cast<double>(pairs);
        ++total.identities;
    }
    return total;
}

}  // namespace

LargestScores::LargestScores(std::size_t keep)
    : m_keep(keep), m_floor(-std::numeric_limits<double>::infinity()) {}

void LargestScores::add(std::span<const double> scores) {
    for (const double score : scores)
        if (score > m_floor || m_scores.size() < m_keep)
            m_scores.push_back(score);
    if (m_scores.size() > 2 * m_keep + 4096)
        shrink();
}

void LargestScores::merge(const LargestScores& other) {
    add(other.m_scores);
}

void LargestScores::shrink() {
    if (m_scores.size() <= m_keep)
        return;
    const auto nth = m_scores.begin() + static_cast<std::ptrdiff_t>(m_keep - 1);
    std::nth_element(m_scores.begin(), nth, m_scores.end(), std::greater<>());
    m_floor = *nth;
    m_scores.resize(m_keep);
}

double LargestScores::smallestKept() {
    shrink();
    return *std::min_element(m_scores.begin(), m_scores.end());
}

OperatingPoint findOperatingPoint(const Gallery& gallery,
                                  std::optional<double> far,
                                  const JobContext& context) {
    OperatingPoint point;
    point.impostorPairs =
        static_cast<std::int64_t>(gallery.probes()) * static_cast<std::int64_t>(gallery.distractors());
    if (gallery.probes() == 0)
        throwFailure("The study has no probes.", "Import photographs with --role probe.");
    if (gallery.distractors() == 0)
        throwFailure("The study has no distractors, so no impostor pairs and no threshold.",
                     "Import photographs of other people with --role distractor.");
    const double smallest = 1.0 / static_cast<double>(point.impostorPairs);
    point.farRequested = far ? *far : std::max(defaultFar, smallest);
    const std::size_t k = allowedAccepts(point.farRequested, point.impostorPairs);
    if (k == 0)
        throwFailure(
            fmt::format("A false accept rate of {:g} cannot be resolved with {} impostor pairs.",
                        point.farRequested,
                        point.impostorPairs),
            fmt::format("The smallest possible one is {:.3g}: ask for that, use --far auto, or import more "
                        "distractors.",
                        smallest));

    LargestScores largest(k + 1);
    std::mutex mutex;  // guards largest and done
    std::size_t done = 0;
    constexpr std::size_t probesPerTask = 64;
    const std::size_t tasks = (gallery.probes() + probesPerTask - 1) / probesPerTask;
    parallelFor(context.workers(), tasks, context.stop(), [&](std::size_t task) {
        LargestScores local(k + 1);
        std::vector<double> scores(gallery.distractors());
        const std::size_t end = std::min(gallery.probes(), (task + 1) * probesPerTask);
        for (std::size_t probe = task * probesPerTask; probe < end; ++probe) {
            gallery.distractorEmbeddings().cosines(0, gallery.probeEmbeddings().row(probe), scores);
            local.add(scores);
        }
        const std::lock_guard lock(mutex);
        largest.merge(local);
        context.progress(++done, tasks, "scoring impostor pairs");
    });
    point.threshold = largest.smallestKept();

    std::mutex countMutex;  // guards accepted
    std::int64_t accepted = 0;
    parallelFor(context.workers(), gallery.probes(), context.stop(), [&](std::size_t probe) {
        const std::size_t count =
            gallery.distractorEmbeddings().countAbove(gallery.probeEmbeddings().row(probe), point.threshold);
        const std::lock_guard lock(countMutex);
        accepted += static_cast<std::int64_t>(count);
    });
    point.far = static_cast<double>(accepted) / static_cast<double>(point.impostorPairs);

    const Genuine genuine = countGenuine(gallery, point.threshold);
    if (genuine.pairs == 0)
        throwFailure("No identity of the study has two probes, so there are no genuine pairs.",
                     "Import more photographs of the same people.");
    point.genuinePairs = genuine.pairs;
    point.tar = static_cast<double>(genuine.accepted) / static_cast<double>(genuine.pairs);
    point.tarByIdentity = genuine.shareSum / genuine.identities;
    return point;
}

std::optional<double> parseFar(const std::string& text) {
    if (text == "auto")
        return std::nullopt;
    std::size_t used = 0;
    double value = 0.0;
    try {
        value = std::stod(text, &used);
    } catch (const std::exception&) {
        used = 0;
    }
    if (used == 0 || used != text.size() || !(value > 0.0 && value < 1.0))
        throwBadInput(fmt::format("\"{}\" is not a false accept rate.", text),
                      "Write a number between 0 and 1 such as 1e-4, or auto.");
    return value;
}

}  // namespace limen
