// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/structure_image.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

namespace limen {

namespace {

// lambda = 0.8 in whole numbers.
constexpr double differenceCost = 5.0;
constexpr double departureCost = 4.0;

/// Halves the interval of every pixel's level: decides for each whether it is at least at the middle of its
/// interval. For one level that is a minimum cut; pixels of other intervals have decided already. The cuts of
/// nested levels are nested (Yin et al. 2007), so all intervals of a round are cut at once.
class LevelSearch {
public:
    explicit LevelSearch(const GreyImage& grey) : m_grey(grey), m_level(grey.width, grey.height) {}

    GreyImage run() {
        for (int half = 128; half > 0; half /= 2)
            halve(half);
        return m_level;
    }

private:
    void halve(int half) {
        const int width = m_grey.width;
        const int height = m_grey.height;
        const auto pixels = static_cast<unsigned>(m_grey.values.size());
        // Whoever stays below pays one more part in more parts than there are pixels: of equally good cuts
        // the one with most pixels above is the only best one. Whole numbers below 2^53, so doubles are
        // exact.
        const double scale = static_cast<double>(pixels) + 1.0;
        cv::detail::GCGraph<double> graph(pixels + 1, 4 * pixels + 2);
        for (unsigned i = 0; i <= pixels; ++i)
            graph.addVtx();
        graph.addEdges(0, static_cast<int>(pixels), 0.0, 0.0);  // a graph without any edge is refused
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const int level = m_level.at(x, y);
                const bool isAbove = m_grey.at(x, y) >= level + half;
                double belowCost = isAbove ? departureCost : 0.0;
                double aboveCost = isAbove ? 0.0 : departureCost;
                const auto meet = [&](int nx, int ny) {
                    if (nx < 0 || ny < 0 || nx >= width || ny >= height || m_level.at(nx, ny) == level)
                        return;
                    (m_level.at(nx, ny) > level ? belowCost : aboveCost) += differenceCost;
                };
                meet(x - 1, y);
                meet(x + 1, y);
                meet(x, y - 1);
                meet(x, y + 1);
                const int node = y * width + x;
                const double joined = differenceCost * scale;
                if (x + 1 < width && m_level.at(x + 1, y) == level)
                    graph.addEdges(node, node + 1, joined, joined);
                if (y + 1 < height && m_level.at(x, y + 1) == level)
                    graph.addEdges(node, node + width, joined, joined);
                graph.addTermWeights(node, belowCost * scale + 1.0, aboveCost * scale);
            }
        graph.maxFlow();
        for (std::size_t i = 0; i < m_level.values.size(); ++i)
            if (graph.inSourceSegment(static_cast<int>(i)))
                m_level.values[i] = static_cast<std::uint8_t>(m_level.values[i] + half);
    }

    const GreyImage& m_grey;
    GreyImage m_level;  ///< the least that each pixel can still have
};

}  // namespace

GreyImage structureImage(const GreyImage& grey) {
    return LevelSearch(grey).run();
}

}  // namespace limen
