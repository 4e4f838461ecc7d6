// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QSignalSpy>
#include <QtTest>

#include "base/error.h"
#include "inspect/inspect_controller.h"
#include "inspect_fakes.h"

using namespace limen;
using namespace limen::test;

namespace {

struct Bench {
    std::shared_ptr<FakeStudy> study = std::make_shared<FakeStudy>();
    std::unique_ptr<InspectController> controller;

    Bench() {
        study->add(1);
        study->add(2);
        controller = std::make_unique<InspectController>(std::make_unique<FakeLoader>(study),
                                                         std::make_unique<FakeJudge>(study));
    }
    ~Bench() {
        study->frames.open();  // a failed test must not leave a thread waiting
        study->judgements.open();
    }
    bool shows(int level) const {
        return controller->frame() != nullptr && controller->frame()->level == level;
    }
};

class FailingLoader : public FaceLoader {
public:
    SourceFacts open(const InspectSource&) override {
        throwFailure("The study is damaged.", "Restore a copy.");
    }
    FaceFacts face(ImageId) override { return {}; }
    FaceFrame frame(int) override { return {}; }
};

}  // namespace

class TestInspectController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movedSliderDropsStaleWork() {
        Bench bench;
        bench.study->frames.close();
        bench.controller->setSource({});
        bench.controller->setLevel(20);
        bench.controller->setImage(1);
        QTRY_COMPARE(bench.study->askedLevels(), std::vector<int>{20});
        for (int level = 21; level <= 50; ++level)
            bench.controller->setLevel(level);
        bench.study->frames.open();
        QTRY_VERIFY(bench.shows(50));
        // 30 moves, one encoding: those in between never began.
        QCOMPARE(bench.study->askedLevels(), (std::vector<int>{20, 50}));
    }

    void resultOfAnotherImageIsNeverShown() {
        Bench bench;
        bench.study->frames.close();
        bench.controller->setSource({});
        bench.controller->setLevel(20);
        bench.controller->setImage(1);
        QTRY_COMPARE(bench.study->askedLevels().size(), std::size_t{1});
        std::vector<int> blues;
        connect(bench.controller.get(), &InspectController::frameChanged, this, [&] {
            if (bench.controller->frame() != nullptr)
                blues.push_back(bench.controller->frame()->image.at(0, 0)[2]);
        });
        bench.controller->setImage(2);
        QVERIFY(bench.controller->frame() == nullptr);
        bench.study->frames.open();
        QTRY_VERIFY(bench.shows(20));
        QCOMPARE(blues, std::vector<int>{100 + 2 + 20});
    }

    void slowNetworkDoesNotHoldUpFrames() {
        Bench bench;
        bench.study->judgements.close();
        bench.controller->setSource({});
        bench.controller->setLevel(20);
        bench.controller->setImage(1);
        QTRY_COMPARE(bench.study->judgedLevels(), std::vector<int>{20});
        bench.controller->setLevel(25);
        QTRY_VERIFY(bench.shows(25));
        QVERIFY(bench.controller->judgement() == nullptr);
        bench.study->judgements.open();
        QTRY_VERIFY(bench.controller->judgement() != nullptr);
        QCOMPARE(bench.controller->judgement()->level, 25);
    }

    void storedJudgementsNeedNoNetwork() {
        Bench bench;
        bench.controller->setSource({});
        bench.controller->setLevel(51);
        bench.controller->setImage(1);
        QTRY_VERIFY(bench.controller->judgement() != nullptr);
        QTRY_VERIFY(!bench.controller->isBusy());
        QVERIFY(bench.study->judgedLevels().empty());
        QVERIFY(!bench.controller->judgement()->accepted);
    }

    void firstLevelIsTheJndPointElseTheMiddle() {
        Bench bench;
        bench.study->label(1, LabelFlag::Ok, 34);
        bench.controller->setSource({});
        bench.controller->setImage(1);
        QTRY_VERIFY(bench.shows(34));

        Bench unlabelled;
        unlabelled.controller->setSource({});
        unlabelled.controller->setImage(1);
        QTRY_VERIFY(unlabelled.shows(32));
    }

    void levelTheCodecLacksBecomesTheNearest() {
        Bench bench;
        bench.study->levels = {"quality", 95, 5, -5};
        bench.controller->setLevel(34);
        bench.controller->setSource({});
        bench.controller->setImage(1);
        QTRY_VERIFY(bench.shows(35));
        bench.controller->setLevel(-100);
        QTRY_VERIFY(bench.shows(5));
    }

    void refreshKeepsThePictureUntilTheNewOneIsThere() {
        Bench bench;
        bench.controller->setSource({});
        bench.controller->setLevel(20);
        bench.controller->setImage(1);
        QTRY_VERIFY(bench.shows(20));
        bench.controller->setSource({});
        QVERIFY(bench.shows(20));
        QTRY_VERIFY(!bench.controller->isBusy());
        QVERIFY(bench.shows(20));
    }

    void failureIsSaidWithWhatToDo() {
        InspectController controller(std::make_unique<FailingLoader>(),
                                     std::make_unique<FakeJudge>(std::make_shared<FakeStudy>()));
        QSignalSpy failed(&controller, &InspectController::failed);
        controller.setSource({});
        controller.setImage(1);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(controller.problem().contains(QStringLiteral("The study is damaged.")));
        QVERIFY(controller.problem().contains(QStringLiteral("Restore a copy.")));
        QTRY_VERIFY(!controller.isBusy());
    }

    void levelsThatCannotBeShownAreExplainedInTheirPlace() {
        Bench bench;
        bench.study->notStored[31] = "QP 31 is not stored.";
        QSignalSpy failed(bench.controller.get(), &InspectController::failed);
        bench.controller->setSource({});
        bench.controller->setLevel(30);
        bench.controller->setImage(1);
        QTRY_VERIFY(bench.shows(30));
        bench.controller->setLevel(31);
        QTRY_COMPARE(bench.controller->problem(), QStringLiteral("QP 31 is not stored."));
        QVERIFY(bench.controller->frame() == nullptr);
        QVERIFY(bench.controller->face() != nullptr);
        bench.controller->setLevel(32);
        QTRY_VERIFY(bench.shows(32));
        QCOMPARE(bench.controller->problem(), QString());
        QCOMPARE(failed.count(), 0);
    }

    void busyEndsWhenNothingIsLeftToDo() {
        Bench bench;
        QSignalSpy busy(bench.controller.get(), &InspectController::busyChanged);
        bench.controller->setSource({});
        bench.controller->setImage(1);
        QVERIFY(bench.controller->isBusy());
        QTRY_VERIFY(bench.controller->judgement() != nullptr);
        QTRY_VERIFY(!bench.controller->isBusy());
        QCOMPARE(busy.last().first().toBool(), false);
    }

    void closingWhileWorkingIsQuiet() {
        for (int i = 0; i < 20; ++i) {
            Bench bench;
            bench.controller->setSource({});
            bench.controller->setImage(1 + i % 2);
            if (i % 3 == 0)
                QCoreApplication::processEvents();
            bench.controller->setLevel(13 + i);
            bench.controller.reset();
        }
        QCoreApplication::processEvents();
    }
};

QTEST_MAIN(TestInspectController)
#include "tst_inspect_controller.moc"
