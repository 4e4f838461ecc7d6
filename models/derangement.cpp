// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/derangement.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

namespace limen::models {

namespace {

using Random = std::mt19937_64;

// std::shuffle and the standard distributions differ from library to library.
std::size_t below(Random& random, std::size_t count) {
    return static_cast<std::size_t>(random() % count);
}

template <class Value>
void shuffle(std::vector<Value>& values, Random& random) {
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[below(random, i)]);
}

std::int64_t largestCrowd(std::span<const std::int64_t> identities) {
    std::map<std::int64_t, std::int64_t> crowds;
    std::int64_t largest = 0;
    for (const std::int64_t identity : identities)
        largest = std::max(largest, ++crowds[identity]);
    return largest;
}

/// Sorted by identity and moved on by the size of the largest: nobody can meet their own.
std::vector<std::int64_t> movedOn(std::span<const std::int64_t> identities,
                                  std::vector<std::int64_t> order,
                                  std::int64_t largest) {
    const auto identityOf = [&](std::int64_t place) { return identities[static_cast<std::size_t>(place)]; };
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return identityOf(a) < identityOf(b);
    });
    std::vector<std::int64_t> result(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        result[static_cast<std::size_t>(order[i])] =
            order[(i + static_cast<std::size_t>(largest)) % order.size()];
    return result;
}

}  // namespace

std::vector<std::int64_t> derangement(std::span<const std::int64_t> identities,
                                      std::uint64_t seed,
                                      std::int64_t step) {
    constexpr int tries = 64;  ///< a batch of different people needs e = 2.7 on average
    std::seed_seq mixed{static_cast<std::uint32_t>(seed),
                        static_cast<std::uint32_t>(seed >> 32U),
                        static_cast<std::uint32_t>(step),
                        static_cast<std::uint32_t>(static_cast<std::uint64_t>(step) >> 32U)};
    Random random(mixed);
    std::vector<std::int64_t> order(identities.size());
    std::iota(order.begin(), order.end(), 0);
    const std::int64_t largest = largestCrowd(identities);
    if (2 * largest <= static_cast<std::int64_t>(identities.size())) {
        for (int i = 0; i < tries; ++i) {
            shuffle(order, random);
            const bool deranged = std::equal(
                order.begin(), order.end(), identities.begin(), [&](std::int64_t place, std::int64_t own) {
                    return identities[static_cast<std::size_t>(place)] != own;
                });
            if (deranged)
                return order;
        }
        return movedOn(identities, std::move(order), largest);
    }
    std::vector<std::int64_t> result;
    for (const std::int64_t own : identities) {
        std::vector<std::int64_t> others;
        for (std::size_t place = 0; place < identities.size(); ++place)
            if (identities[place] != own)
                others.push_back(static_cast<std::int64_t>(place));
        result.push_back(others.empty() ? -1 : others[below(random, others.size())]);
    }
    return result;
}

}  // namespace limen::models
