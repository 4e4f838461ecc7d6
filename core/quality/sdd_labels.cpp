// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/sdd_labels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "base/error.h"
#include "training/sample_random.h"

namespace limen {

namespace {

using Places = std::vector<std::size_t>;

/// `count` of the places in new order, in front; all where there are no more. Not std::sample, which may
/// differ from library to library.
void drawToFront(Places& places, std::size_t count, std::mt19937_64& random) {
    for (std::size_t i = 0; i < std::min(count, places.size()); ++i)
        std::swap(places[i], places[i + static_cast<std::size_t>(random() % (places.size() - i))]);
}

/// Originals that a photograph is compared with.
struct Company {
    Places mates, strangers;
};

class Labels {
public:
    Labels(std::span<const SddFace> faces, const SddOptions& options) : m_faces(faces), m_options(&options) {
        for (std::size_t i = 0; i < faces.size(); ++i) {
            if (faces[i].embedding.size() != faces.front().embedding.size())
                throwBadInput("Embeddings of different lengths cannot be compared.");
            if (faces[i].original)
                m_originals.push_back(i);
            m_pictures[faces[i].photograph].push_back(i);
        }
    }

    /// Of one repeat, brought to 0..100.
    std::vector<double> ofRepeat(int repeat, const JobContext& context) const {
        std::vector<double> distances(m_faces.size());
        for (const auto& [photograph, pictures] : m_pictures) {
            context.throwIfStopped();
            const Company company = companyOf(m_faces[pictures.front()], repeat);
            for (const std::size_t picture : pictures)
                distances[picture] =
                    wassersteinDistance(cosines(picture, company.mates), cosines(picture, company.strangers));
        }
        const auto [least, most] = std::minmax_element(distances.begin(), distances.end());
        const double from = *least, extent = *most - *least;
        for (double& distance : distances)
            distance = extent > 0.0 ? leastQuality + (mostQuality - leastQuality) * (distance - from) / extent
                                    : leastQuality;
        return distances;
    }

private:
    Company companyOf(const SddFace& face, int repeat) const {
        Company company;
        for (const std::size_t other : m_originals)
            if (m_faces[other].person != face.person)
                company.strangers.push_back(other);
            else if (m_faces[other].photograph != face.photograph)
                company.mates.push_back(other);
        if (company.mates.empty() || company.strangers.empty())
            throwBadInput(
                "SDD-FIQA compares each face with another photograph of its person and with "
                "photographs of other people.",
                "Leave out people with one photograph.");
        SampleRandom random(
            m_options->seed, static_cast<std::uint64_t>(repeat), static_cast<std::uint64_t>(face.photograph));
        for (Places* places : {&company.mates, &company.strangers}) {
            drawToFront(*places, m_options->drawn, random.engine());
            places->resize(std::min(m_options->drawn, places->size()));
        }
        return company;
    }

    std::vector<double> cosines(std::size_t face, const Places& others) const {
        std::vector<double> result;
        const std::vector<float>& a = m_faces[face].embedding;
        for (const std::size_t other : others)
            result.push_back(std::inner_product(a.begin(),
                                                a.end(),
                                                m_faces[other].embedding.begin(),
                                                0.0,
                                                std::plus<>(),
                                                [](float x, float y) { return double{x} * double{y}; }));
        return result;
    }

    std::span<const SddFace> m_faces;
    const SddOptions* m_options;
    Places m_originals;
    std::map<std::size_t, Places> m_pictures;  ///< by photograph
};

}  // namespace

double wassersteinDistance(std::span<const double> a, std::span<const double> b) {
    if (a.empty() || b.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> first(a.begin(), a.end()), second(b.begin(), b.end());
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    std::vector<double> all = first;
    all.insert(all.end(), second.begin(), second.end());
    std::sort(all.begin(), all.end());
    const auto share = [](const std::vector<double>& sorted, double value) {
        const auto below = std::upper_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
        return static_cast<double>(below) / static_cast<double>(sorted.size());
    };
    double area = 0.0;
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
        area += std::abs(share(first, all[i]) - share(second, all[i])) * (all[i + 1] - all[i]);
    return area;
}

std::vector<double> sddLabels(std::span<const SddFace> faces,
                              const SddOptions& options,
                              const JobContext& context) {
    std::vector<double> sums(faces.size());
    const Labels labels(faces, options);
    for (int repeat = 0; repeat < options.repeats; ++repeat) {
        context.progress(
            static_cast<std::uint64_t>(repeat), static_cast<std::uint64_t>(options.repeats), "rating faces");
        const std::vector<double> once = labels.ofRepeat(repeat, context);
        std::transform(sums.begin(), sums.end(), once.begin(), sums.begin(), std::plus<>());
    }
    for (double& sum : sums)
        sum /= options.repeats;
    return sums;
}

}  // namespace limen
