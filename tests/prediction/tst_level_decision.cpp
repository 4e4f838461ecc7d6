// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "prediction/face_describer.h"
#include "prediction/level_decision.h"

using namespace limen;

namespace {

/// 1: recognised.
int placeOf(const char* decisions) {
    std::vector<bool> recognised;
    for (const char* c = decisions; *c != '\0'; ++c)
        recognised.push_back(*c == '1');
    return placeOfDecisions(recognised);
}

}  // namespace

/// From the answers of classifiers to one level.
class TestLevelDecision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLastRecognisedLevelCounts() {
        QCOMPARE(placeOf("1110000000"), 2);
        QCOMPARE(placeOf("1000000000"), 0);
        QCOMPARE(placeOf("1111111111"), 9);
        QCOMPARE(placeOf("0000000000"), 0);  // nobody says yes: the finest
    }

    void someWrongDecisionsAreTolerated() {
        // One classifier in the middle errs: the coarsest level that is recognised counts.
        QCOMPARE(placeOf("1111101111100000"), 10);
        // A lone yes far out has more than 5 of 7 before it against it; the one before it has not.
        QCOMPARE(placeOf("111111111100000001"), 9);
        // With 5 against it in its window of 8 it holds, with 6 it does not.
        QCOMPARE(placeOf("1111111000001"), 12);
        QCOMPARE(placeOf("11111110000001"), 6);
        // What is finer than the finest counts as recognised.
        QCOMPARE(placeOf("0100000000"), 1);
        QCOMPARE(placeOf("0000001000"), 0);
    }

    void whatNetworksAnswerBecomesAPlace() {
        const std::vector<float> logits = {2.0F, 0.5F, 0.0F, -0.1F, -3.0F};
        QCOMPARE(placeOfAnswer(LevelAnswer::Logits, logits, 5), 2);  // half sure is sure enough
        QCOMPARE(placeOfAnswer(LevelAnswer::Place, std::vector<float>{3.4F}, 5), 3);
        QCOMPARE(placeOfAnswer(LevelAnswer::Place, std::vector<float>{3.6F}, 5), 4);
        QCOMPARE(placeOfAnswer(LevelAnswer::Place, std::vector<float>{-7.0F}, 5), 0);
        QCOMPARE(placeOfAnswer(LevelAnswer::Place, std::vector<float>{1e30F}, 5), 4);
    }

    void referencesStandBesideTheFaceAndTheirDifference() {
        const std::vector<std::vector<float>> seen = {{5.0F, 1.0F}, {3.0F, 4.0F}, {0.0F, 1.0F}};
        QCOMPARE(jointDescription(seen),
                 (std::vector<float>{5.0F, 1.0F, 3.0F, 4.0F, 2.0F, -3.0F, 0.0F, 1.0F, 5.0F, 0.0F}));
        QCOMPARE(jointDescription(std::span(seen).first(1)), seen[0]);
    }
};

QTEST_GUILESS_MAIN(TestLevelDecision)
#include "tst_level_decision.moc"
